import type { ContractDocument, JsonObject } from '../contract/document.ts';
import { isObject, resolvePlace } from '../contract/document.ts';
import { findByPointer, toPointer } from '../contract/json-pointer.ts';
import { parsePydanticBoolean, parsePydanticFloat, parsePydanticInteger } from '../pydantic/number.ts';

/** Turns the text of a parameter into the value that its schema asks for; a text that cannot be turned stays as it is, for the contract to refuse. */
export type ReadText = (text: string) => unknown;

/** How to read a parameter whose schema stands at a pointer. Pydantic converts texts to numbers and booleans where no string is allowed. */
export function createTextReader(document: ContractDocument, pointer: string): ReadText {
  const types = findTypes(document, pointer);
  if (types.has('string') || types.has(undefined)) return (text) => text;
  return (text) => {
    if (types.has('integer')) {
      const integer = parsePydanticInteger(text);
      // Python's integers have no end; the largest number stands for those that a double cannot hold.
      if (integer.ok) return Math.max(-Number.MAX_VALUE, Math.min(Number(integer.value), Number.MAX_VALUE));
    }
    if (types.has('number')) {
      const float = parsePydanticFloat(text);
      if (float.ok) return float.value;
    }
    if (types.has('boolean')) {
      const boolean = parsePydanticBoolean(text);
      if (boolean.ok) return boolean.value;
    }
    return text;
  };
}

/** The pointer of a list parameter's items; undefined where the parameter is not a list. */
export function findItems(document: ContractDocument, pointer: string): string | undefined {
  for (const place of findBranches(document, pointer)) {
    if (place.node['type'] === 'array') return toPointer(place.pointer, 'items');
  }
  return undefined;
}

function findTypes(document: ContractDocument, pointer: string): Set<unknown> {
  return new Set(findBranches(document, pointer).flatMap(({ node }) => toTypes(node)));
}

function toTypes(node: JsonObject): unknown[] {
  if (node['type'] !== undefined) return [node['type']].flat();
  const choices = 'const' in node ? [node['const']] : node['enum'];
  return Array.isArray(choices)
    ? choices.map((choice) => (Number.isInteger(choice) ? 'integer' : typeof choice))
    : [undefined];
}

function findBranches(document: ContractDocument, pointer: string): { node: JsonObject; pointer: string }[] {
  if (!isObject(findByPointer(document, pointer))) return [];
  const place = resolvePlace(document, pointer);
  for (const keyword of ['anyOf', 'oneOf'] as const) {
    const branches = place.node[keyword];
    if (Array.isArray(branches)) {
      return branches.flatMap((_, index) => findBranches(document, toPointer(place.pointer, keyword, index)));
    }
  }
  return place.node['type'] === 'null' ? [] : [place];
}
