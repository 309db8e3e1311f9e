import type { Stub } from '../control/control-types.ts';
import { toClient } from './connection.ts';

/** How many trackers are loaded at once. */
const PAGE = 1000;

/** How two sessions differ, from the left one to the right one. */
export interface WorldDifference {
  readonly trackers: Difference;
  readonly events: Difference;
  readonly stubs: Difference;
}

/** Things by what identifies them in both sessions. */
type Things = ReadonlyMap<string, Thing>;
export type Thing = Readonly<Record<string, unknown>>;

export interface Difference {
  readonly added: Things;
  readonly removed: Things;
  readonly changed: ReadonlyMap<string, readonly MemberDifference[]>;
  readonly same: number;
}

interface MemberDifference {
  readonly name: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** Compares the trackers and events of two sessions by their ids, and the stubs by what they do. */
export async function compareWorlds(left: string, right: string): Promise<WorldDifference> {
  return {
    trackers: compare(await loadTrackers(left), await loadTrackers(right)),
    events: compare(await loadEvents(left), await loadEvents(right)),
    stubs: compare(toStubs(await toClient(left).stubs()), toStubs(await toClient(right).stubs())),
  };
}

async function loadTrackers(session: string): Promise<Things> {
  const trackers = new Map<string, Thing>();
  const client = toClient(session);
  for (let offset = 0; ; offset += PAGE) {
    const page = await client.trackers.list({ offset, limit: PAGE });
    for (const { tracker } of page.trackers) trackers.set(tracker.id, tracker);
    if (offset + PAGE >= page.total) return trackers;
  }
}

async function loadEvents(session: string): Promise<Things> {
  return new Map((await toClient(session).events.list()).map((event) => [event.id, event]));
}

/** The ids of stubs and how often they applied say nothing about another session. */
function toStubs(stubs: readonly Stub[]): Things {
  const byText = new Map<string, Thing>();
  for (const { id: _, applied: _applied, ...input } of stubs) {
    const text = JSON.stringify(input);
    // A session can have the same stub twice.
    let key = text;
    for (let copy = 2; byText.has(key); copy += 1) key = `${text} (${copy})`;
    byText.set(key, {});
  }
  return byText;
}

function compare(before: Things, after: Things): Difference {
  const changed = new Map<string, readonly MemberDifference[]>();
  for (const [key, thing] of before) {
    const other = after.get(key);
    const members = other === undefined ? [] : compareMembers(thing, other);
    if (members.length > 0) changed.set(key, members);
  }
  const added = without(after, before);
  const removed = without(before, after);
  return { added, removed, changed, same: before.size - removed.size - changed.size };
}

function without(things: Things, others: Things): Things {
  return new Map([...things].filter(([key]) => !others.has(key)));
}

function compareMembers(left: Thing, right: Thing): MemberDifference[] {
  const names = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...names]
    .map((name) => ({ name, before: left[name], after: right[name] }))
    .filter(({ before, after }) => before !== after && JSON.stringify(before) !== JSON.stringify(after));
}
