import { isSameJson } from '../trackers/same-json.ts';
import type { JsonObject } from './document.ts';
import { isObject } from './document.ts';

/** Keywords that describe a schema but validate nothing. */
const ANNOTATIONS = new Set([
  'title',
  'description',
  'default',
  'examples',
  'example',
  'deprecated',
  'readOnly',
  'writeOnly',
  'externalDocs',
  'discriminator',
  'xml',
  '$comment',
]);

export function isAnnotation(keyword: string): boolean {
  return ANNOTATIONS.has(keyword) || keyword.startsWith('x-');
}

/**
 * Merges the parts of an `allOf` into one schema that allows the same values, as a class has the fields of its bases: later parts are the
 * derived classes. Returns undefined if no single schema is equivalent.
 */
export function mergeSchemas(parts: readonly JsonObject[]): JsonObject | undefined {
  if (parts.some((part) => isClosed(part) && parts.some((other) => other !== part && 'properties' in other))) {
    return undefined;
  }
  const merged: JsonObject = {};
  for (const part of parts) {
    for (const [keyword, value] of Object.entries(part)) {
      const known = merged[keyword];
      if (!Object.hasOwn(merged, keyword) || isAnnotation(keyword) || isSameJson(known, value)) {
        merged[keyword] = value;
        continue;
      }
      const both = MERGERS[keyword]?.(known, value);
      if (both === undefined) return undefined;
      merged[keyword] = both;
    }
  }
  return isTorn(parts) ? undefined : merged;
}

/** Whether a part has a rule for all members that it does not name, including those that other parts name. */
function isClosed({ additionalProperties, patternProperties }: JsonObject): boolean {
  return isObject(patternProperties) || (additionalProperties !== undefined && additionalProperties !== true);
}

/** Keywords that depend on each other: if two parts have some of them each, merging would change their meaning. */
const GROUPS = [
  ['if', 'then', 'else'],
  ['prefixItems', 'items'],
  ['contains', 'minContains', 'maxContains'],
] as const;

function isTorn(parts: readonly JsonObject[]): boolean {
  return GROUPS.some((group) => {
    const holders = parts.filter((part) => group.some((keyword) => keyword in part));
    return holders.length > 1 && holders.some((part) => Object.keys(part).includes(group[0]));
  });
}

type Merger = (a: unknown, b: unknown) => unknown;

const toLarger: Merger = (a, b) => (typeof a === 'number' && typeof b === 'number' ? Math.max(a, b) : undefined);
const toSmaller: Merger = (a, b) => (typeof a === 'number' && typeof b === 'number' ? Math.min(a, b) : undefined);

const MERGERS: Readonly<Record<string, Merger | undefined>> = {
  properties: mergeProperties,
  required: (a, b) => [...new Set<unknown>([a, b].flat())],
  type: mergeTypes,
  minimum: toLarger,
  exclusiveMinimum: toLarger,
  minLength: toLarger,
  minItems: toLarger,
  minProperties: toLarger,
  maximum: toSmaller,
  exclusiveMaximum: toSmaller,
  maxLength: toSmaller,
  maxItems: toSmaller,
  maxProperties: toSmaller,
};

function mergeProperties(a: unknown, b: unknown): JsonObject | undefined {
  if (!isObject(a) || !isObject(b)) return undefined;
  const entries = new Map(Object.entries(a));
  for (const [name, schema] of Object.entries(b)) {
    const known = entries.get(name);
    entries.set(name, known === undefined || isSameJson(known, schema) ? schema : { allOf: [known, schema] });
  }
  return Object.fromEntries(entries);
}

function mergeTypes(a: unknown, b: unknown): unknown {
  const types = [a].flat();
  const others = [b].flat();
  const both = new Set(types.filter((type) => others.includes(type)));
  if (types.includes('integer') && others.includes('number')) both.add('integer');
  if (types.includes('number') && others.includes('integer')) both.add('integer');
  if (both.size === 0) return undefined;
  return both.size === 1 ? [...both][0] : [...both];
}
