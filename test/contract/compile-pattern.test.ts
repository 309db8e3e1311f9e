import { readFileSync } from 'node:fs';
import { RE2JS } from 're2js';
import { expect, test } from 'vitest';
import type { Pattern } from '../../src/contract/compile-pattern.ts';
import { createPatternCompiler } from '../../src/contract/compile-pattern.ts';

interface Recorded {
  readonly texts: readonly string[];
  readonly patterns: readonly { readonly pattern: string; readonly found?: readonly number[] }[];
}

const { texts, patterns } = JSON.parse(
  readFileSync(new URL('../data/pydantic-patterns.json', import.meta.url), 'utf8'),
) as Recorded;

function compile(pattern: string): Pattern {
  return createPatternCompiler(() => RE2JS)(pattern);
}

const taken = patterns.filter(({ found }) => found !== undefined);
const refused = patterns.filter(({ found }) => found === undefined);

test.each(taken)('the pattern $pattern matches the texts that pydantic accepts', ({ pattern, found = [] }) => {
  const compiled = compile(pattern);
  expect(texts.filter((text) => compiled.test(text))).toEqual(found.map((index) => texts[index]));
});

test.each(refused)('the pattern $pattern, which pydantic refuses, is refused', ({ pattern }) => {
  expect(() => compile(pattern)).toThrow(Error);
});

interface RecordedDecimals {
  readonly texts: readonly string[];
  readonly patterns: readonly { readonly pattern: string; readonly taken: readonly string[] }[];
}

const decimals = JSON.parse(
  readFileSync(new URL('../data/pydantic-decimals.json', import.meta.url), 'utf8'),
) as RecordedDecimals;

test.each(decimals.patterns)(
  'the pattern $pattern of a Decimal matches the texts that pydantic accepts',
  (recorded) => {
    const compiled = compile(recorded.pattern);
    expect(decimals.texts.filter((text) => compiled.test(text))).toEqual(recorded.taken);
  },
);

test.each([
  ['(?=a)', 'look-around, including look-ahead and look-behind, is not supported'],
  [String.raw`^(?!^[-+.]*$)[+-]?0*(?=a)`, 'look-around, including look-ahead and look-behind, is not supported'],
  [String.raw`(a)\1`, 'backreferences are not supported'],
  [String.raw`\bx\b{start}`, 'boundaries at one side of a word are not supported'],
  [String.raw`\<x`, 'it has an escape that is not supported'],
  [String.raw`\Qx\E`, 'it has an escape that is not supported'],
  [String.raw`\Z`, 'invalid escape sequence: `\\Z`'],
  ['[a-z&&[^aeiou]]', 'operators and classes inside of a character class are not supported'],
  ['[a-c--b]', 'operators and classes inside of a character class are not supported'],
  ['[a~~b]', 'operators and classes inside of a character class are not supported'],
  ['[a[b]]', 'operators and classes inside of a character class are not supported'],
  [String.raw`[\w-z]`, 'a range in a character class must go from one character to another'],
  ['(?x)a b', 'invalid or unsupported Perl syntax: `(?x`'],
  ['(?-u)a', 'invalid or unsupported Perl syntax: `(?-u`'],
  [String.raw`\p{sc=Greek}`, 'invalid character class range: `\\p{sc=Greek}`'],
  ['a**', 'invalid nested repetition operator: `**`'],
  ['a{,3}', 'a { must begin a number of repetitions such as {2,5}'],
  ['a{1001}', 'invalid repeat count: `{1001}`'],
  ['(a{500}){3}', 'invalid repeat count: `{3}`'],
  ['(a', 'missing closing ): `(a`'],
  [`(?:${'x'.repeat(50)}){1000}`, 'it is too large when compiled'],
])('the pattern %s is refused with the reason', (pattern, reason) => {
  expect(() => compile(pattern)).toThrow(reason);
});

test('a pattern that is too large is refused before it is compiled', () => {
  expect(() => compile(`${'(?:a|b)'.repeat(1000)}{1000}`)).toThrow('it is too large when compiled');
});

test('the total size of a document’s patterns is limited', () => {
  const compileNext = createPatternCompiler(() => RE2JS);
  const load = (): unknown => Array.from({ length: 300 }, (_, index) => compileNext(`a{1000}${index}`));
  expect(load).toThrow("together with the contract's other patterns it is too large when compiled");
});

test('a pattern that the document repeats is compiled once', () => {
  const compileNext = createPatternCompiler(() => RE2JS);
  const all = Array.from({ length: 300 }, () => compileNext('a{1000}'));
  expect(new Set(all).size).toBe(1);
});

/** JavaScript's own engine would not come back from these. */
test.each([
  ['^(a+)+$', `${'a'.repeat(500_000)}!`],
  [String.raw`^(\w+\s?)*$`, `${'ab '.repeat(200_000)}!`],
  ['(a|a)*b', 'a'.repeat(500_000)],
  [String.raw`\b(é+)+\b$`, `${'é'.repeat(100_000)}!`],
  [String.raw`^(?!^[-+.]*$)[+-]?0*\d*\.?\d*$`, `${'0'.repeat(500_000)}!`],
  [String.raw`^(?!^[-+.]*$)[+-]?0*(?:\d{0,3}|(?=[\d.]{1,6}0*$)\d{0,3}\.\d{0,2}0*$)`, `${'0'.repeat(500_000)}!`],
])('the pattern %s is matched in linear time', (pattern, text) => {
  expect(compile(pattern).test(text)).toBe(false);
});

test('a text that is too long for a large pattern is not searched', () => {
  expect(() => compile('^.{1,1000}.{1,1000}.{1,1000}$').test('x'.repeat(100_000))).toThrow(
    'Failed to match the pattern "^.{1,1000}.{1,1000}.{1,1000}$" against a text of 100000 characters: it would take too long. Limit the text with maxLength instead of the pattern, or send a shorter text.',
  );
});
