import type { Contract } from '../contract/contract.ts';
import type { JsonObject } from '../contract/document.ts';
import { isObject, resolvePlace } from '../contract/document.ts';
import { findByPointer, toPointer } from '../contract/json-pointer.ts';
import { createSchemaSampler } from '../samples/schema-sampler.ts';
import { SAMPLE_TEXT } from '../samples/text-samples.ts';
import type { Sample } from './keyword-samples.ts';
import { isSmall, listKeywordSamples } from './keyword-samples.ts';

/** Generates values for the schemas of one contract, the same ones every time. */
export interface Sampler {
  /** Lists valid and invalid values: every JSON type, both sides of every bound, and the same for nested values. */
  list(pointer: string): Sample[];
  /** Returns a valid value, other than null if there is one, or undefined if none is found. */
  findValid(pointer: string): unknown;
  isValid(pointer: string, value: unknown): boolean;
  /** Returns the types that a schema and its alternatives name. */
  findTypes(pointer: string): Set<unknown>;
}

/** A property that no schema is likely to declare. */
export const UNLISTED = 'unlisted';

/** The maximum depth of generated values, since schemas may be recursive. */
const MAX_DEPTH = 4;

const EVERY_TYPE: readonly Sample[] = [
  { at: '', what: 'a string', value: SAMPLE_TEXT },
  { at: '', what: 'an empty string', value: '' },
  { at: '', what: 'an integer', value: 5 },
  { at: '', what: 'a fraction', value: 1.5 },
  { at: '', what: 'true', value: true },
  { at: '', what: 'an empty list', value: [] },
  { at: '', what: 'an empty object', value: {} },
  { at: '', what: 'null', value: null },
];

export function createSampler({ schemas }: Contract): Sampler {
  const { document } = schemas;
  const sampler = createSchemaSampler(schemas);
  const isValid = (pointer: string, value: unknown): boolean => schemas.compile(pointer).check(value) === undefined;

  const isPatternMatch = (pointer: string, text: string): boolean =>
    !(schemas.compile(pointer).check(text) ?? []).some(
      ({ keyword, instancePath }) => keyword === 'pattern' && instancePath === '',
    );

  /** Returns a schema and all its alternatives, with references resolved. */
  const findBranches = (
    pointer: string,
    seen: ReadonlySet<string> = new Set(),
  ): { node: JsonObject; pointer: string }[] => {
    if (!isObject(findByPointer(document, pointer))) return [];
    const place = resolvePlace(document, pointer);
    if (seen.has(place.pointer)) return [];
    const inner = (['anyOf', 'oneOf', 'allOf'] as const).flatMap((keyword) => {
      const list = place.node[keyword];
      const count = Array.isArray(list) ? list.length : 0;
      return Array.from({ length: count }, (_, index) => toPointer(place.pointer, keyword, index));
    });
    return [place, ...inner.flatMap((at) => findBranches(at, new Set([...seen, place.pointer])))];
  };

  const known = new Map<string, Sample[]>();
  const list = (pointer: string, depth = 0): Sample[] => {
    const key = `${depth} ${pointer}`;
    const samples = known.get(key) ?? build(pointer, depth);
    known.set(key, samples);
    return samples;
  };

  const build = (pointer: string, depth: number): Sample[] => {
    const special = findBranches(pointer).flatMap(({ node, pointer: at }) => [
      ...listKeywordSamples(node, (text) => isPatternMatch(at, text)),
      ...(depth < MAX_DEPTH ? [...listLists(node, at, depth + 1), ...listObjects(node, at, depth + 1)] : []),
    ]);
    return [...special, ...EVERY_TYPE];
  };

  const valid = new Map<string, unknown>();
  const findValid = (pointer: string): unknown => {
    if (!valid.has(pointer)) valid.set(pointer, sampler.sample(pointer));
    return valid.get(pointer);
  };

  const listLists = (node: JsonObject, pointer: string, depth: number): Sample[] => {
    if (!toTypes(node).includes('array') && !isObject(node['items'])) return [];
    const items = toPointer(pointer, 'items');
    const item = isObject(node['items']) ? findValid(items) : SAMPLE_TEXT;
    if (item === undefined) return [];
    const repeat = (length: number): unknown[] => Array.from({ length: Math.max(0, length) }, () => item);
    const { minItems, maxItems } = node;
    return [
      { at: '', what: 'a list of one item', value: [item] },
      ...(isSmall(minItems) ? [{ at: '', what: 'minItems', value: repeat(minItems) }] : []),
      ...(isSmall(minItems) && minItems > 0
        ? [{ at: '', what: 'one below minItems', value: repeat(minItems - 1) }]
        : []),
      ...(isSmall(maxItems) ? [{ at: '', what: 'maxItems', value: repeat(maxItems) }] : []),
      ...(isSmall(maxItems) ? [{ at: '', what: 'one above maxItems', value: repeat(maxItems + 1) }] : []),
      ...(node['uniqueItems'] === true ? [{ at: '', what: 'two equal items', value: repeat(2) }] : []),
      ...(isObject(node['items'])
        ? list(items, depth).map(({ at, what, value }) => ({ at: `[0]${at}`, what, value: [value] }))
        : []),
      ...(isObject(node['items'])
        ? EVERY_TYPE.map(({ what, value }) => ({ at: '[1]', what, value: [item, value] }))
        : []),
    ];
  };

  const listObjects = (node: JsonObject, pointer: string, depth: number): Sample[] => {
    const names = isObject(node['properties']) ? Object.keys(node['properties']) : [];
    if (names.length === 0) return [];
    const required = (Array.isArray(node['required']) ? node['required'] : []).filter(
      (name) => typeof name === 'string',
    );
    const at = (name: string): string => toPointer(pointer, 'properties', name);
    const members = new Map(names.map((name) => [name, findValid(at(name))]));
    const pick = (keys: readonly string[]): JsonObject =>
      Object.fromEntries(keys.flatMap((key) => (members.get(key) === undefined ? [] : [[key, members.get(key)]])));
    const base = pick(required);
    return [
      { at: '', what: 'every property', value: pick(names) },
      { at: '', what: 'only required properties', value: base },
      ...required.map((name) => ({
        at: `.${name}`,
        what: 'missing',
        value: pick(names.filter((other) => other !== name)),
      })),
      ...names.map((name) => ({ at: `.${name}`, what: 'only this property', value: pick([name]) })),
      { at: `.${UNLISTED}`, what: 'an unlisted property', value: { ...base, [UNLISTED]: 1 } },
      ...names.flatMap((name) =>
        list(at(name), depth).map((sample) => ({
          ...sample,
          at: `.${name}${sample.at}`,
          value: { ...base, [name]: sample.value },
        })),
      ),
    ];
  };

  return {
    list: (pointer) => list(pointer),
    findValid,
    isValid,
    findTypes: (pointer) => new Set(findBranches(pointer).flatMap(({ node }) => toTypes(node))),
  };
}

function toTypes(node: JsonObject): unknown[] {
  return [node['type'] ?? []].flat();
}
