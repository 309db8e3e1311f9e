import type { ClockInput } from '../control/control-types.ts';
import type { MemoryBudget } from '../journal/byte-queue.ts';
import type { Journal } from '../journal/journal.ts';
import { createJournal } from '../journal/journal.ts';
import type { Random } from '../stubs/random.ts';
import { createRandom } from '../stubs/random.ts';
import type { StubList } from '../stubs/stub-list.ts';
import { createStubList } from '../stubs/stub-list.ts';
import type { World } from '../trackers/world.ts';
import type { Clock, SessionClock } from './session-clock.ts';
import { createSessionClock } from './session-clock.ts';

/** A world that was kept, with the time it had. Forked before it is used, so it stays as it is. */
export interface Snapshot {
  readonly world: World;
  readonly clock: SessionClock;
}

/** Everything that one session has to itself. */
export interface Session {
  readonly name: string;
  /** When it was used last: a reading of `performance.now()`. */
  usedAt: number;
  world: World;
  clock: SessionClock;
  random: Random;
  readonly stubs: StubList;
  readonly journal: Journal;
  readonly snapshots: Map<string, Snapshot>;
}

/** What a session starts with, and what a reset brings back. */
export interface SessionStart {
  /** Forked for each session. */
  readonly world: World;
  readonly machine: Clock;
  readonly clock: ClockInput | undefined;
  readonly seed: string;
  readonly journalSize: number;
  readonly budget: MemoryBudget;
}

export function createSession(name: string, start: SessionStart): Session {
  return {
    name,
    usedAt: 0,
    ...startState(name, start),
    stubs: createStubList(),
    journal: createJournal(start.journalSize, start.budget),
    snapshots: new Map(),
  };
}

/** Brings a session back to its start, snapshots apart. In constant time: the world is a fork of one that nobody changes. */
export function resetSession(session: Session, start: SessionStart): void {
  Object.assign(session, startState(session.name, start));
  session.stubs.clear();
  session.journal.clear();
}

function startState(name: string, start: SessionStart): Pick<Session, 'world' | 'clock' | 'random'> {
  const clock = createSessionClock(start.machine);
  if (start.clock !== undefined) clock.set(start.clock);
  return { world: start.world.fork(), clock, random: createRandom(`${start.seed}/${name}`) };
}
