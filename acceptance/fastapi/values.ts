import type { Random } from '../random.ts';
import { FORMAT_TEXTS, JSON_TEXTS } from './format-texts.ts';
import type { JsonTree } from './json-tree.ts';
import { toStringToken, toText, toTree } from './json-tree.ts';
import { ODD_CONSTANTS, ODD_CONTAINERS, ODD_NUMBERS, ODD_STRINGS, ODD_TOKENS } from './odd-values.ts';

/** A JSON Schema, as FastAPI publishes them. */
export type SchemaNode = Readonly<Record<string, unknown>>;

/** A place in a value, with what its schema says. */
export interface ValidationContext {
  readonly schema: SchemaNode;
  readonly tree: JsonTree;
}

/** A value by its schema, and every place in it. */
export interface MadeValue {
  readonly tree: JsonTree;
  readonly spots: readonly ValidationContext[];
}

/** The schema at hand once its reference is followed. */
export function resolve(document: SchemaNode, schema: unknown): SchemaNode {
  if (typeof schema !== 'object' || schema === null) return {};
  const node = schema as SchemaNode;
  if (typeof node['$ref'] !== 'string') return node;
  let target: unknown = document;
  for (const token of node['$ref'].slice(2).split('/')) {
    target = (target as SchemaNode)[token.replaceAll('~1', '/').replaceAll('~0', '~')];
  }
  return resolve(document, target);
}

/** Draws a value that keeps a schema, as far as a draw can: it knows texts for the few patterns that the revisions have. */
export function makeValue(document: SchemaNode, schema: unknown, random: Random): MadeValue {
  const spots: ValidationContext[] = [];
  const make = (given: unknown): JsonTree => {
    const node = resolve(document, given);
    const tree = makeNode(node);
    spots.push({ schema: node, tree });
    return tree;
  };
  const makeNode = (node: SchemaNode): JsonTree => {
    for (const keyword of ['anyOf', 'oneOf'] as const) {
      const branches = node[keyword];
      if (Array.isArray(branches)) return make(random.pick(branches as unknown[]));
    }
    if ('const' in node) return toTree(node['const']);
    if (Array.isArray(node['enum'])) return toTree(random.pick(node['enum']));
    switch (node['type']) {
      case 'null':
        return { kind: 'text', text: 'null' };
      case 'boolean':
        return { kind: 'text', text: random.pick(['true', 'false']) };
      case 'integer':
      case 'number':
        return { kind: 'text', text: makeNumber(node, random) };
      case 'string':
        return { kind: 'text', text: toStringToken(makeString(node, random), random) };
      case 'array':
        return makeList(node);
      case 'object':
        return makeObject(node);
      default:
        return makeOddValue(random);
    }
  };
  const makeList = (node: SchemaNode): JsonTree => {
    const prefix = Array.isArray(node['prefixItems']) ? (node['prefixItems'] as unknown[]) : undefined;
    if (prefix !== undefined) return { kind: 'list', items: prefix.map((item) => make(item)) };
    const items = Array.from({ length: makeCount(node['minItems'], node['maxItems'], random) }, () =>
      make(node['items'] ?? {}),
    );
    return { kind: 'list', items: node['uniqueItems'] === true ? withoutRepeats(items) : items };
  };
  const makeObject = (node: SchemaNode): JsonTree => {
    const properties = node['properties'] as Record<string, unknown> | undefined;
    if (properties === undefined) {
      const count = makeCount(node['minProperties'], node['maxProperties'], random);
      const patterns = Object.values((node['patternProperties'] ?? {}) as SchemaNode);
      const names = resolve(document, node['propertyNames']);
      const members = Array.from({ length: count }, (_, index): [string, JsonTree] => [
        toKey(names, patterns.length > 0, random, index),
        make(patterns[0] ?? node['additionalProperties'] ?? {}),
      ]);
      return { kind: 'object', members };
    }
    const required = Array.isArray(node['required']) ? node['required'] : [];
    const names = Object.keys(properties).filter((name) => required.includes(name) || random.chance(0.5));
    const members = names.map((name): [string, JsonTree] => [toStringToken(name, random), make(properties[name])]);
    // Order is free.
    if (random.chance(0.3)) members.reverse();
    return { kind: 'object', members };
  };
  const tree = make(schema);
  return { tree, spots };
}

function toKey(names: SchemaNode, hasPattern: boolean, random: Random, index: number): string {
  // The only pattern for keys is one of small letters.
  if (hasPattern && random.chance(0.8)) return JSON.stringify('abcd'.slice(index));
  if (names['format'] === 'uuid' && random.chance(0.8)) return JSON.stringify(random.pick(FORMAT_TEXTS['uuid'] ?? []));
  return JSON.stringify(
    random.chance(0.1)
      ? random.pick(['__proto__', 'constructor', '1', '0', 'é', '', 'a b', 'toString', '\ud800']) +
          (index === 0 ? '' : String(index))
      : `k${index}`,
  );
}

function withoutRepeats(items: readonly JsonTree[]): JsonTree[] {
  return [...new Map(items.map((item) => [toText(item), item])).values()];
}

