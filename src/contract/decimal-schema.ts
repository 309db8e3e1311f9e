import { DECIMAL_BOUNDS, MAX_DIGITS, MAX_PLACES } from './decimal-digits.ts';
import type { JsonObject } from './document.ts';
import { isObject } from './document.ts';

/** The format that marks the union of a `Decimal`. */
export const DECIMAL_FORMAT = 'decimal';

/**
 * A `Decimal` is published as two branches of a union. They become one, which is marked. Its number then has at most as many digits as its
 * text, and its text the same bounds as its number.
 */
export function withDecimal(node: JsonObject, isReferenced: boolean): JsonObject {
  const { anyOf, format } = node;
  if (!Array.isArray(anyOf) || format === DECIMAL_FORMAT || isReferenced) return node;
  const branches: readonly unknown[] = anyOf;
  const index = branches.findIndex((branch, at) => isDecimalPair(branch, branches[at + 1]));
  if (index === -1) return node;
  const [number, text] = branches.slice(index, index + 2).filter(isObject);
  if (number === undefined || text === undefined) return node;
  const pattern = String(text['pattern']);
  const { most, places } = readDecimalRules(pattern);
  const decimal = {
    anyOf: [withDigits(number, pattern), text],
    format: DECIMAL_FORMAT,
    [DECIMAL_BOUNDS]: { ...number, [MAX_DIGITS]: most, [MAX_PLACES]: places },
  };
  if (branches.length === 2) return { ...node, ...decimal };
  return { ...node, anyOf: [...branches.slice(0, index), decimal, ...branches.slice(index + 2)] };
}

function isDecimalPair(number: unknown, text: unknown): boolean {
  if (!isObject(number) || !isObject(text) || number['type'] !== 'number' || text['type'] !== 'string') return false;
  return typeof text['pattern'] === 'string' && text['pattern'].startsWith('^(?!^[-+.]*$)');
}

/** How many digits the pattern of a `Decimal` allows: in total, after the point and before it. */
export interface DecimalRules {
  readonly most: number | undefined;
  readonly places: number | undefined;
  readonly before: number | undefined;
}

/** Source: `decimal_schema` in pydantic's json_schema.py. */
export function readDecimalRules(pattern: string): DecimalRules {
  const find = (part: RegExp): number | undefined => {
    const found = part.exec(pattern)?.[1];
    return found === undefined ? undefined : Number(found);
  };
  const longest = find(/\(\?=\[\\d\.\]\{1,(\d+)\}/);
  const most = longest === undefined ? undefined : longest - 1;
  const places = find(/\\d\{0,(\d+)\}0\*\$?\)?\$?$/);
  return { most, places, before: most === undefined || places === undefined ? undefined : Math.max(0, most - places) };
}

function withDigits(number: JsonObject, pattern: string): JsonObject {
  const { places, before } = readDecimalRules(pattern);
  const size = before === undefined ? undefined : 10 ** before;
  const rules: JsonObject = { ...number };
  if (places !== undefined) rules['multipleOf'] ??= Number(`1e-${places}`);
  if (size !== undefined) {
    rules['exclusiveMaximum'] ??= size;
    rules['exclusiveMinimum'] ??= -size;
  }
  return rules;
}
