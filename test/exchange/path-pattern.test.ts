import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { canMatchTemplate, isPathMatch } from '../../src/exchange/path-pattern.ts';
import { createRouter } from '../../src/fastapi/router.ts';

test.each([
  ['/tracker', '/tracker', true],
  ['/tracker', '/tracker/{tracker_id}', false],
  ['/tracker/t-1', '/tracker/{tracker_id}', true],
  ['/tracker/', '/tracker/{tracker_id}', false],
  ['/tracker/t/1', '/tracker/{tracker_id}', false],
  ['*', '/tracker/{tracker_id}', true],
  ['/*', '/tracker', true],
  ['/tracker/*', '/tracker', false],
  ['/tracker*', '/tracker', true],
  ['/tasks/*', '/agents/{agent_id}', false],
  ['*/complete', '/tasks/{task_id}/complete', true],
  ['*/complete', '/tasks/{task_id}', true],
  ['*/complete', '/tasks/{task_id}/cancel', false],
  ['/tasks/*/complete', '/tasks/{task_id}/complete', true],
  ['/tasks/name/a', '/tasks/{task_id}', false],
  ['/ta**', '/tasks', true],
])('%s and %s: %s', (pattern, template, expected) => {
  expect(canMatchTemplate(pattern, template)).toBe(expected);
});

test('a very long pattern is taken to match', () => {
  expect(canMatchTemplate(`/${'*a'.repeat(3000)}`, '/tracker')).toBe(true);
});

/** All paths of a few characters. */
const PATHS = Array.from({ length: 11 }, (_, length) => length).flatMap((length) =>
  Array.from({ length: 2 ** length }, (_, number) =>
    Array.from({ length }, (__, index) => ((number >> index) % 2 === 0 ? 'a' : '/')).join(''),
  ),
);

test('a pattern and a template match together exactly if some path matches both', () => {
  const text = (parts: readonly string[]): fc.Arbitrary<string> =>
    fc.array(fc.constantFrom(...parts), { maxLength: 4 }).map((list) => list.join(''));
  fc.assert(
    fc.property(text(['a', '/', '*']), text(['a', '/', '{x}/']), (pattern, template) => {
      const router = createRouter([{ method: 'GET', path: template, endpoint: null }]);
      const expected = PATHS.some((path) => isPathMatch(pattern, path) && router.find('GET', path).kind === 'matched');
      expect(canMatchTemplate(pattern, template)).toBe(expected);
    }),
    { numRuns: 300 },
  );
});