function makeCount(least: unknown, most: unknown, random: Random): number {
  const from = typeof least === 'number' ? least : 0;
  const to = typeof most === 'number' ? most : from + 3;
  return from + random.below(to - from + 1);
}

function makeNumber(node: SchemaNode, random: Random): string {
  const bound = (keyword: string): number | undefined =>
    typeof node[keyword] === 'number' ? node[keyword] : undefined;
  const step = bound('multipleOf') ?? (node['type'] === 'integer' ? 1 : 0.25);
  const low = bound('minimum') ?? (bound('exclusiveMinimum') ?? -50) + step;
  const high = bound('maximum') ?? (bound('exclusiveMaximum') ?? low + 100) - step;
  const first = Math.ceil(low / step) * step;
  const value = first + random.below(Math.max(1, Math.floor((high - first) / step) + 1)) * step;
  const isWhole = Number.isInteger(value);
  if (!isWhole) return String(value);
  const spellings = [String(value), String(value), String(value), `${value}.0`];
  if (node['type'] === 'number') spellings.push(`${value}e0`, `${value}.00`);
  return random.pick(spellings);
}

/** Texts that keep the patterns of the revisions, at least one for each, and a few that do not. */
const PATTERN_TEXTS = [
  "it's",
  'ABC',
  'XYZ',
  'a',
  'abc',
  'a1',
  'v1.2',
  '123',
  '7',
  '1.50',
  '-0.5',
  'a-b',
  'x_y',
  'éa',
  '٣',
  'ABC\n',
  'a\u2028b',
  'ß',
];

/** A pattern as JavaScript reads it, which will do for a draw; undefined for one that is Rust's alone. */
function toRegExp(pattern: string): RegExp | undefined {
  try {
    return new RegExp(pattern, 'u');
  } catch {
    return undefined;
  }
}

function makeString(node: SchemaNode, random: Random): string {
  const texts =
    FORMAT_TEXTS[String(node['format'])] ?? (node['contentMediaType'] === undefined ? undefined : JSON_TEXTS);
  if (texts !== undefined) return random.pick(texts);
  if (typeof node['pattern'] === 'string') {
    const pattern = toRegExp(node['pattern']);
    const fitting = PATTERN_TEXTS.filter((text) => pattern?.test(text) === true);
    return random.pick(fitting.length > 0 && random.chance(0.5) ? fitting : PATTERN_TEXTS);
  }
  const length = makeCount(node['minLength'], node['maxLength'], random);
  return Array.from({ length }, () => random.pick(['a', 'b', 'Z', '0', ' ', 'é', '日', '😀', '"', '\\', '\n'])).join(
    '',
  );
}

/** Any value at all. */
export function makeOddValue(random: Random): JsonTree {
  const from = random.below(20);
  if (from < 2) return { kind: 'text', text: random.pick(['null', 'true', 'false']) };
  if (from < 8) return { kind: 'text', text: random.pick(ODD_NUMBERS) };
  if (from < 15) return { kind: 'text', text: toStringToken(random.pick(ODD_STRINGS), random) };
  if (from < 16) return { kind: 'text', text: random.pick(ODD_TOKENS) };
  if (from < 17) return { kind: 'text', text: random.pick(ODD_CONSTANTS) };
  return { kind: 'text', text: random.pick(ODD_CONTAINERS) };
}

/** Makes one place of a value wrong, or at least odd: another type, a bound passed, a member taken away, added or said twice. */
export function makeMistake({ spots }: MadeValue, random: Random): void {
  const { tree } = random.pick(spots);
  const mutable = tree as Record<string, unknown>;
  if (tree.kind === 'object' && random.chance(0.6)) {
    const { members } = tree;
    const at = members.length === 0 ? undefined : random.below(members.length);
    switch (random.below(4)) {
      case 0:
        if (at !== undefined) members.splice(at, 1);
        break;
      case 1:
        if (at !== undefined) members.push([members[at]?.[0] ?? '""', makeOddValue(random)]);
        break;
      default:
        members.splice(random.below(members.length + 1), 0, [random.pick(EXTRA_KEYS), makeOddValue(random)]);
    }
    return;
  }
  if (tree.kind === 'list' && random.chance(0.6)) {
    const { items } = tree;
    if (random.chance(0.3)) items.splice(random.below(items.length + 1), 1);
    else {
      for (let count = 1 + random.below(4); count > 0; count--) {
        items.splice(
          random.below(items.length + 1),
          0,
          random.chance(0.5) && items[0] !== undefined ? items[0] : makeOddValue(random),
        );
      }
    }
    return;
  }
  const odd = makeOddValue(random);
  for (const key of Object.keys(mutable)) if (key !== 'kind') mutable[key] = undefined;
  Object.assign(tree, odd);
}

const EXTRA_KEYS = [
  '"extra"',
  '"zz"',
  '"__proto__"',
  '"constructor"',
  '"toString"',
  '""',
  '"é"',
  '"1"',
  '"0"',
  '"a b"',
  '"\\ud800"',
  '"status "',
  '"Status"',
];
