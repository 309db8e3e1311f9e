import { type PydanticFailure, toFailure } from './failure.ts';

/** A string read as an integer: a number if it is a safe integer, otherwise a bigint. */
export type PydanticInteger = { readonly ok: true; readonly value: number | bigint } | PydanticFailure;

/** A string read as a double, which may be infinite or NaN. */
export type PydanticFloat = { readonly ok: true; readonly value: number } | PydanticFailure;

export type PydanticBoolean = { readonly ok: true; readonly value: boolean } | PydanticFailure;

/** Why pydantic refuses an integer text that is too long, and a float beyond 64 bits as an integer. */
export const TOO_LARGE: PydanticFailure = toFailure(
  'int_parsing_size',
  'Unable to parse input string as an integer, exceeded maximum size',
);

/** In characters, the sign included. */
const LONGEST_INTEGER = 4300;

// These patterns are unambiguous, so matching takes time linear in the length of the string.
const INTEGER = /^-?(?:0|[1-9][0-9]*)$/;
const INTEGER_AHEAD = /^-?[1-9][0-9]*/;
const FLOAT = /^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/;
const INFINITE = /^([+-]?)(?:inf|infinity)$/i;
const NOT_A_NUMBER = /^[+-]?nan$/i;
/** The characters that Rust's `str::trim` removes: unlike JavaScript's, U+0085 but not U+FEFF. */
const WHITE_SPACE = /^\p{White_Space}$/u;

const TRUE_WORDS = new Set(['1', 't', 'y', 'on', 'yes', 'true']);
const FALSE_WORDS = new Set(['0', 'f', 'n', 'no', 'off', 'false']);

/**
 * Reads a string as pydantic's lax mode reads an `int`: `5`, ` 5 `, `+5`, `005`, `1_000`, `5.0`, and by a quirk `0-5`; not `5.`,
 * `5e0`, `0x5`, `٥` or the empty string.
 *
 * Errors: `int_parsing`; `int_parsing_size` if the string begins with an integer of more than 4300 characters.
 */
export function parsePydanticInteger(text: string): PydanticInteger {
  if (text.length > LONGEST_INTEGER && (INTEGER_AHEAD.exec(text)?.[0].length ?? 0) > LONGEST_INTEGER) {
    return TOO_LARGE;
  }
  const plain = INTEGER.test(text) ? text : toPlainInteger(text);
  if (plain === undefined || plain.length > LONGEST_INTEGER || !INTEGER.test(plain)) {
    return toFailure('int_parsing', 'Input should be a valid integer, unable to parse string as an integer');
  }
  const value = Number(plain);
  if (!Number.isSafeInteger(value)) return { ok: true, value: BigInt(plain) };
  // Python's integers have no negative zero.
  return { ok: true, value: value === 0 ? 0 : value };
}

/**
 * Reads a string as pydantic's lax mode reads a `float`: `5`, ` 5 `, `5.`, `.5`, `1e3`, `1_000.5`, `inf`, `-Infinity`, `nan`; not
 * `0x5` or ` 1_000 `.
 *
 * Errors: `float_parsing`.
 */
export function parsePydanticFloat(text: string): PydanticFloat {
  const value = toFloat(trim(text)) ?? toFloat(dropUnderscores(text) ?? '');
  if (value !== undefined) return { ok: true, value };
  return toFailure('float_parsing', 'Input should be a valid number, unable to parse string as a number');
}

/**
 * Reads a string as pydantic's lax mode reads a `bool`: `1`, `t`, `y`, `on`, `yes`, `true` and their opposites in any case, without
 * space around them.
 *
 * Errors: `bool_parsing`.
 */
export function parsePydanticBoolean(text: string): PydanticBoolean {
  const word = text.toLowerCase();
  if (TRUE_WORDS.has(word)) return { ok: true, value: true };
  if (FALSE_WORDS.has(word)) return { ok: true, value: false };
  return toFailure('bool_parsing', 'Input should be a valid boolean, unable to interpret input');
}

/** Removes the characters that pydantic allows around and within an integer. The result need not be an integer. */
function toPlainInteger(text: string): string | undefined {
  const trimmed = trim(text);
  const sign = /^[+-]/.exec(trimmed)?.[0] ?? '';
  const unsigned = trimmed.slice(sign.length);
  if (unsigned.startsWith('-') || unsigned.startsWith('+')) return undefined;
  const digits = dropLeadingZeros(unsigned);
  if (digits === undefined) return undefined;
  const point = digits.indexOf('.');
  const whole = point !== -1 && /^0+$/.test(digits.slice(point + 1)) ? digits.slice(0, point) : digits;
  return (sign === '-' ? '-' : '') + (dropUnderscores(whole) ?? whole);
}

/** Drops zeros and underscores before a digit or a second sign; keeps one zero before a point or the end. */
function dropLeadingZeros(text: string): string | undefined {
  if (/^[1-9]/.test(text)) return text;
  const zeros = /^0[0_]*/.exec(text)?.[0];
  if (zeros === undefined) return undefined;
  const next = text.charAt(zeros.length);
  if (next === '' || next === '.') return text.slice(zeros.length - 1);
  return /[1-9-]/.test(next) ? text.slice(zeros.length) : undefined;
}

/** Returns the string without its underscores, or undefined if it has none, one at either end, or two in a row. */
function dropUnderscores(text: string): string | undefined {
  if (!text.includes('_') || text.startsWith('_') || text.endsWith('_') || text.includes('__')) return undefined;
  return text.replaceAll('_', '');
}

function toFloat(text: string): number | undefined {
  if (FLOAT.test(text)) return Number(text);
  const infinite = INFINITE.exec(text);
  if (infinite) return infinite[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return NOT_A_NUMBER.test(text) ? Number.NaN : undefined;
}

function trim(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && WHITE_SPACE.test(text.charAt(start))) start++;
  while (end > start && WHITE_SPACE.test(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}
