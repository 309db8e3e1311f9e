import type { ContractDocument, Place } from '../contract/document.ts';
import { isObject, resolvePlace } from '../contract/document.ts';
import { findByPointer, toPointer } from '../contract/json-pointer.ts';

export type JsonType = 'null' | 'boolean' | 'integer' | 'number' | 'string' | 'array' | 'object';

/** What the contract says of a place in a body: the schemas that apply there, alternatives included. Undefined if it says nothing of the place. */
export interface Declared {
  readonly document: ContractDocument;
  readonly schemas: readonly Place[];
  /** Whether any value is allowed, so that the values there are data and have no common shape. */
  readonly isAny: boolean;
}

/** Returns what the contract says of the places with these schemas. */
export function toDeclared(document: ContractDocument, pointers: readonly string[]): Declared | undefined {
  if (pointers.length === 0) return undefined;
  const known = places.get(document) ?? new Map<string, Declared>();
  places.set(document, known);
  const key = pointers.join('\n');
  let declared = known.get(key);
  if (declared === undefined) {
    const schemas = new Map<string, Place>();
    const all = pointers.map((pointer) => collect(document, pointer, schemas));
    declared = { document, schemas: [...schemas.values()], isAny: all.includes(true) };
    known.set(key, declared);
  }
  return declared;
}

/** The places of each document, since each object of a body needs the same ones again. */
const places = new WeakMap<ContractDocument, Map<string, Declared>>();

/** Adds a schema and its alternatives. Returns whether it allows any value. */
function collect(document: ContractDocument, pointer: string, found: Map<string, Place>): boolean {
  if (!isObject(findByPointer(document, pointer))) return true;
  const place = resolvePlace(document, pointer);
  if (found.has(place.pointer)) return false;
  const { node } = place;
  found.set(place.pointer, place);
  const branches = (['anyOf', 'oneOf', 'allOf'] as const).flatMap((keyword) =>
    listItems(node[keyword], toPointer(place.pointer, keyword)),
  );
  const isBare = !['type', 'enum', 'const', 'properties', 'items'].some((keyword) => keyword in node);
  if (branches.length === 0) return isBare;
  // Of `allOf`, a part that allows anything says nothing.
  return branches.map((branch) => collect(document, branch, found)).includes(true) && !('allOf' in node);
}

function listItems(list: unknown, pointer: string): string[] {
  return Array.isArray(list) ? list.map((_, index) => toPointer(pointer, index)) : [];
}

/** Returns whether the contract allows a type at a place. */
export function allowsType({ schemas, isAny }: Declared, type: JsonType): boolean {
  if (isAny) return true;
  return schemas.some(({ node }) => {
    const named = [node['type'] ?? []].flat();
    if (named.length > 0) return named.includes(type) || (type === 'integer' && named.includes('number'));
    const values = 'const' in node ? [node['const']] : Array.isArray(node['enum']) ? node['enum'] : [];
    return values.some((value) => toJsonType(value) === type);
  });
}

/** Returns whether the contract names a format for the strings of a place. */
export function declaresFormat({ schemas }: Declared, format: string): boolean {
  return schemas.some(({ node }) => node['format'] === format);
}

/** Returns what the contract says of a member, or undefined if it does not say anything. */
export function toMember({ document, schemas }: Declared, name: string): Declared | undefined {
  const listed = schemas.flatMap(({ node, pointer }) =>
    isObject(node['properties']) && Object.hasOwn(node['properties'], name)
      ? [toPointer(pointer, 'properties', name)]
      : [],
  );
  return toDeclared(document, listed);
}

/** Returns whether the members of a place are data, such as the entries of a map, and what the contract says of their values. */
export function toMapValues({ document, schemas }: Declared): Declared | undefined {
  return toDeclared(
    document,
    schemas.flatMap(({ node, pointer }) =>
      'additionalProperties' in node ? [toPointer(pointer, 'additionalProperties')] : [],
    ),
  );
}

/** Returns whether a place has objects whose members the contract does not name. */
export function isMap({ schemas, isAny }: Declared): boolean {
  return isAny || !schemas.some(({ node }) => isObject(node['properties']));
}

/** Returns whether every object of a place must have a member. */
export function isRequired({ schemas }: Declared, name: string): boolean {
  const objects = schemas.filter(({ node }) => isObject(node['properties']));
  return objects.some(({ node }) => Array.isArray(node['required']) && node['required'].includes(name));
}

/** Returns what the contract says of the items of a list. */
export function toItems({ document, schemas }: Declared): Declared | undefined {
  return toDeclared(
    document,
    schemas.flatMap(({ node, pointer }) => [
      ...listItems(node['prefixItems'], toPointer(pointer, 'prefixItems')),
      ...('items' in node ? [toPointer(pointer, 'items')] : []),
    ]),
  );
}

/** Returns the alternatives of a place that are different objects, such as the kinds of a message. */
export function listVariants({ schemas }: Declared): readonly Place[] {
  const objects = schemas.filter(({ node }) => isObject(node['properties']) && !('allOf' in node));
  return objects.length > 1 ? objects : [];
}

/** A fraction is a `number`; a number without one is an `integer`. */
export function toJsonType(value: unknown): JsonType {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value === 'boolean' ? 'boolean' : typeof value === 'string' ? 'string' : 'object';
}
