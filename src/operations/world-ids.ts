import type { World } from '../trackers/world.ts';

/** The ids that the world knows, by the names that the API gives them: `agent_id`, `task_id`, `tracker_id`, `event_id`. */
export interface WorldIds {
  /** Returns whether ids of this name are in worlds. */
  has(name: string): boolean;
  /**
   * Returns the different ids of a name, in the order of the world's trackers and then of its events.
   *
   * @param known ids that those of the same tracker or event must have, by name. Other names are ignored
   */
  list(world: World, name: string, known: WorldRow, limit: number): readonly unknown[];
  /** Returns the different ids of a name for each id of another one, in the same order. */
  group(world: World, name: string, by: string): ReadonlyMap<unknown, readonly unknown[]>;
  /** Returns the first id of a name that passes a test. */
  find(world: World, name: string, test: (id: string) => boolean): string | undefined;
  /** Returns the different combinations of ids of several names that a tracker or an event has, in the same order. */
  listRows(world: World, names: readonly string[], limit: number): readonly WorldRow[];
  /** Returns whether a row has the known ids of the world's names that it has at all. */
  matches(row: WorldRow, known: WorldRow): boolean;
}

/** Ids that belong together, by name. */
export type WorldRow = Readonly<Record<string, unknown>>;

/** @param columns the names of a tracker's fields */
export function createWorldIds(columns: Iterable<string>): WorldIds {
  const names = new Set(['tracker_id', 'event_id', ...[...columns].filter((name) => name.endsWith('_id'))]);
  return {
    has: (name) => names.has(name),
    list(world, name, known, limit) {
      const wanted = Object.entries(known).filter(([key]) => names.has(key));
      const found = new Set<unknown>();
      for (const row of readRows(world)) {
        if (found.size >= limit) break;
        const id = row[name];
        if (typeof id !== 'string' || !wanted.every(([key, value]) => row[key] === value)) continue;
        found.add(id);
      }
      return [...found];
    },
    group(world, name, by) {
      const groups = new Map<unknown, Set<unknown>>();
      for (const row of readRows(world)) {
        if (typeof row[name] !== 'string') continue;
        const group = groups.get(row[by]) ?? new Set();
        groups.set(row[by], group.add(row[name]));
      }
      return new Map([...groups].map(([id, group]) => [id, [...group]]));
    },
    find(world, name, test) {
      const seen = new Set<string>();
      for (const row of readRows(world)) {
        const id = row[name];
        if (typeof id !== 'string' || seen.has(id)) continue;
        if (test(id)) return id;
        seen.add(id);
      }
      return undefined;
    },
    listRows(world, wanted, limit) {
      const found = new Map<string, WorldRow>();
      for (const row of readRows(world)) {
        if (found.size >= limit) break;
        const ids = wanted.map((name) => row[name]);
        if (!ids.every((id) => typeof id === 'string')) continue;
        const key = ids.join('\n');
        if (!found.has(key)) found.set(key, Object.fromEntries(wanted.map((name, index) => [name, ids[index]])));
      }
      return [...found.values()];
    },
    matches: (row, known) => Object.keys(row).every((name) => !Object.hasOwn(known, name) || row[name] === known[name]),
  };
}

function* readRows(world: World): Generator<WorldRow> {
  for (const tracker of world.trackers()) yield { ...tracker, tracker_id: tracker.id };
  for (const event of world.events()) yield { ...event, event_id: event.id };
}
