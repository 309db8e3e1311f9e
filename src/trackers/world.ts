import type { ForkableMap } from './forkable-map.ts';
import { createForkableMap } from './forkable-map.ts';
import type { BaseIndexes, Filters, IndexCache } from './tracker-index.ts';
import { createBaseIndexes, createIndexCache, isMatch, withChange } from './tracker-index.ts';
import type { SortFields } from './tracker-order.ts';
import type { Tracker, TrackerEvent } from './tracker.ts';

/** Which trackers to list, in which order. */
export interface ListQuery {
  readonly filters: Filters;
  readonly sortFields: SortFields;
  readonly descending: boolean;
  /** How many trackers to pass over. */
  readonly offset: number;
  /** How many to give at the most. */
  readonly limit: number;
}

/** All trackers and events of one session, with the order of both. */
export interface World {
  readonly trackerCount: number;
  readonly eventCount: number;
  findTracker(id: string): Tracker | undefined;
  /** Adds a tracker, or puts it in the place of the one with its id. */
  putTracker(tracker: Tracker): void;
  deleteTracker(id: string): void;
  /** The trackers of one agent in one task: one at the most, where nothing was forced. */
  findByPair(agentId: string, taskId: string): Tracker[];
  /** All trackers, in the order in which they came. */
  trackers(): Generator<Tracker>;
  /** One page, in logarithmic time once the order was asked for. */
  listTrackers(query: ListQuery): Tracker[];
  findEvent(id: string): TrackerEvent | undefined;
  /** Adds an event that has the {@link World.nextSequence}. */
  addEvent(event: TrackerEvent): void;
  /** All events, by sequence. */
  events(): Generator<TrackerEvent>;
  /** One more than the highest sequence so far; 1 where there are no events. */
  readonly nextSequence: number;
  /** An independent copy, in constant time however large the world. */
  fork(): World;
}

/** What a world starts with. Ids and sequences are unique. */
export interface WorldContent {
  readonly trackers: readonly Tracker[];
  readonly events: readonly TrackerEvent[];
}

export function createWorld({ trackers, events }: WorldContent): World {
  const base = new Map(trackers.map((tracker) => [tracker.id, tracker]));
  const ordered = events.toSorted((a, b) => a.sequence_id - b.sequence_id);
  return createOver({
    trackers: createForkableMap(base),
    events: createForkableMap(new Map(ordered.map((event) => [event.id, event]))),
    nextSequence: (ordered.at(-1)?.sequence_id ?? 0) + 1,
    base: createBaseIndexes(base),
    indexes: createIndexCache(),
  });
}

interface Parts {
  readonly trackers: ForkableMap<Tracker>;
  readonly events: ForkableMap<TrackerEvent>;
  readonly nextSequence: number;
  readonly base: BaseIndexes;
  readonly indexes: IndexCache;
}

function createOver({ trackers, events, nextSequence: firstSequence, base, indexes }: Parts): World {
  let nextSequence = firstSequence;

  return {
    get trackerCount() {
      return trackers.size;
    },
    get eventCount() {
      return events.size;
    },
    get nextSequence() {
      return nextSequence;
    },
    findTracker: (id) => trackers.get(id),
    putTracker(tracker) {
      indexes.change(trackers.get(tracker.id), tracker);
      trackers.set(tracker.id, tracker);
    },
    deleteTracker(id) {
      indexes.change(trackers.get(id), undefined);
      trackers.delete(id);
    },
    findByPair(agentId, taskId) {
      const filters = [
        ['agent_id', agentId],
        ['task_id', taskId],
      ] as const;
      const known = new Set(base.list(filters).map(({ id }) => id));
      for (const { after } of trackers.changes()) if (after !== undefined) known.add(after.id);
      return [...known].flatMap((id) => {
        const tracker = trackers.get(id);
        return tracker !== undefined && isMatch(filters, tracker) ? [tracker] : [];
      });
    },
    trackers: () => trackers.values(),
    listTrackers({ filters, sortFields, descending, offset, limit }) {
      const index = indexes.getOrMake(filters, sortFields, () => {
        let made = base.get(filters, sortFields);
        for (const { before, after } of trackers.changes()) made = withChange(made, before, after);
        return made;
      });
      return index.trackers.slice(offset, limit, descending);
    },
    findEvent: (id) => events.get(id),
    addEvent(event) {
      events.set(event.id, event);
      nextSequence = event.sequence_id + 1;
    },
    events: () => events.values(),
    fork: () =>
      createOver({ trackers: trackers.fork(), events: events.fork(), nextSequence, base, indexes: indexes.copy() }),
  };
}
