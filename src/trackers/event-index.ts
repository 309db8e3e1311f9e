import type { TrackerEvent } from '../control/control-types.ts';

/** Which events to list, by sequence. */
export interface EventQuery {
  /** @default the events of all tasks */
  readonly taskId: string | undefined;
  /** @default the events of all agents */
  readonly agentId: string | undefined;
  /** Only events with a higher sequence. */
  readonly after: number;
  /** How many events to return at most. */
  readonly limit: number;
}

/** The events of each task and agent, by sequence, so that a page costs nearly the same in a world of ten events and of a million. */
export interface EventIndex {
  /** Adds an event whose sequence is the highest. */
  add(event: TrackerEvent): void;
  list(query: EventQuery & { readonly taskId: string; readonly agentId: string }): TrackerEvent[];
  /** Returns an independent copy, which shares the lists of events. */
  copy(): EventIndex;
}

/** Returns the events of one task and agent. */
export type BaseEvents = (key: string) => readonly TrackerEvent[];

/** @param events by sequence; grouped at the first call of the function returned, since most worlds never list them */
export function createBaseEvents(events: ReadonlyMap<string, TrackerEvent>): BaseEvents {
  let groups: Map<string, TrackerEvent[]> | undefined;
  const group = (): Map<string, TrackerEvent[]> => {
    const made = new Map<string, TrackerEvent[]>();
    for (const event of events.values()) {
      const key = toKey(event.task_id, event.agent_id);
      const members = made.get(key);
      if (members === undefined) made.set(key, [event]);
      else members.push(event);
    }
    return made;
  };
  return (key) => (groups ??= group()).get(key) ?? NONE;
}

const NONE: readonly never[] = [];

/** The beginning of a list that copies of an index share. What a copy adds lies behind the beginnings of the others. */
interface SharedList {
  readonly events: readonly TrackerEvent[];
  readonly length: number;
}

/** @param changes the events that are not in the base, by sequence */
export function createEventIndex(
  base: BaseEvents,
  changes: Iterable<{ readonly after: TrackerEvent | undefined }>,
): EventIndex {
  const index = createIndex(base, new Map());
  for (const { after } of changes) if (after !== undefined) index.add(after);
  return index;
}

function createIndex(base: BaseEvents, added: ReadonlyMap<string, SharedList>): EventIndex {
  const lists = new Map(added);
  return {
    add(event) {
      const key = toKey(event.task_id, event.agent_id);
      lists.set(key, withEvent(lists.get(key), event));
    },
    list({ taskId, agentId, after, limit }) {
      const key = toKey(taskId, agentId);
      const first = takeAfter(base(key), base(key).length, after, limit);
      const { events, length } = lists.get(key) ?? { events: NONE, length: 0 };
      return [...first, ...takeAfter(events, length, after, limit - first.length)];
    },
    copy: () => createIndex(base, lists),
  };
}

/** The length makes the pair unambiguous. */
function toKey(taskId: string, agentId: string): string {
  return `${taskId.length} ${taskId}${agentId}`;
}

function withEvent(list: SharedList | undefined, event: TrackerEvent): SharedList {
  if (list === undefined) return { events: [event], length: 1 };
  const { events, length } = list;
  // Only the copy that has the whole list may add to it.
  const own = events.length === length ? (events as TrackerEvent[]) : events.slice(0, length);
  own.push(event);
  return { events: own, length: length + 1 };
}

function takeAfter(
  events: readonly TrackerEvent[],
  length: number,
  after: number,
  limit: number,
): readonly TrackerEvent[] {
  let from = 0;
  for (let to = length; from < to;) {
    const middle = (from + to) >>> 1;
    const event = events[middle];
    if (event !== undefined && event.sequence_id > after) to = middle;
    else from = middle + 1;
  }
  return events.slice(from, Math.min(length, from + limit));
}

/** Lists events without an index. @param events by sequence */
export function filterEvents(
  events: Iterable<TrackerEvent>,
  { taskId, agentId, after, limit }: EventQuery,
): TrackerEvent[] {
  const found: TrackerEvent[] = [];
  for (const event of events) {
    if (found.length >= limit) break;
    const isOwn = taskId === undefined || event.task_id === taskId;
    if (isOwn && (agentId === undefined || event.agent_id === agentId) && event.sequence_id > after) found.push(event);
  }
  return found;
}
