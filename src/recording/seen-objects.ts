import { isObject } from '../contract/document.ts';
import { estimateSize } from '../trackers/memory.ts';
import type { SeenExchange } from './seen-exchange.ts';

/** The newest state of an object that a reply showed. */
export interface SeenObject {
  readonly value: Readonly<Record<string, unknown>>;
  /** When it was seen. */
  readonly time: string;
  /** The different cursors of a tracker, in the order in which they were seen. */
  readonly cursors: readonly string[];
}

export type Resource = 'trackers' | 'events';

const RESOURCES: readonly (readonly [pattern: RegExp, resource: Resource])[] = [
  [/^(?:GET|PUT) \/tracker(?:\/[^/]+)?$/, 'trackers'],
  [/^GET \/events(?:\/[^/]+)?$/, 'events'],
];

/** How many cursors of one tracker are kept: the latest. */
const CURSORS = 100;

/** The trackers and events that replies showed. */
export interface SeenObjects {
  readonly trackers: ReadonlyMap<string, SeenObject>;
  readonly events: ReadonlyMap<string, SeenObject>;
  /**
   * Keeps what the reply to a request shows.
   *
   * @param take returns whether there is room for so many bytes more
   */
  add(seen: SeenExchange, take: (bytes: number) => boolean): void;
}

export function createSeenObjects(): SeenObjects {
  const objects: Readonly<Record<Resource, Map<string, SeenObject>>> = { trackers: new Map(), events: new Map() };
  return {
    ...objects,
    add({ method, path, time, reply }, take) {
      const [, resource] = RESOURCES.find(([pattern]) => pattern.test(`${method} ${path}`)) ?? [];
      if (resource === undefined || reply.status !== 200) return;
      for (const value of [reply.json].flat()) {
        // Without an id it is no object of its own.
        if (!isObject(value) || typeof value['id'] !== 'string') continue;
        const before = objects[resource].get(value['id']);
        const bytes = estimateSize(value) - (before === undefined ? 0 : estimateSize(before.value));
        if (!take(bytes)) continue;
        objects[resource].set(value['id'], { value, time, cursors: toCursors(before?.cursors ?? [], value) });
      }
    },
  };
}

function toCursors(before: readonly string[], value: Readonly<Record<string, unknown>>): readonly string[] {
  const cursor = value['last_processed_event_id'];
  if (typeof cursor !== 'string' || before.at(-1) === cursor) return before;
  return [...before, cursor].slice(-CURSORS);
}
