import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareCollated } from '../../src/trackers/collation.ts';
import order from '../data/en-us-order.json' with { type: 'json' };

describe('compareCollated', () => {
  test('sorts as glibc 2.36 does in en_US.UTF-8', () => {
    const wrong = order.flatMap((a, index) =>
      order.slice(index + 1).flatMap((b) => (compareCollated(a, b) < 0 && compareCollated(b, a) > 0 ? [] : [[a, b]])),
    );
    expect(wrong).toEqual([]);
  });

  test.each([
    ['a', 'a-'],
    ['a가', 'a각'],
    ['a가!', 'a각!'],
    ['a각!', 'a가?'],
    ['a\u0001', 'a!'],
    ['a각', 'a가-'],
  ])('sorts %j before %j, whose letters are the same', (a, b) => {
    expect(compareCollated(a, b)).toBeLessThan(0);
    expect(compareCollated(b, a)).toBeGreaterThan(0);
  });

  const unit = fc.oneof(
    fc.constantFrom(...Array.from('aAbBéÉ1 -_ßł\u0301日가😀$€²æ\u00ad\u0001')),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
  );
  const text = fc.array(unit, { maxLength: 5 }).map((units) => units.join(''));

  test('is a total order for any strings', () => {
    fc.assert(
      fc.property(text, text, text, (a, b, c) => {
        expect(Math.sign(compareCollated(a, b))).toBe(0 - Math.sign(compareCollated(b, a)));
        expect(compareCollated(a, b) === 0).toBe(a === b);
        const isSorted = compareCollated(a, b) <= 0 && compareCollated(b, c) <= 0;
        expect(isSorted && compareCollated(a, c) > 0).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });
});
