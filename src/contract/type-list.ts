import type { JsonObject } from './document.ts';
import { isAnnotation } from './merge-all-of.ts';

const STRING = ['minLength', 'maxLength', 'pattern', 'contentMediaType', 'contentSchema', 'contentEncoding'];
const NUMBER = ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'];
const ARRAY = ['items', 'prefixItems', 'minItems', 'maxItems', 'uniqueItems', 'contains', 'minContains', 'maxContains'];
const OBJECT = [
  'properties',
  'required',
  'additionalProperties',
  'patternProperties',
  'propertyNames',
  'minProperties',
  'maxProperties',
];

/** The keywords that apply to each type of JSON Schema. */
const KEYWORDS: ReadonlyMap<unknown, ReadonlySet<string>> = new Map<unknown, ReadonlySet<string>>([
  ['null', new Set()],
  ['boolean', new Set()],
  ['string', new Set([...STRING, 'format'])],
  ['number', new Set([...NUMBER, 'format'])],
  ['integer', new Set([...NUMBER, 'format'])],
  ['array', new Set(ARRAY)],
  ['object', new Set(OBJECT)],
]);
const ALL_KEYWORDS = new Set([...KEYWORDS.values()].flatMap((keywords) => [...keywords]));

/**
 * Rewrites a schema with several types as a union, as pydantic publishes it: `type: [string, 'null']` becomes an `anyOf`. Returns the
 * schema itself if it has one type, or keywords that apply to no single type.
 */
export function splitTypes(schema: JsonObject): JsonObject {
  const { type: types, enum: choices, ...others } = schema;
  if (!Array.isArray(types) || types.length === 0 || !types.every((type) => KEYWORDS.has(type))) return schema;
  const outer: JsonObject = {};
  const inner: JsonObject = {};
  for (const [keyword, value] of Object.entries(others)) {
    if (ALL_KEYWORDS.has(keyword)) inner[keyword] = value;
    else if (isAnnotation(keyword)) outer[keyword] = value;
    else return schema;
  }
  const branches = types.flatMap((type: unknown) => {
    const branch: JsonObject = { type };
    if (Array.isArray(choices)) {
      const own = choices.filter((choice) => isOfType(choice, type, types));
      if (own.length === 0) return [];
      if (type !== 'null') branch['enum'] = own;
    }
    for (const [keyword, value] of Object.entries(inner)) {
      if (KEYWORDS.get(type)?.has(keyword) === true) branch[keyword] = value;
    }
    return [branch];
  });
  if (branches.length === 0) return schema;
  return branches.length === 1 ? { ...outer, ...branches[0] } : { ...outer, anyOf: branches };
}

function isOfType(value: unknown, type: unknown, types: readonly unknown[]): boolean {
  if (value === null) return type === 'null';
  if (Array.isArray(value)) return type === 'array';
  if (typeof value !== 'number') return typeof value === type;
  // A number must match one branch only.
  return type === (Number.isInteger(value) && types.includes('integer') ? 'integer' : 'number');
}
