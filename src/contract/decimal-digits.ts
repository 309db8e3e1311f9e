import type { FuncKeywordDefinition } from 'ajv';
import type { JsonObject } from './document.ts';
import { isObject } from './document.ts';

/** A number as its digits, without zeros that say nothing: neither at the start nor at the end. */
export interface DecimalDigits {
  readonly isNegative: boolean;
  readonly whole: string;
  readonly fraction: string;
}

const DIGIT = /\p{Nd}/u;
const FOREIGN_DIGIT = /(?!\d)\p{Nd}/gu;

/** By digit, so that a long text costs no more than a look-up for each of its digits. */
const asciiDigits = new Map<string, string>();

/** Returns a text with the digits of every script as ASCII digits, as Python's Decimal reads them. */
export function toAsciiDigits(text: string): string {
  return text.replaceAll(FOREIGN_DIGIT, (digit) => {
    const known = asciiDigits.get(digit) ?? findAsciiDigit(digit);
    asciiDigits.set(digit, known);
    return known;
  });
}

function findAsciiDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let zero = code;
  // Unicode keeps the ten digits of a script together, from zero on.
  while (DIGIT.test(String.fromCodePoint(zero - 1))) zero--;
  return String((code - zero) % 10);
}

/** Returns the digits of a text or a number, or undefined if it is not a finite decimal number. */
function readDigits(value: string | number): DecimalDigits | undefined {
  const [, sign, before = '', after = '', exponent] =
    /^([+-]?)(\d*)\.?(\d*)(?:e([+-]\d+))?$/.exec(toAsciiDigits(String(value))) ?? [];
  if (sign === undefined || before + after === '') return undefined;
  // JavaScript writes large and small numbers with an exponent, which shifts the point.
  const point = before.length + Number(exponent ?? 0);
  const digits = point < 0 ? '0'.repeat(-point) + before + after : (before + after).padEnd(point, '0');
  const [whole, fraction] = [digits.slice(0, Math.max(0, point)), digits.slice(Math.max(0, point))];
  return { isNegative: sign === '-', whole: whole.replace(/^0+/, ''), fraction: fraction.replace(/0+$/, '') };
}

/** The bounds of a number or a `Decimal`, in the order in which pydantic checks them. */
export const NUMBER_BOUNDS = ['multipleOf', 'maximum', 'exclusiveMaximum', 'minimum', 'exclusiveMinimum'] as const;

export type NumberBound = (typeof NUMBER_BOUNDS)[number];

/** Returns the first bound that a value of a `Decimal` breaks, or undefined if it breaks none. */
export function findBrokenBound(value: string | number, bounds: JsonObject): NumberBound | undefined {
  const digits = readDigits(value);
  if (digits === undefined) return undefined;
  return NUMBER_BOUNDS.find((keyword) => {
    const bound = bounds[keyword];
    const limit = typeof bound === 'number' ? readDigits(bound) : undefined;
    return limit !== undefined && isBroken(keyword, digits, limit);
  });
}

function isBroken(keyword: NumberBound, value: DecimalDigits, limit: DecimalDigits): boolean {
  switch (keyword) {
    case 'multipleOf':
      return !isMultiple(value, limit);
    case 'maximum':
      return compare(value, limit) > 0;
    case 'exclusiveMaximum':
      return compare(value, limit) >= 0;
    case 'minimum':
      return compare(value, limit) < 0;
    case 'exclusiveMinimum':
      return compare(value, limit) <= 0;
  }
}

function compare(a: DecimalDigits, b: DecimalDigits): number {
  const isZero = ({ whole, fraction }: DecimalDigits): boolean => whole + fraction === '';
  const [aNegative, bNegative] = [a.isNegative && !isZero(a), b.isNegative && !isZero(b)];
  if (aNegative !== bNegative) return aNegative ? -1 : 1;
  const sizes =
    a.whole.length - b.whole.length || compareTexts(a.whole, b.whole) || compareTexts(a.fraction, b.fraction);
  return aNegative ? -sizes : sizes;
}

function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** How many digits Python's context keeps, beyond which it cannot take a remainder. */
const PRECISION = 28;

function isMultiple(value: DecimalDigits, step: DecimalDigits): boolean {
  const places = Math.max(value.fraction.length, step.fraction.length);
  const [a, b] = [value, step].map(({ whole, fraction }) => `0${whole}${fraction.padEnd(places, '0')}`);
  if (a === undefined || b === undefined || a.length > PRECISION + places) return true;
  return BigInt(b) === 0n || BigInt(a) % BigInt(b) === 0n;
}

/** What a `Decimal` is marked with: the bounds that its number is published with, which hold for its text, too, and its most digits. */
export const DECIMAL_BOUNDS = 'x-decimal-bounds';
/** The limits of a number's digits, in all and after the point. A text's are in its pattern. */
export const MAX_DIGITS = 'maxDigits';
export const MAX_PLACES = 'maxPlaces';

/** Checks texts and numbers of a `Decimal` by what JSON Schema cannot say of them. */
export const DECIMAL_KEYWORD: FuncKeywordDefinition = {
  keyword: DECIMAL_BOUNDS,
  error: { message: 'must keep the bounds of the Decimal' },
  compile: (bounds: unknown) => (value: unknown) => {
    if (!isObject(bounds) || (typeof value !== 'string' && typeof value !== 'number')) return true;
    return !(typeof value === 'number' && isTooLong(value, bounds)) && findBrokenBound(value, bounds) === undefined;
  },
};

function isTooLong(value: number, { [MAX_DIGITS]: digits, [MAX_PLACES]: places }: JsonObject): boolean {
  const { whole = '', fraction = '' } = readDigits(value) ?? {};
  const isOver = (limit: unknown, length: number): boolean => typeof limit === 'number' && length > limit;
  return isOver(digits, whole.length + fraction.length) || isOver(places, fraction.length);
}
