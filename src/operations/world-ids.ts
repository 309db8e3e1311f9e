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
  list(world: World, name: string, known: Readonly<Record<string, unknown>>, limit: number): readonly unknown[];
}

type Row = Readonly<Record<string, unknown>>;

/** @param columns the names of a tracker's fields */
export function createWorldIds(columns: Iterable<string>): WorldIds {
  const names = new Set(['tracker_id', 'event_id', ...[...columns].filter((name) => name.endsWith('_id'))]);
  return {
    has: (name) => names.has(name),
    list(world, name, known, limit) {
      const wanted = Object.entries(known).filter(([key]) => names.has(key));
      const found = new Set<unknown>();
      for (const row of listRows(world)) {
        if (found.size >= limit) break;
        const id = row[name];
        if (typeof id !== 'string' || !wanted.every(([key, value]) => row[key] === value)) continue;
        found.add(id);
      }
      return [...found];
    },
  };
}

function* listRows(world: World): Generator<Row> {
  for (const tracker of world.trackers()) yield { ...tracker, tracker_id: tracker.id };
  for (const event of world.events()) yield { ...event, event_id: event.id };
}
