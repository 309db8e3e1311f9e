import type { JsonObject, Place } from '../contract/document.ts';
import { isObject } from '../contract/document.ts';
import { toPointer } from '../contract/json-pointer.ts';
import { listNames } from '../python/lossless-value.ts';
import { NOT_A_MODEL, toLengthWording } from './container-wording.ts';
import type { Explainer, Explainers, Spot } from './explainer.ts';
import { toChild, toMissing, toMistake } from './explainer.ts';
import type { Mistake } from './mistake.ts';
import { ILL_FORMED_TEXT, isIllFormed } from './scalar-wording.ts';

/** Of a model, or of a dictionary, which is an object without fields of its own. */
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

  return (spot) => {
    const { value } = spot;
    if (!isObject(value)) return [toMistake(spot, NOT_A_MODEL)];
    const extra = hasRuleForExtra ? listSent(spot).filter((key) => !Object.hasOwn(properties, key)) : [];
    // Pydantic reads no further where it has to look at such a name.
    if (extra.some(isIllFormed)) return [toMistake(spot, ILL_FORMED_TEXT)];
    const mistakes: Mistake[] = [];
    for (const { key, pointer: at, isRequired } of fields) {
      if (Object.hasOwn(value, key)) {
        for (const mistake of explainers.explainMember(at, spot, key, value[key])) mistakes.push(mistake);
      } else if (isRequired) mistakes.push(toMissing(spot, key));
    }
    return extra.length === 0 ? mistakes : [...mistakes, ...explainExtra(spot, extra, value)];
  };
}

type ExtraExplainer = (spot: Spot, keys: readonly string[], value: JsonObject) => Mistake[];

/** Of members that the schema does not name. */
function createExtraExplainer(explainers: Explainers, { node, pointer }: Place): ExtraExplainer {
  const allowed = node['additionalProperties'];
  if (allowed === false) {
    const wording = { type: 'extra_forbidden', msg: 'Extra inputs are not permitted' };
    return (spot, keys, value) => keys.map((key) => toMistake(toChild(spot, key, value[key]), wording));
  }
  if (!isObject(allowed)) return () => [];
  const at = toPointer(pointer, 'additionalProperties');
  return (spot, keys, value) => keys.flatMap((key) => explainers.explainMember(at, spot, key, value[key]));
}

function createDictionaryExplainer(explainers: Explainers, place: Place): Explainer {
  const { minProperties: least, maxProperties: most } = place.node;
  const explainExtra = createExtraExplainer(explainers, place);
  return (spot) => {
    const { value } = spot;
    if (!isObject(value)) return [toMistake(spot, { type: 'dict_type', msg: 'Input should be a valid dictionary' })];
    const keys = listSent(spot);
    const values = explainExtra(spot, keys, value);
    if (values.length > 0) return values;
    if (typeof least === 'number' && keys.length < least) {
      return [toMistake(spot, toLengthWording('too_short', 'Dictionary', least, keys.length))];
    }
    if (typeof most === 'number' && keys.length > most) {
      return [toMistake(spot, toLengthWording('too_long', 'Dictionary', most, keys.length))];
    }
    return [];
  };
}

/** The names in an object, in the order in which they were sent. */
function listSent({ value, input }: Spot): string[] {
  if (typeof input === 'object' && input !== null) return listNames(input);
  return typeof value === 'object' && value !== null ? listNames(value) : [];
}
