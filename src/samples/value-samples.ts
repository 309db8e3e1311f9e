import type { ContractDocument, JsonObject } from '../contract/document.ts';
import { findNode, isObject, resolvePlace } from '../contract/document.ts';
import { toPointer } from '../contract/json-pointer.ts';
import { findKnownItems, listArrays } from './array-samples.ts';
import { listNumbers } from './number-samples.ts';
import { listObjects, toKnownObject } from './object-samples.ts';
import { createRandom } from './random.ts';
import type { SamplePlace } from './sample-place.ts';
import type { SampleRun } from './sample-run.ts';
import { listTexts, SAMPLE_TEXT } from './text-samples.ts';

/** Yields values for a schema: what the contract gives as an example or a default first. */
export function* listValues(run: SampleRun, pointer: string, place: SamplePlace): Generator {
  const found = findNode(run.document, pointer);
  if (found === true) yield {};
  if (!isObject(found)) return;
  const { node, pointer: at } = resolvePlace(run.document, pointer);
  if (place.within.has(at)) return;
  const choices = listChoices(node);
  if (choices !== undefined) {
    yield* rotate(choices, place);
    return;
  }
  const inside: SamplePlace = {
    ...place,
    examples: [],
    depth: place.depth + 1,
    within: new Set([...place.within, at]),
  };
  for (const given of [...place.examples, ...listGiven(node)]) {
    if (Array.isArray(given) && isKnownList(run, node, at, place)) continue;
    yield isObject(given) ? toKnownObject(run, node, at, place, given) : given;
  }
  const types = listTypes(node);
  if (isUnion(node)) {
    yield* listUnion(run, node, at, inside);
    return;
  }
  for (const type of types) yield* listOfType(run, type, node, at, inside);
  if (types.length === 0) yield* ANYTHING;
}

/** For a schema that says nothing of the type. */
const ANYTHING: readonly unknown[] = [{}, SAMPLE_TEXT, 1, true, [], null];

/** Returns the values that a schema lists, or undefined if it lists none. */
function listChoices(node: JsonObject): readonly unknown[] | undefined {
  if (Object.hasOwn(node, 'const')) return [node['const']];
  const choices = node['enum'];
  return Array.isArray(choices) ? (choices as readonly unknown[]) : undefined;
}

/** Begins with a choice that depends on the place, so that not every object has the same status. */
function rotate(choices: readonly unknown[], { seed }: SamplePlace): readonly unknown[] {
  const start = seed === undefined ? 0 : Math.floor(createRandom(seed)() * choices.length);
  return [...choices.slice(start), ...choices.slice(0, start)];
}

function listGiven(node: JsonObject): readonly unknown[] {
  const examples: unknown[] = Array.isArray(node['examples']) ? node['examples'] : [];
  return [
    ...examples,
    ...(Object.hasOwn(node, 'example') ? [node['example']] : []),
    ...(Object.hasOwn(node, 'default') ? [node['default']] : []),
  ];
}

/** Returns whether a list contains resources that exist, whatever its example contains. */
function isKnownList(run: SampleRun, node: JsonObject, pointer: string, place: SamplePlace): boolean {
  return findKnownItems(run, node, pointer, place)?.areReal === true;
}

const UNIONS = ['oneOf', 'anyOf', 'allOf'] as const;

function isUnion(node: JsonObject): boolean {
  return UNIONS.some((keyword) => Array.isArray(node[keyword]));
}

/** Yields the values of each branch, null last, and together with the schema's own members. */
function* listUnion(run: SampleRun, node: JsonObject, pointer: string, place: SamplePlace): Generator {
  const own = listTypes(node).includes('object') ? listObjects(run, node, pointer, place) : undefined;
  const shared: unknown = own?.next().value;
  const join = (value: unknown): unknown => (isObject(shared) && isObject(value) ? { ...shared, ...value } : value);
  if (Array.isArray(node['allOf'])) {
    const parts = node['allOf'].map((_, index) => run.find(toPointer(pointer, 'allOf', index), place)?.value);
    const objects = parts.filter((part) => isObject(part));
    if (objects.length > 0) yield join(Object.assign({}, ...objects));
  }
  for (const keyword of UNIONS) {
    const branches = node[keyword];
    if (!Array.isArray(branches)) continue;
    const pointers = branches.map((_, index) => toPointer(pointer, keyword, index));
    for (const branch of putNullLast(run.document, pointers)) {
      for (const value of run.list(branch, place)) yield join(value);
    }
  }
  for (const type of listTypes(node)) yield* listOfType(run, type, node, pointer, place);
}

/** A branch that allows everything says nothing, and null then says so. */
function putNullLast(document: ContractDocument, pointers: readonly string[]): readonly string[] {
  const rank = (pointer: string): number => {
    const node = findNode(document, pointer);
    if (!isObject(node)) return 2;
    if (node['type'] === 'null') return 1;
    return listTypes(node).length === 0 && !isUnion(node) && node['$ref'] === undefined && !Array.isArray(node['enum'])
      ? 2
      : 0;
  };
  return pointers.toSorted((a, b) => rank(a) - rank(b));
}

/** The types of schemas that do not name theirs, by a keyword of it. */
const TYPES_BY_KEYWORD: Readonly<Record<string, string>> = {
  properties: 'object',
  required: 'object',
  additionalProperties: 'object',
  patternProperties: 'object',
  minProperties: 'object',
  items: 'array',
  prefixItems: 'array',
  minItems: 'array',
  pattern: 'string',
  format: 'string',
  minLength: 'string',
  maxLength: 'string',
  minimum: 'number',
  maximum: 'number',
  exclusiveMinimum: 'number',
  exclusiveMaximum: 'number',
  multipleOf: 'number',
};

/** Returns the types that a schema names, null last, or those that its keywords are about. */
function listTypes(node: JsonObject): readonly unknown[] {
  const named: readonly unknown[] = [node['type'] ?? []].flat();
  if (named.length > 0) return named.toSorted((a, b) => Number(a === 'null') - Number(b === 'null'));
  return [...new Set(Object.keys(node).flatMap((keyword) => TYPES_BY_KEYWORD[keyword] ?? []))];
}

function* listOfType(run: SampleRun, type: unknown, node: JsonObject, pointer: string, place: SamplePlace): Generator {
  const random = place.seed === undefined ? undefined : createRandom(place.seed);
  switch (type) {
    case 'object':
      yield* listObjects(run, node, pointer, place);
      break;
    case 'array':
      yield* listArrays(run, node, pointer, place);
      break;
    case 'string':
      yield* listTexts(node, place);
      break;
    case 'integer':
    case 'number':
      yield* listNumbers(node, type === 'integer', random);
      break;
    case 'boolean':
      yield* [false, true];
      break;
    default:
      yield null;
  }
}
