import type { Tracker, TrackerEvent } from '../control/control-types.ts';
import type { BaseEvents, EventIndex, EventQuery } from './event-index.ts';
import { createBaseEvents, createEventIndex, filterEvents } from './event-index.ts';
import type { ForkableMap, SizedLayer } from './forkable-map.ts';
import { createForkableMap } from './forkable-map.ts';
import { createBaseAgents, KnownAgents } from './known-agents.ts';
import type { Memory } from './memory.ts';
import { estimateSize, UNCOUNTED } from './memory.ts';
import type { BaseIndexes, Filters, IndexCache } from './tracker-index.ts';
import { createBaseIndexes, createIndexCache, withChange } from './tracker-index.ts';
import type { SortFields } from './tracker-order.ts';

/** Which trackers to list, in which order. */
export interface ListQuery {
  readonly filters: Filters;
  readonly sortFields: SortFields;
  readonly descending: boolean;
  /** How many trackers to skip. */
  readonly offset: number;
  /** How many trackers to return at most. */
  readonly limit: number;
}

/** All trackers and events of one session, with the order of both. */
export interface World {
  readonly trackerCount: number;
  readonly eventCount: number;
  findTracker(id: string): Tracker | undefined;
  /**
   * Changes a tracker and adds an event, each if it is given, or does neither.
   *
   * @throws {MockError} `insufficient-storage`
   */
  apply(change: WorldChange): void;
  /** Adds a tracker, or replaces the one with its id. Throws like {@link World.apply}. */
  putTracker(tracker: Tracker): void;
  deleteTracker(id: string): void;
  /** Returns all trackers, in the order in which they were added. */
  trackers(): Generator<Tracker>;
  /** Returns one page; in logarithmic time except for the first one in an order. */
  listTrackers(query: ListQuery): Tracker[];
  findEvent(id: string): TrackerEvent | undefined;
  /** Adds an event, whose sequence must be {@link World.nextSequence}. Throws like {@link World.apply}. */
  addEvent(event: TrackerEvent): void;
  /** Returns all events, by sequence. */
  events(): Generator<TrackerEvent>;
  /** Returns events by sequence; those of one task and agent in logarithmic time, except for the first list of a world. */
  listEvents(query: EventQuery): TrackerEvent[];
  /** One more than the highest sequence; 1 if there are no events. */
  readonly nextSequence: number;
  /** Whether any tracker or event belongs, or belonged, to the agent. */
  hasAgent(id: string): boolean;
  /** The keys of agents that the server accepts. */
  readonly agentKeys: ReadonlySet<string>;
  /** Returns an independent copy, in constant time. @param memory counts the changes of the copy */
  fork(memory?: Memory): World;
  /** Returns the parts of the world with the memory that they take. Parts shared with forks are listed for each fork. */
  layers(): readonly SizedLayer[];
  /** Returns the layers of trackers and events. A world and its fork have the same ones until one of them changes. */
  contentLayers(): readonly SizedLayer[];
  /** Returns the trackers and events that were changed since the world was created with its content, before and after. */
  changes(): Generator<ItemChange>;
}

/** A tracker or an event before and after, undefined if absent. */
export interface ItemChange {
  readonly before: Tracker | TrackerEvent | undefined;
  readonly after: Tracker | TrackerEvent | undefined;
}

export interface WorldChange {
  readonly tracker?: Tracker | undefined;
  readonly event?: TrackerEvent | undefined;
}

/** The content that a world starts with. Ids and sequences are unique. */
export interface WorldContent {
  readonly trackers: readonly Tracker[];
  readonly events: readonly TrackerEvent[];
  /** @default none */
  readonly agentKeys?: readonly string[];
}

/** @param isCounted whether the memory that the content takes counts */
export function createWorld({ trackers, events, agentKeys = [] }: WorldContent, isCounted = false): World {
  const base = new Map(trackers.map((tracker) => [toKey(tracker.id), tracker]));
  const ordered = events.toSorted((a, b) => a.sequence_id - b.sequence_id);
  const baseEvents = new Map(ordered.map((event) => [event.id, event]));
  return new ForkableWorld({
    trackers: createForkableMap(base, isCounted),
    events: createForkableMap(baseEvents, isCounted),
    nextSequence: (ordered.at(-1)?.sequence_id ?? 0) + 1,
    base: createBaseIndexes(base),
    indexes: undefined,
    baseEvents: createBaseEvents(baseEvents),
    eventIndex: undefined,
    agents: new KnownAgents(createBaseAgents(trackers, events)),
    agentKeys: new Set(agentKeys),
    agentBytes: isCounted ? estimateSize(agentKeys) : 0,
    memory: UNCOUNTED,
  });
}

