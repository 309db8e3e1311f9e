import { PythonNumber } from './number.ts';
import { toPythonFloat } from './text.ts';

/** The maximum number of digits in an integer. One more is a ValueError (`sys.get_int_max_str_digits()`). */
export const MAX_INTEGER_DIGITS = 4300;

const CONSTANTS = new Map<string, unknown>([
  ['null', null],
  ['true', true],
  ['false', false],
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
]);

/**
 * Scans a number or constant, as far as it is valid: of `1.x` it scans 1 and leaves the rest to the caller. Returns undefined if there is
 * none, or `too long` if Python refuses the integer for its length.
 */
export function scanJsonScalar(
  text: Uint32Array,
  start: number,
  lossless: boolean,
): { value: unknown; end: number } | 'too long' | undefined {
  const digits = text[start] === 0x2d /* - */ ? start + 1 : start;
  if (!isDigit(text[digits])) return scanConstant(text, start, lossless);
  let end = text[digits] === 0x30 /* 0 */ ? digits + 1 : skipDigits(text, digits);
  const integerEnd = end;
  if (text[end] === 0x2e /* . */) {
    const after = skipDigits(text, end + 1);
    if (after > end + 1) end = after;
  }
  if (text[end] === 0x65 /* e */ || text[end] === 0x45 /* E */) {
    const sign = text[end + 1];
    const from = sign === 0x2b /* + */ || sign === 0x2d /* - */ ? end + 2 : end + 1;
    const after = skipDigits(text, from);
    if (after > from) end = after;
  }
  const isInteger = end === integerEnd;
  if (isInteger && end - digits > MAX_INTEGER_DIGITS) return 'too long';
  let literal = '';
  for (let at = start; at < end; at++) literal += String.fromCharCode(text[at] ?? 0);
  if (!lossless) return { value: Number(literal), end };
  // Python has no negative zero integer.
  const printed = isInteger ? (literal === '-0' ? '0' : literal) : toPythonFloat(Number(literal));
  return { value: new PythonNumber(isInteger ? 'int' : 'float', printed), end };
}

function scanConstant(
  text: Uint32Array,
  start: number,
  lossless: boolean,
): { value: unknown; end: number } | undefined {
  for (const [word, value] of CONSTANTS) {
    if (startsWith(text, start, word)) {
      const kept = lossless && typeof value === 'number' ? new PythonNumber('float', toPythonFloat(value)) : value;
      return { value: kept, end: start + word.length };
    }
  }
  return undefined;
}

function isDigit(char: number | undefined): boolean {
  return char !== undefined && char >= 0x30 && char <= 0x39;
}

function startsWith(text: Uint32Array, start: number, word: string): boolean {
  for (let i = 0; i < word.length; i++) if (text[start + i] !== word.charCodeAt(i)) return false;
  return true;
}

function skipDigits(text: Uint32Array, from: number): number {
  let at = from;
  while (isDigit(text[at])) at++;
  return at;
}
