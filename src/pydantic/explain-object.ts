import type { JsonObject, Place } from '../contract/document.ts';
import { isObject } from '../contract/document.ts';
import { toPointer } from '../contract/json-pointer.ts';
import { listNames } from '../python/lossless-value.ts';
import { NOT_A_MODEL, toLengthWording } from './container-wording.ts';
import type { Explainer, Explainers, ValidationContext } from './explainer.ts';
import { toChild, toMissing, toValidationError } from './explainer.ts';
import { ILL_FORMED_TEXT, isIllFormed } from './scalar-wording.ts';
import type { ValidationError } from './validation-error.ts';

/** For a model, or for a dictionary, which is an object without declared fields. */
export function createObjectExplainer(explainers: Explainers, place: Place): Explainer {
  const { properties } = place.node;
  return isObject(properties)
    ? createModelExplainer(explainers, place, properties)
    : createDictionaryExplainer(explainers, place);
}

function createModelExplainer(explainers: Explainers, place: Place, properties: JsonObject): Explainer {
  const { node, pointer } = place;
  const required: readonly unknown[] = Array.isArray(node['required']) ? node['required'] : [];
  const fields = Object.keys(properties).map((key) => ({
    key,
    pointer: toPointer(pointer, 'properties', key),
    isRequired: required.includes(key),
  }));
  const hasRuleForExtra = node['additionalProperties'] !== undefined;
  const explainExtra = createExtraExplainer(explainers, place);

  return (context) => {
    const { value } = context;
    if (!isObject(value)) return [toValidationError(context, NOT_A_MODEL)];
    const extra = hasRuleForExtra ? listSent(context).filter((key) => !Object.hasOwn(properties, key)) : [];
    // Pydantic stops at such a name.
    if (extra.some(isIllFormed)) return [toValidationError(context, ILL_FORMED_TEXT)];
    const mistakes: ValidationError[] = [];
    for (const { key, pointer: at, isRequired } of fields) {
      if (Object.hasOwn(value, key)) {
        for (const mistake of explainers.explainMember(at, context, key, value[key])) mistakes.push(mistake);
      } else if (isRequired) mistakes.push(toMissing(context, key));
    }
    return extra.length === 0 ? mistakes : [...mistakes, ...explainExtra(context, extra, value)];
  };
}

type ExtraExplainer = (context: ValidationContext, keys: readonly string[], value: JsonObject) => ValidationError[];

/** For members that the schema does not declare. */
function createExtraExplainer(explainers: Explainers, { node, pointer }: Place): ExtraExplainer {
  const allowed = node['additionalProperties'];
  if (allowed === false) {
    const wording = { type: 'extra_forbidden', msg: 'Extra inputs are not permitted' };
    return (context, keys, value) => keys.map((key) => toValidationError(toChild(context, key, value[key]), wording));
  }
  if (!isObject(allowed)) return () => [];
  const at = toPointer(pointer, 'additionalProperties');
  return (context, keys, value) => keys.flatMap((key) => explainers.explainMember(at, context, key, value[key]));
}

function createDictionaryExplainer(explainers: Explainers, place: Place): Explainer {
  const { minProperties: least, maxProperties: most } = place.node;
  const explainExtra = createExtraExplainer(explainers, place);
  return (context) => {
    const { value } = context;
    if (!isObject(value)) {
      return [toValidationError(context, { type: 'dict_type', msg: 'Input should be a valid dictionary' })];
    }
    const keys = listSent(context);
    const values = explainExtra(context, keys, value);
    if (values.length > 0) return values;
    if (typeof least === 'number' && keys.length < least) {
      return [toValidationError(context, toLengthWording('too_short', 'Dictionary', least, keys.length))];
    }
    if (typeof most === 'number' && keys.length > most) {
      return [toValidationError(context, toLengthWording('too_long', 'Dictionary', most, keys.length))];
    }
    return [];
  };
}

/** Returns the names in an object, in the order in which they were sent. */
function listSent({ value, input }: ValidationContext): string[] {
  if (typeof input === 'object' && input !== null) return listNames(input);
  return typeof value === 'object' && value !== null ? listNames(value) : [];
}
