import { expect, test } from 'vitest';
import { explainJson } from '../../src/exchange/explain-json.ts';

const BODY = { status: 'DONE', progress: { done: 3, of: 5 }, tags: ['a', 'b', 'c'], note: null };

const LIKE_D: unknown = expect.stringMatching(/^D/);
const ANY_TEXT: unknown = expect.any(String);
const ANY_NUMBER: unknown = expect.any(Number);

test('a body that matches the pattern has no reasons', () => {
  expect(explainJson(BODY, { status: 'DONE', progress: { of: 5 }, tags: ['a', 'c'], note: null }, 'body')).toEqual([]);
});

test.each<[unknown, string[]]>([
  [{ status: 'READY' }, ['body.status is "DONE", not "READY"']],
  [{ status: 5, note: 'x' }, ['body.status is "DONE", not 5', 'body.note is null, not "x"']],
  [{ status: null }, ['body.status is "DONE", not null']],
  [{ missing: 1 }, ['body.missing is missing']],
  [{ progress: { done: 4 } }, ['body.progress.done is 3, not 4']],
  [{ progress: [3] }, ['body.progress is {"done":3,"of":5}, not a list']],
  [{ status: { length: 4 } }, ['body.status is "DONE", not an object']],
  [{ tags: { 0: 'a' } }, ['body.tags is ["a","b","c"], not an object']],
  [{ tags: ['x'] }, ['body.tags is ["a","b","c"], which has no "x"']],
  [{ tags: ['c', 'a'] }, ['body.tags is ["a","b","c"], which has no "a" after "c"']],
  [['a'], ['body is {"status":"DONE","progress":{"done":3,"of":5},"tags":["a","b","c"],"note":null}, not a list']],
])('the pattern %j is explained', (pattern, reasons) => {
  expect(explainJson(BODY, pattern, 'body')).toEqual(reasons);
});

test('asymmetric matchers work anywhere in a pattern', () => {
  expect(explainJson(BODY, { status: LIKE_D, tags: ['a', ANY_TEXT] }, 'body')).toEqual([]);
  expect(explainJson(BODY, { status: ANY_NUMBER, tags: [ANY_NUMBER] }, 'body')).toEqual([
    'body.status is "DONE", not Any<Number>',
    'body.tags is ["a","b","c"], which has no "Any<Number>"',
  ]);
});

test('an asymmetric matcher without toAsymmetricMatcher is shown as its toString()', () => {
  const matcher = { asymmetricMatch: () => false, toString: () => 'even' };
  expect(explainJson({ count: 3 }, { count: matcher }, 'body')).toEqual(['body.count is 3, not even']);
});

test('a long value is cut', () => {
  const [reason = ''] = explainJson({ status: 'x'.repeat(1000) }, { status: 'y' }, 'body');
  expect(reason).toBe(`body.status is "${'x'.repeat(99)}…, not "y"`);
});
