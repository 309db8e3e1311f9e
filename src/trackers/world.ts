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
  return new ForkableWorld({
    trackers: createForkableMap(base),
    events: createForkableMap(new Map(ordered.map((event) => [event.id, event]))),
    nextSequence: (ordered.at(-1)?.sequence_id ?? 0) + 1,
    base: createBaseIndexes(base),
    indexes: undefined,
  });
}

interface Parts {
  readonly trackers: ForkableMap<Tracker>;
  readonly events: ForkableMap<TrackerEvent>;
  readonly nextSequence: number;
  readonly base: BaseIndexes;
  /** Undefined until somebody lists. */
  readonly indexes: IndexCache | undefined;
}

/** A class for the same reason as {@link ForkableMap}: there is one a session. */
class ForkableWorld implements World {
  readonly #trackers: ForkableMap<Tracker>;
  readonly #events: ForkableMap<TrackerEvent>;
  readonly #base: BaseIndexes;
  #indexes: IndexCache | undefined;
  #nextSequence: number;

  constructor({ trackers, events, nextSequence, base, indexes }: Parts) {
    this.#trackers = trackers;
    this.#events = events;
    this.#nextSequence = nextSequence;
    this.#base = base;
    this.#indexes = indexes;
  }

  get trackerCount(): number {
    return this.#trackers.size;
  }

  get eventCount(): number {
    return this.#events.size;
  }

  get nextSequence(): number {
    return this.#nextSequence;
  }

  findTracker(id: string): Tracker | undefined {
    return this.#trackers.get(id);
  }

  putTracker(tracker: Tracker): void {
    this.#indexes?.change(this.#trackers.get(tracker.id), tracker);
    this.#trackers.set(tracker.id, tracker);
  }

  deleteTracker(id: string): void {
    this.#indexes?.change(this.#trackers.get(id), undefined);
    this.#trackers.delete(id);
  }

  findByPair(agentId: string, taskId: string): Tracker[] {
    const filters = [
      ['agent_id', agentId],
      ['task_id', taskId],
    ] as const;
    const known = new Set(this.#base.list(filters).map(({ id }) => id));
    for (const { after } of this.#trackers.changes()) if (after !== undefined) known.add(after.id);
    return [...known].flatMap((id) => {
      const tracker = this.#trackers.get(id);
      return tracker !== undefined && isMatch(filters, tracker) ? [tracker] : [];
    });
  }

  trackers(): Generator<Tracker> {
    return this.#trackers.values();
  }

  listTrackers({ filters, sortFields, descending, offset, limit }: ListQuery): Tracker[] {
    this.#indexes ??= createIndexCache();
    const index = this.#indexes.getOrMake(filters, sortFields, () => {
      let made = this.#base.get(filters, sortFields);
      for (const { before, after } of this.#trackers.changes()) made = withChange(made, before, after);
      return made;
    });
    return index.trackers.slice(offset, limit, descending);
  }

  findEvent(id: string): TrackerEvent | undefined {
    return this.#events.get(id);
  }

  addEvent(event: TrackerEvent): void {
    this.#events.set(event.id, event);
    this.#nextSequence = event.sequence_id + 1;
  }

  events(): Generator<TrackerEvent> {
    return this.#events.values();
  }

  fork(): World {
    return new ForkableWorld({
      trackers: this.#trackers.fork(),
      events: this.#events.fork(),
      nextSequence: this.#nextSequence,
      base: this.#base,
      indexes: this.#indexes?.copy(),
    });
  }
}
