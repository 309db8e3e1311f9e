import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ForkableMap } from '../../src/trackers/forkable-map.ts';
import { createForkableMap } from '../../src/trackers/forkable-map.ts';

const ascending = (a: number, b: number): number => a - b;

describe('a forkable map', () => {
  test('and its fork are independent of each other', () => {
    const first = createForkableMap(new Map([['a', 1]]));
    const second = first.fork();
    first.set('a', 2);
    second.set('b', 3);
    second.delete('a');
    expect([...first.values()]).toEqual([2]);
    expect([...second.values()]).toEqual([3]);
  });

  test('keeps the position of a rewritten key, even if it was deleted', () => {
    const map = createForkableMap(
      new Map([
        ['a', 1],
        ['b', 2],
      ]),
    );
    map.delete('a');
    expect([...map.values()]).toEqual([2]);
    map.set('a', 3);
    expect([...map.fork().values()]).toEqual([3, 2]);
  });

  test('ignores the deletion of a missing key', () => {
    const map = createForkableMap<number>();
    map.delete('a');
    map.delete('a');
    expect(map.size).toBe(0);
    expect([...map.changes()]).toEqual([]);
  });

  test('lists the changes since the base, over all forks', () => {
    const map = createForkableMap(
      new Map([
        ['a', 1],
        ['b', 2],
        ['c', 3],
      ]),
    );
    map.set('a', 10);
    const later = map.fork();
    later.delete('b');
    later.set('d', 4);
    expect([...later.changes()]).toEqual([
      { before: 1, after: 10 },
      { before: 2, after: undefined },
      { before: undefined, after: 4 },
    ]);
    expect([...map.changes()]).toEqual([{ before: 1, after: 10 }]);
  });

  test('behaves like a map for any writes, deletions and forks', () => {
    const key = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', '__proto__');
    const step = fc.oneof(
      fc.record({ kind: fc.constant('set' as const), key, value: fc.integer(), at: fc.nat() }),
      fc.record({ kind: fc.constant('delete' as const), key, at: fc.nat() }),
      fc.record({ kind: fc.constant('fork' as const), at: fc.nat() }),
    );
    fc.assert(
      fc.property(fc.dictionary(key, fc.integer()), fc.array(step, { maxLength: 60 }), (base, steps) => {
        const start = new Map(Object.entries(base));
        const pairs: [ForkableMap<number>, Map<string, number>][] = [[createForkableMap(start), new Map(start)]];
        for (const one of steps) {
          const [map, model] = pairs[one.at % pairs.length] ?? [createForkableMap<number>(), new Map<string, number>()];
          if (one.kind === 'fork') pairs.push([map.fork(), new Map(model)]);
          else if (one.kind === 'set') {
            map.set(one.key, one.value);
            model.set(one.key, one.value);
          } else {
            map.delete(one.key);
            model.delete(one.key);
          }
        }
        for (const [map, model] of pairs) {
          expect(map.size).toBe(model.size);
          expect([...map.values()].toSorted(ascending)).toEqual([...model.values()].toSorted(ascending));
          for (const name of ['a', 'b', 'c', 'd', 'e', 'f', '__proto__', 'g']) {
            expect(map.get(name)).toBe(model.get(name));
          }
          const rebuilt = new Map(start);
          const changed = [...map.changes()];
          expect(changed.length).toBeGreaterThanOrEqual(
            [...rebuilt].filter(([name, value]) => model.get(name) !== value).length,
          );
        }
      }),
    );
  });
});
