import type { RE2JS } from 're2js';
import { MockError } from '../mock-error.ts';
import { toRe2 } from './to-re2.ts';

/** A compiled pattern. */
export interface Pattern {
  /** Whether any part of a text matches. */
  test(text: string): boolean;
  /** Returns the pattern as written in the contract. */
  toString(): string;
}

/**
 * Compiles a pattern of a contract.
 *
 * @throws {Error} if the pattern is not supported; the message says why
 */
export type CompilePattern = (pattern: string) => Pattern;

/** Loads RE2. A parameter, so that a contract without patterns does not wait for it. */
export type LoadRe2 = () => typeof RE2JS;

/** Limits on the size of compiled patterns, in steps of RE2's program: one pattern, and all patterns of a document. */
const MAX_SIZE = 25_000;
const MAX_TOTAL = 250_000;

/** RE2 repeats a part at most 1000 times, nested repetitions multiplied. Patterns that may expand beyond this are not compiled at all. */
const MAX_REPETITION = 1000;
const MAX_EXPANDED_LENGTH = 1_000_000;

/** Limit on characters times steps in one search, which takes a few seconds in RE2's slowest mode. */
const MAX_WORK = 2 ** 28;

const TOO_LARGE = 'it is too large when compiled; limit lengths by minLength and maxLength instead';

/** Returns a compiler for the patterns of one document. A search takes time linear in the length of the text, whatever the pattern. */
export function createPatternCompiler(loadRe2: LoadRe2): CompilePattern {
  const compiled = new Map<string, Pattern>();
  let total = 0;
  const compilePart = (part: string): ((text: string) => boolean) => {
    const counts = [...part.matchAll(/\{(\d+)(?:,(\d*))?\}/g)].map(([, least, most]) => Number(most) || Number(least));
    const repetition = counts.reduce((product, count) => product * Math.max(1, count), 1);
    if (part.length * Math.min(MAX_REPETITION, repetition) > MAX_EXPANDED_LENGTH) throw new Error(TOO_LARGE);
    const { expression, encode } = toRe2(part);
    const engine = loadRe2().compile(expression);
    const size = engine.programSize();
    total += size;
    if (size > MAX_SIZE) throw new Error(TOO_LARGE);
    if (total > MAX_TOTAL) throw new Error("together with the contract's other patterns it is too large when compiled");
    return (text) => {
      if (text.length * size > MAX_WORK) throw toOverwork(part, text);
      return engine.test(encode(text));
    };
  };
  return (pattern) => {
    let known = compiled.get(pattern);
    if (known === undefined) {
      known = { test: compileDecimal(pattern, compilePart) ?? compilePart(pattern), toString: () => pattern };
      compiled.set(pattern, known);
    }
    return known;
  };
}

/**
 * Compiles the patterns that pydantic publishes for `Decimal`, which have look-ahead: `(?!^[-+.]*$)`, and with `max_digits`
 * `(?:WHOLE|(?=DIGITS)FRACTION)`. Returns undefined for any other pattern.
 *
 * The published WHOLE lacks a `$`; it is added, since a server, which never uses the pattern itself, refuses such numbers.
 *
 * Source: `decimal_schema` in pydantic's json_schema.py.
 */
function compileDecimal(
  pattern: string,
  compile: (part: string) => (text: string) => boolean,
): ((text: string) => boolean) | undefined {
  const start = String.raw`^(?!^[-+.]*$)[+-]?0*`;
  if (!pattern.startsWith(start)) return undefined;
  const rest = pattern.slice(start.length);
  const [limited, whole = '', digits = '', fraction = ''] =
    /^\(\?:(\\d\{0,\d+\})\|\(\?=(\[\\d\.\]\{1,\d+\}0\*\$)\)([^()|]*)\)$/.exec(rest) ?? [];
  const isEmpty = compile('^[-+.]*$');
  if (limited === undefined) {
    const isNumber = compile(`^[+-]?0*${rest}`);
    return (text) => !isEmpty(text) && isNumber(text);
  }
  const [isWhole, hasDigits, isFraction] = [compile(`^${whole}$`), compile(`^${digits}`), compile(`^${fraction}`)];
  return (text) => {
    const significant = text.replace(/^[+-]?0*/, '');
    return !isEmpty(text) && (isWhole(significant) || (hasDigits(significant) && isFraction(significant)));
  };
}

function toOverwork(pattern: string, { length }: string): MockError {
  const shown = JSON.stringify(pattern.length > 80 ? `${pattern.slice(0, 80)}…` : pattern);
  return new MockError(
    'contract-invalid',
    `Failed to match the pattern ${shown} against a text of ${length} characters: it would take too long. Limit the text with maxLength instead of the pattern, or send a shorter text.`,
  );
}
