import { expect, test } from 'vitest';
import { createHider, hideInside } from '../../src/conformance/hide-secrets.ts';

test.each([
  [{ authorization: 'Bearer abc123' }, 'got Bearer abc123, that is abc123', 'got ***, that is ***'],
  [{ authorization: 'Basic bWU6c2VjcmV0' }, 'bWU6c2VjcmV0 is me:secret, so secret', '*** is ***, so ***'],
  [{ cookie: 'session=s1d; theme=dark' }, 's1d and dark', '*** and ***'],
  [{ 'x-key': 'a "b" c' }, String.raw`{"key":"a \"b\" c"}`, '{"key":"***"}'],
  [{ 'x-key': 'a/b c' }, '/path?key=a%2Fb%20c', '/path?key=***'],
  [{ 'x-key': "it's" }, String.raw`'it\'s'`, "'***'"],
  [{ 'x-key': 'abc', 'x-other': 'abcdef' }, 'abcdef', '***'],
  // Too short to be told from other text.
  [{ 'x-version': '1' }, '1 of 10', '1 of 10'],
])('the values of %j are hidden', (headers, text, hidden) => {
  expect(createHider(headers)(text)).toBe(hidden);
});

test('secrets are hidden in every text of a value', () => {
  const value = { a: ['abc', 1, null, undefined], b: { c: true, d: 'x abc' } };
  expect(hideInside(value, createHider({ 'x-key': 'abc' }))).toEqual({
    a: ['***', 1, null, undefined],
    b: { c: true, d: 'x ***' },
  });
});
