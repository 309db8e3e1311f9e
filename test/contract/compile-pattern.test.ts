import { readFileSync } from 'node:fs';
import { RE2JS } from 're2js';
import { expect, test } from 'vitest';
import type { Pattern } from '../../src/contract/compile-pattern.ts';
import { createPatternCompiler } from '../../src/contract/compile-pattern.ts';
import { PatternError } from '../../src/contract/pattern-error.ts';

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

test.each(taken)('the pattern $pattern is found in the texts in which pydantic finds it', ({ pattern, found = [] }) => {
  const compiled = compile(pattern);
  expect(texts.filter((text) => compiled.test(text))).toEqual(found.map((index) => texts[index]));
});

test.each(refused)('the pattern $pattern, which pydantic refuses, is refused', ({ pattern }) => {
  expect(() => compile(pattern)).toThrow(Error);
});

test.each([
  ['(?=a)', 'look-around, including look-ahead and look-behind, is not supported'],
  [String.raw`(a)\1`, 'backreferences are not supported'],
  ['(a', 'a group is not closed'],
  ['a)', 'a group is closed that was not opened'],
  ['[a', 'it ends too early'],
  ['*', 'there is nothing for a * to repeat'],
  ['(?i)*', 'there is nothing to repeat behind a flag'],
  ['a{2,1}', '{2,1} goes backwards'],
  ['a{,3}', '{,3} is no count of repetitions'],
  [String.raw`\Z`, String.raw`\Z is no escape`],
  [String.raw`\p{Klingon}`, 'no Unicode property "Klingon" is known here; write it as Unicode does'],
  [`${'('.repeat(251)}${')'.repeat(251)}`, 'parentheses and brackets lie in each other more than 250 deep'],
  [`a${'*'.repeat(251)}`, 'more than 250 repetitions of one part'],
  [String.raw`\bx\b{start}`, 'boundaries of one side of a word are not built here'],
  ['(?-u)a', 'the flag -u is not built here'],
])('the pattern %s is refused, and the reason is said', (pattern, reason) => {
  expect(() => compile(pattern)).toThrow(new PatternError(reason));
});

test.each(['((a{1000}){1000}){1000}', 'a{4294967295}', '(?:){4000000000}', String.raw`\w{1000}`, 'a{0,25000}'])(
  'the pattern %s, which would take too much, is refused before it is compiled',
  (pattern) => {
    expect(() => compile(pattern)).toThrow('it takes too much to compile');
  },
);

test('the patterns of a document may not take too much together', () => {
  const compileMore = createPatternCompiler(() => RE2JS);
  const load = (): unknown => Array.from({ length: 300 }, (_, index) => compileMore(`a{${1000 + index}}`));
  expect(load).toThrow("together with the contract's others it takes too much to compile");
});

test('a pattern that is known already takes nothing more', () => {
  const compileMore = createPatternCompiler(() => RE2JS);
  const all = Array.from({ length: 300 }, () => compileMore('a{1000}'));
  expect(new Set(all).size).toBe(1);
});

/** JavaScript's own engine would not come back from these. */
test.each([
  ['^(a+)+$', `${'a'.repeat(500_000)}!`],
  [String.raw`^(\w+\s?)*$`, `${'ab '.repeat(200_000)}!`],
  ['(a|a)*b', 'a'.repeat(500_000)],
  [String.raw`\b(é+)+\b$`, `${'é'.repeat(100_000)}!`],
])('the pattern %s is looked for in linear time', (pattern, text) => {
  expect(compile(pattern).test(text)).toBe(false);
});

test('a text that is too long for a large pattern is not searched', () => {
  expect(() => compile('^.{1,10000}$').test('x'.repeat(100_000))).toThrow(
    'Failed to look for the pattern "^.{1,10000}$" in a text of 100000 characters: it would take too long. Bound the text with maxLength in place of the pattern, or send a shorter one.',
  );
});
