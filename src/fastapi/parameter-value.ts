import type { ContractDocument, Place } from '../contract/document.ts';
import { isObject, resolvePlace } from '../contract/document.ts';
import { findByPointer, toPointer } from '../contract/json-pointer.ts';
import { isEnumClass } from '../pydantic/class-name.ts';
import { parsePydanticBoolean, parsePydanticFloat, parsePydanticInteger } from '../pydantic/number.ts';
import { findChoices } from '../pydantic/scalar-wording.ts';
import { clampInteger } from '../python/number.ts';

/** Converts a parameter's text to the type of its schema. Returns the text if that is impossible, so that the schema refuses it. */
export type ReadText = (text: string) => unknown;

/** Converts the texts of a list parameter to its items. */
export type ReadTexts = (texts: readonly string[]) => unknown[];

/**
 * Creates the reader of a parameter, given its schema's pointer. Like pydantic it converts texts to numbers and booleans only if the schema
 * allows no string.
 */
export function createTextReader(document: ContractDocument, pointer: string): ReadText {
  const branches = findBranches(document, pointer);
  const types = new Set(branches.flatMap((branch) => toTypes(branch)));
  if (types.has('string') || types.has(undefined)) return (text) => text;
  const literals = new Set(branches.flatMap((branch) => findLiterals(branch) ?? []));
  return (text) => {
    if (literals.has(text)) return text;
    if (types.has('integer')) {
      const integer = parsePydanticInteger(text);
      if (integer.ok) return clampInteger(Number(integer.value));
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

/** Creates the reader of a list, set or tuple parameter, or returns undefined if the parameter is none of these. */
export function createItemsReader(document: ContractDocument, pointer: string): ReadTexts | undefined {
  const list = findBranches(document, pointer).find(({ node }) => node['type'] === 'array');
  if (list === undefined) return undefined;
  const { prefixItems, items } = list.node;
  const readPrefix = Array.isArray(prefixItems)
    ? prefixItems.map((_, index) => createTextReader(document, toPointer(list.pointer, 'prefixItems', index)))
    : [];
  const asText: ReadText = (text) => text;
  const readRest = items === undefined ? asText : createTextReader(document, toPointer(list.pointer, 'items'));
  return (texts) => texts.map((text, index) => (readPrefix[index] ?? readRest)(text));
}

/** Returns the types that a text may be converted to. */
function toTypes(branch: Branch): unknown[] {
  // A Literal requires the exact value, which a text is only if it is a string.
  if (findLiterals(branch) !== undefined) return [];
  const { node } = branch;
  if (node['type'] !== undefined) return [node['type']].flat();
  const choices = findChoices(node);
  return choices?.map((choice) => (Number.isInteger(choice) ? 'integer' : typeof choice)) ?? [undefined];
}

/** Returns the values of a Literal, or undefined for any other type, including an Enum, which pydantic creates from a text. */
function findLiterals({ node, isNamed }: Branch): readonly unknown[] | undefined {
  return isNamed && isEnumClass(node) ? undefined : findChoices(node);
}

interface Branch extends Place {
  /** Whether it is reached through a reference. */
  readonly isNamed: boolean;
}

function findBranches(document: ContractDocument, pointer: string): Branch[] {
  if (!isObject(findByPointer(document, pointer))) return [];
  const place = resolvePlace(document, pointer);
  for (const keyword of ['anyOf', 'oneOf'] as const) {
    const branches = place.node[keyword];
    if (Array.isArray(branches)) {
      return branches.flatMap((_, index) => findBranches(document, toPointer(place.pointer, keyword, index)));
    }
  }
  return place.node['type'] === 'null' ? [] : [{ ...place, isNamed: place.pointer !== pointer }];
}
