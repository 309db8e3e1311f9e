import { PythonNumber } from './number.ts';
import { toPythonFloat } from './text.ts';

/** How many digits an integer may have. One more is a ValueError (`sys.get_int_max_str_digits()`). */
export const LONGEST_INTEGER = 4300;

const CONSTANTS = new Map<string, unknown>([
  ['null', null],
  ['true', true],
  ['false', false],
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
]);

/**
 * Scans a number or constant. `undefined` where none begins, `too long` where Python refuses an integer for its length.
 * What follows the longest number that can be read is not looked at: `1.x` is 1, and what follows is the caller's business.
 */
export function scanJsonScalar(
  text: Uint32Array,
  start: number,
  lossless: boolean,
): { value: unknown; end: number } | 'too long' | undefined {
  for (const [word, value] of CONSTANTS) {
    if (startsWith(text, start, word)) {
      const kept = lossless && typeof value === 'number' ? new PythonNumber('float', toPythonFloat(value)) : value;
      return { value: kept, end: start + word.length };
    }
  }
  const digits = text[start] === 0x2d /* - */ ? start + 1 : start;
  let end = text[digits] === 0x30 /* 0 */ ? digits + 1 : skipDigits(text, digits);
  if (end === digits) return undefined;
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
  if (isInteger && end - digits > LONGEST_INTEGER) return 'too long';
  let literal = '';
  for (let at = start; at < end; at++) literal += String.fromCharCode(text[at] ?? 0);
  if (!lossless) return { value: Number(literal), end };
  // Python has no negative zero among its integers.
  const printed = isInteger ? (literal === '-0' ? '0' : literal) : toPythonFloat(Number(literal));
  return { value: new PythonNumber(isInteger ? 'int' : 'float', printed), end };
}

function startsWith(text: Uint32Array, start: number, word: string): boolean {
  for (let i = 0; i < word.length; i++) if (text[start + i] !== word.charCodeAt(i)) return false;
  return true;
}

function skipDigits(text: Uint32Array, from: number): number {
  let at = from;
  for (let char = text[at]; char !== undefined && char >= 0x30 && char <= 0x39; char = text[at]) at++;
  return at;
}
