import type { JsonObject, Place } from '../contract/document.ts';
import { isObject } from '../contract/document.ts';
import { toPointer } from '../contract/json-pointer.ts';
import { listNames } from '../python/lossless-value.ts';
import { toParsed } from '../python/parsed-text.ts';
import { REREAD_MODELS } from './backend-models.ts';
import { toPlaceClass } from './class-name.ts';
import { NOT_A_MODEL, toLengthWording } from './container-wording.ts';
import type { Explainer, Explainers, ValidationContext } from './explainer.ts';
import { toChild, toMissing, toValidationError } from './explainer.ts';
import { rereadText } from './reread-text.ts';
import { ILL_FORMED_TEXT, isIllFormed } from './scalar-wording.ts';
import type { ValidationError, Wording } from './validation-error.ts';

/** Creates the explainer of a model, or of a dictionary, which is an object without declared fields. */
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
  const hasRuleForExtra = ['additionalProperties', 'patternProperties', 'propertyNames'].some((rule) => rule in node);
  const explainExtra = createExtraExplainer(explainers, place);
  const model = REREAD_MODELS.get(toPlaceClass(place));

  return (context) => {
    const { value } = context;
    if (!isObject(value)) return [toValidationError(context, toNotModelWording(value, model))];
    const extra = hasRuleForExtra ? listSent(context, value).filter((key) => !Object.hasOwn(properties, key)) : [];
    // Pydantic stops at an ill-formed name.
    if (extra.some(isIllFormed)) return [toValidationError(context, ILL_FORMED_TEXT)];
    const errors: ValidationError[] = [];
    for (const { key, pointer: at, isRequired } of fields) {
      if (Object.hasOwn(value, key)) {
        for (const error of explainers.explainMember(at, context, key, value[key])) errors.push(error);
      } else if (isRequired) errors.push(toMissing(context, key));
    }
    return extra.length === 0 ? errors : [...errors, ...explainExtra(context, extra, value)];
  };
}

/** @param model the full name of a class that reads a string as JSON */
function toNotModelWording(value: unknown, model: string | undefined): Wording {
  const read = typeof value === 'string' && model !== undefined ? rereadText(value, model) : undefined;
  return read?.kind === 'invalid' ? read.wording : NOT_A_MODEL;
}

type ExtraExplainer = (context: ValidationContext, keys: readonly string[], value: JsonObject) => ValidationError[];

/** Creates the explainer of members that the schema does not declare. */
function createExtraExplainer(explainers: Explainers, { node, pointer }: Place): ExtraExplainer {
  const { additionalProperties: allowed, patternProperties, propertyNames } = node;
  const patterns = isObject(patternProperties)
    ? Object.keys(patternProperties).map((pattern) => toPointer(pointer, 'patternProperties', pattern))
    : [];
  const explainName = createNameExplainer(explainers, propertyNames, toPointer(pointer, 'propertyNames'));
  const explainMember = (context: ValidationContext, key: string, value: unknown): ValidationError[] => {
    const wrong = patterns.flatMap((at) => explainers.explainMember(at, context, key, value));
    // If a pattern allows the name, only the value is invalid.
    if (wrong.length > 0) return wrong;
    if (allowed === false) return [toValidationError(toChild(context, key, value), EXTRA)];
    return isObject(allowed)
      ? explainers.explainMember(toPointer(pointer, 'additionalProperties'), context, key, value)
      : [];
  };
  return (context, keys, value) =>
    keys.flatMap((key) => [...explainName(context, key), ...explainMember(context, key, value[key])]);
}

const EXTRA = { type: 'extra_forbidden', msg: 'Extra inputs are not permitted' };

/** Explains a dictionary's key. The `loc` of its errors ends in `[key]`. */
function createNameExplainer(
  explainers: Explainers,
  propertyNames: unknown,
  pointer: string,
): (context: ValidationContext, key: string) => ValidationError[] {
  if (!isObject(propertyNames)) return () => [];
  return (context, key) => {
    const child = toChild(context, key, key);
    const errors = explainers.explain(pointer, { ...child, input: key, loc: [...child.loc, '[key]'] });
    return errors.map((error) => ({ ...error, isKey: true }));
  };
}

function createDictionaryExplainer(explainers: Explainers, place: Place): Explainer {
  const { minProperties: least, maxProperties: most } = place.node;
  const explainExtra = createExtraExplainer(explainers, place);
  return (context) => {
    const { value } = context;
    if (!isObject(value)) {
      return [toValidationError(context, { type: 'dict_type', msg: 'Input should be a valid dictionary' })];
    }
    const keys = listSent(context, value);
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
function listSent({ input }: ValidationContext, value: JsonObject): string[] {
  const sent = toParsed(input);
  return listNames(sent instanceof Map ? sent : value);
}
