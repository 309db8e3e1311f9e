import type { Tracker } from '../control/control-types.ts';
import { toClient } from './connection.ts';

/** How many trackers are loaded at once. */
const PAGE = 1000;

/** How two worlds differ, from the left one to the right one. */
export interface WorldDifference {
  readonly added: readonly Tracker[];
  readonly removed: readonly Tracker[];
  readonly changed: readonly TrackerDifference[];
  readonly same: number;
}

interface TrackerDifference {
  readonly id: string;
  readonly members: readonly MemberDifference[];
}

interface MemberDifference {
  readonly name: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** Compares the trackers of two sessions, by their ids. */
export async function compareWorlds(left: string, right: string): Promise<WorldDifference> {
  const [before, after] = [await loadTrackers(left), await loadTrackers(right)];
  const added = [...after.values()].filter(({ id }) => !before.has(id));
  const removed: Tracker[] = [];
  const changed: TrackerDifference[] = [];
  for (const [id, tracker] of before) {
    const other = after.get(id);
    if (other === undefined) removed.push(tracker);
    else {
      const members = compareMembers(tracker, other);
      if (members.length > 0) changed.push({ id, members });
    }
  }
  return { added, removed, changed, same: before.size - removed.length - changed.length };
}

async function loadTrackers(session: string): Promise<ReadonlyMap<string, Tracker>> {
  const trackers = new Map<string, Tracker>();
  const client = toClient(session);
  for (let offset = 0; ; offset += PAGE) {
    const page = await client.trackers.list({ offset, limit: PAGE });
    for (const { tracker } of page.trackers) trackers.set(tracker.id, tracker);
    if (offset + PAGE >= page.total) return trackers;
  }
}

function compareMembers(left: Tracker, right: Tracker): MemberDifference[] {
  const names = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...names]
    .map((name) => ({ name, before: left[name], after: right[name] }))
    .filter(({ before, after }) => before !== after && JSON.stringify(before) !== JSON.stringify(after));
}