/** A contract may use numbers as ids; a path contains them as text. */
function toKey(id: unknown): string {
  return String(id);
}

interface Parts {
  readonly trackers: ForkableMap<Tracker>;
  readonly events: ForkableMap<TrackerEvent>;
  readonly nextSequence: number;
  readonly base: BaseIndexes;
  /** Undefined until the first list. */
  readonly indexes: IndexCache | undefined;
  readonly baseEvents: BaseEvents;
  /** Undefined until the first list of events. */
  readonly eventIndex: EventIndex | undefined;
  readonly agents: KnownAgents;
  readonly agentKeys: ReadonlySet<string>;
  /** The memory that the keys and the added agents take. */
  readonly agentBytes: number;
  readonly memory: Memory;
}

/** A class for the same reason as {@link ForkableMap}: each session has one. */
class ForkableWorld implements World {
  readonly #trackers: ForkableMap<Tracker>;
  readonly #events: ForkableMap<TrackerEvent>;
  readonly #base: BaseIndexes;
  #indexes: IndexCache | undefined;
  readonly #baseEvents: BaseEvents;
  #eventIndex: EventIndex | undefined;
  readonly #agents: KnownAgents;
  readonly agentKeys: ReadonlySet<string>;
  readonly #own: { bytes: number };
  readonly #memory: Memory;
  #nextSequence: number;

  constructor(parts: Parts) {
    const { trackers, events, nextSequence, base, indexes, baseEvents, eventIndex } = parts;
    this.#trackers = trackers;
    this.#events = events;
    this.#own = { bytes: parts.agentBytes };
    this.#memory = parts.memory;
    this.#nextSequence = nextSequence;
    this.#base = base;
    this.#indexes = indexes;
    this.#baseEvents = baseEvents;
    this.#eventIndex = eventIndex;
    this.#agents = parts.agents;
    this.agentKeys = parts.agentKeys;
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

  apply({ tracker, event }: WorldChange): void {
    const key = tracker === undefined ? '' : toKey(tracker.id);
    const trackerGrowth = tracker === undefined ? 0 : this.#trackers.growth(key, tracker);
    const eventGrowth = event === undefined ? 0 : this.#events.growth(event.id, event);
    this.#memory.take(trackerGrowth + eventGrowth);
    if (event !== undefined) {
      this.#eventIndex?.add(event);
      this.#events.set(event.id, event, eventGrowth);
      this.#addAgent(event.agent_id);
      this.#nextSequence = event.sequence_id + 1;
    }
    if (tracker !== undefined) {
      const before = this.#trackers.get(key);
      this.#indexes?.change(before, tracker);
      this.#trackers.set(key, tracker, trackerGrowth);
      if (before?.agent_id !== tracker.agent_id) this.#addAgent(tracker.agent_id);
    }
  }

  putTracker(tracker: Tracker): void {
    this.apply({ tracker });
  }

  deleteTracker(id: string): void {
    this.#indexes?.change(this.#trackers.get(id), undefined);
    this.#memory.adjust(this.#trackers.delete(id));
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
    this.apply({ event });
  }

  events(): Generator<TrackerEvent> {
    return this.#events.values();
  }

  listEvents(query: EventQuery): TrackerEvent[] {
    const { taskId, agentId } = query;
    if (taskId === undefined || agentId === undefined) return filterEvents(this.events(), query);
    this.#eventIndex ??= createEventIndex(this.#baseEvents, this.#events.changes());
    return this.#eventIndex.list({ ...query, taskId, agentId });
  }

  hasAgent(id: string): boolean {
    return this.#agents.has(id);
  }

  #addAgent(id: string): void {
    const bytes = this.#agents.add(id);
    if (bytes === 0) return;
    this.#own.bytes += bytes;
    this.#memory.adjust(bytes);
  }

  layers(): readonly SizedLayer[] {
    return [...this.contentLayers(), this.#own];
  }

  contentLayers(): readonly SizedLayer[] {
    return [...this.#trackers.layers(), ...this.#events.layers()];
  }

  *changes(): Generator<ItemChange> {
    yield* this.#trackers.changes();
    yield* this.#events.changes();
  }

  fork(memory: Memory = UNCOUNTED): World {
    return new ForkableWorld({
      trackers: this.#trackers.fork(),
      events: this.#events.fork(),
      nextSequence: this.#nextSequence,
      base: this.#base,
      indexes: this.#indexes?.copy(),
      baseEvents: this.#baseEvents,
      eventIndex: this.#eventIndex?.copy(),
      agents: this.#agents.copy(),
      agentKeys: this.agentKeys,
      agentBytes: this.#own.bytes,
      memory,
    });
  }
}
