import { expect, test } from 'vitest';
import { completeObject } from '../../src/recording/complete-object.ts';
import type { FixtureProblem } from '../../src/trackers/fixture-problem.ts';

/** Requires a text `a`, and that `b` is a number if it is there. */
function check(object: unknown): FixtureProblem[] {
  const { a, b } = object as { a?: unknown; b?: unknown };
  return [
    ...(typeof a === 'string' ? [] : [{ path: ['a'], message: 'is no text', value: a }]),
    ...(b === undefined || typeof b === 'number' ? [] : [{ path: ['b', 'inner'], message: 'is no number', value: b }]),
  ];
}

test('a valid object stays as it is', () => {
  expect(completeObject({ a: 'x', c: 1 }, check, () => [])).toEqual({ value: { a: 'x', c: 1 }, madeUp: [] });
});

test('an invalid member is left out if that is valid, otherwise it gets the first valid candidate', () => {
  expect(completeObject({ a: 1, b: {} }, check, () => [2, 'made up', 'other'])).toEqual({
    value: { a: 'made up' },
    madeUp: ['a', 'b'],
  });
});

test('an object without a valid candidate cannot be completed, and neither can one whose id is not valid', () => {
  expect(completeObject({ a: 1 }, check, () => [2, null])).toBeUndefined();
  const whole = (path: string[]) => (): FixtureProblem[] => [{ path, message: 'is bad', value: 1 }];
  expect(completeObject({}, whole([]), () => ['x'])).toBeUndefined();
  expect(completeObject({ id: 1 }, whole(['id']), () => ['x'])).toBeUndefined();
});
