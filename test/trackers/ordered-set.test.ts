import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { OrderedSet } from '../../src/trackers/ordered-set.ts';
import { createOrderedSet } from '../../src/trackers/ordered-set.ts';

const compare = (a: number, b: number): number => a - b;

function toItems(set: OrderedSet<number>): number[] {
  return set.slice(0, Number.POSITIVE_INFINITY, false);
}

describe('an ordered set', () => {
  test('is sorted and returns any slice from either end', () => {
    const set = createOrderedSet(compare, [5, 1, 4, 2, 3]);
    expect(toItems(set)).toEqual([1, 2, 3, 4, 5]);
    expect(set.slice(1, 2, false)).toEqual([2, 3]);
    expect(set.slice(1, 2, true)).toEqual([4, 3]);
    expect(set.slice(5, 2, false)).toEqual([]);
    expect(set.slice(Number.POSITIVE_INFINITY, 2, false)).toEqual([]);
    expect(set.slice(0, 0, false)).toEqual([]);
    expect(createOrderedSet(compare, []).slice(0, 5, true)).toEqual([]);
  });

  test('is unchanged if another is derived from it', () => {
    const set = createOrderedSet(compare, [1, 2]);
    expect(toItems(set.add(3).delete(1))).toEqual([2, 3]);
    expect(toItems(set)).toEqual([1, 2]);
  });

  test('replaces an equal item', () => {
    const byFirst = createOrderedSet<readonly [number, string]>((a, b) => a[0] - b[0], [[1, 'old']]);
    const set = byFirst.add([1, 'new']);
    expect(set.size).toBe(1);
    expect(set.slice(0, 1, false)).toEqual([[1, 'new']]);
  });

  test('is a sorted list without duplicates for any additions and deletions', () => {
    const step = fc.record({ kind: fc.constantFrom('add', 'delete'), item: fc.integer({ min: 0, max: 40 }) });
    const start = fc.uniqueArray(fc.integer({ min: 0, max: 40 }));
    fc.assert(
      fc.property(start, fc.array(step, { maxLength: 120 }), fc.nat(45), fc.nat(45), (items, steps, from, count) => {
        let set = createOrderedSet(compare, items);
        const model = new Set(items);
        for (const { kind, item } of steps) {
          set = kind === 'add' ? set.add(item) : set.delete(item);
          if (kind === 'add') model.add(item);
          else model.delete(item);
        }
        const sorted = [...model].toSorted(compare);
        expect(set.size).toBe(sorted.length);
        expect(set.slice(from, count, false)).toEqual(sorted.slice(from, from + count));
        expect(set.slice(from, count, true)).toEqual(sorted.toReversed().slice(from, from + count));
      }),
    );
  });

  test.each([
    ['ascending', (index: number) => index],
    ['descending', (index: number) => -index],
    ['from both ends', (index: number) => (index % 2 === 0 ? index : -index)],
  ])('stays balanced when 20,000 items are added %s and deleted again', (_, toItem) => {
    const items = Array.from({ length: 20_000 }, (__, index) => toItem(index));
    let set = createOrderedSet(compare, []);
    let compared = 0;
    let counting = createOrderedSet((a, b) => {
      compared += 1;
      return a - b;
    }, [] as number[]);
    for (const item of items) {
      set = set.add(item);
      counting = counting.add(item);
    }
    expect(toItems(set)).toEqual(items.toSorted(compare));
    // A balanced tree of 20,000 is no deeper than 36; a list would be 20,000 deep.
    expect(compared / items.length).toBeLessThan(36);
    for (const item of items.slice(0, 19_990)) set = set.delete(item);
    expect(toItems(set)).toEqual(items.slice(19_990).toSorted(compare));
  });
});
