import type { Tracker } from '../control/control-types.ts';
import type { OrderedSet } from './ordered-set.ts';
import { createOrderedSet } from './ordered-set.ts';
import type { SortFields } from './tracker-order.ts';
import { compareTrackers } from './tracker-order.ts';

/** Field and value of each filter; a tracker must match all of them. */
export type Filters = readonly (readonly [field: string, value: unknown])[];

/** The trackers that match a filter, in one order. */
export interface TrackerIndex {
  readonly filters: Filters;
  readonly trackers: OrderedSet<Tracker>;
}

function isMatch(filters: Filters, tracker: Tracker): boolean {
  return filters.every(([field, value]) => tracker[field] === value);
}

/** Returns an index after one tracker was changed, added (no `before`) or deleted (no `after`). */
export function withChange(index: TrackerIndex, before: Tracker | undefined, after: Tracker | undefined): TrackerIndex {
  let { trackers } = index;
  if (before !== undefined && isMatch(index.filters, before)) trackers = trackers.delete(before);
  if (after !== undefined && isMatch(index.filters, after)) trackers = trackers.add(after);
  return trackers === index.trackers ? index : { filters: index.filters, trackers };
}

/** How many indexes a world keeps; the oldest one is dropped. One costs some 60 bytes for each of its trackers. */
const INDEXES_KEPT = 256;

/** The indexes of a base that does not change any more, built at first use and shared by all worlds over that base. */
export interface BaseIndexes {
  get(filters: Filters, sortFields: SortFields): TrackerIndex;
}

export function createBaseIndexes(base: ReadonlyMap<string, Tracker>): BaseIndexes {
  const indexes = createIndexCache();
  const groups = new Map<string, Map<unknown, Tracker[]>>();

  /** Returns the trackers of the base by the value of one field, grouped at first use. */
  const groupBy = (field: string): Map<unknown, Tracker[]> => {
    let group = groups.get(field);
    if (group === undefined) {
      group = new Map();
      for (const tracker of base.values()) {
        const value = tracker[field];
        const members = group.get(value);
        if (members === undefined) group.set(value, [tracker]);
        else members.push(tracker);
      }
      groups.set(field, group);
    }
    return group;
  };

  /** Returns the trackers of the base that match, in no order. */
  const list = (filters: Filters): readonly Tracker[] => {
    const candidates = filters.map(([field, value]) => groupBy(field).get(value) ?? []);
    const smallest = candidates.toSorted((a, b) => a.length - b.length)[0] ?? [...base.values()];
    return filters.length > 1 ? smallest.filter((tracker) => isMatch(filters, tracker)) : smallest;
  };
  return {
    get: (filters, sortFields) =>
      indexes.getOrMake(filters, sortFields, () => ({
        filters,
        trackers: createOrderedSet(compareTrackers(sortFields), list(filters)),
      })),
  };
}

/** Indexes by filter and order. */
export interface IndexCache {
  getOrMake(filters: Filters, sortFields: SortFields, make: () => TrackerIndex): TrackerIndex;
  /** Records a change, which is applied when an index is next read. */
  change(before: Tracker | undefined, after: Tracker | undefined): void;
  copy(): IndexCache;
}

/** The change of one tracker since an index was last read. */
interface Change {
  readonly before: Tracker | undefined;
  readonly after: Tracker | undefined;
}

/** How many changes may be pending: few enough not to delay a list, enough for a client that rarely lists. */
const WAITING = 2048;

export function createIndexCache(
  known: ReadonlyMap<string, TrackerIndex> = new Map(),
  changes: ReadonlyMap<string, Change> = new Map(),
): IndexCache {
  const indexes = new Map(known);
  // By the tracker's id, oldest first: a tracker that changes twice is applied once.
  const waiting = new Map(changes);
  const apply = (id: string, { before, after }: Change): void => {
    waiting.delete(id);
    for (const [key, index] of indexes) indexes.set(key, withChange(index, before, after));
  };
  return {
    getOrMake(filters, sortFields, make) {
      for (const [id, change] of waiting) apply(id, change);
      const key = JSON.stringify([filters, sortFields]);
      const found = indexes.get(key);
      if (found !== undefined) return found;
      const made = make();
      const [oldest] = indexes.keys();
      if (indexes.size >= INDEXES_KEPT && oldest !== undefined) indexes.delete(oldest);
      indexes.set(key, made);
      return made;
    },
    change(before, after) {
      const id = before?.id ?? after?.id ?? '';
      const earlier = waiting.get(id);
      waiting.set(id, { before: earlier === undefined ? before : earlier.before, after });
      if (waiting.size <= WAITING) return;
      const [oldest] = waiting;
      if (oldest !== undefined) apply(...oldest);
    },
    copy: () => createIndexCache(indexes, waiting),
  };
}
