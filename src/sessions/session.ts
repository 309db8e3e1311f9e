import type { ClockInput, ScenarioStepInfo, StubInput } from '../control/control-types.ts';
import type { MemoryBudget } from '../journal/byte-queue.ts';
import type { Journal } from '../journal/journal.ts';
import { createJournal } from '../journal/journal.ts';
import type { Random } from '../samples/random.ts';
import { createRandom } from '../samples/random.ts';
import type { Position, Scenario } from '../scenarios/scenario.ts';
import type { FixtureStub, StubList } from '../stubs/stub-list.ts';
import { createStubList } from '../stubs/stub-list.ts';
import { estimateSize } from '../trackers/memory.ts';
import type { World } from '../trackers/world.ts';
import type { Clock, SessionClock } from './session-clock.ts';
import { createSessionClock } from './session-clock.ts';
import type { StateMemory } from './state-memory.ts';
import { measureWorlds } from './state-memory.ts';

/** A world that was kept, with the time it had. Forked before it is used, so it stays as it is. */
export interface Snapshot {
  readonly world: World;
  readonly clock: SessionClock;
  /** The scenario that the session had, and how far it had come. */
  readonly scenario?:
    | (Pick<Readonly<ScenarioRun>, 'position' | 'skipped' | 'last'> & { readonly run: ScenarioRun })
    | undefined;
}

/** A scenario in a session. */
export interface ScenarioRun {
  readonly scenario: Scenario;
  /** Whether it was loaded for this session only, so that its memory counts. */
  readonly isOwn: boolean;
  /** What the session had when the scenario began: what a restart and each round of a loop bring back. */
  start: ScenarioStart;
  /** Undefined until it begins. */
  position: Position | undefined;
  speed: number;
  /** How many steps did not fit. */
  skipped: number;
  last: ScenarioStepInfo | undefined;
}

export interface ScenarioStart {
  readonly world: World;
  readonly clock: SessionClock;
  readonly stubs: readonly StubInput[];
  /** The memory that the stubs take, in bytes. */
  readonly stubsBytes: number;
}

/** Everything that one session has to itself. */
export interface Session {
  readonly name: string;
  /** When it was used last: a reading of `performance.now()`. */
  usedAt: number;
  world: World;
  clock: SessionClock;
  random: Random;
  /** Whether violations are expected, so that they do not count. */
  allowsViolations: boolean;
  /** The seed of its draws, with its name. */
  readonly seed: string;
  readonly stubs: StubList;
  readonly journal: Journal;
  readonly snapshots: Map<string, Snapshot>;
  scenario: ScenarioRun | undefined;
  /** Counts what the session changes over the fixtures. */
  readonly memory: StateMemory;
}

/** What a session starts with, and what a reset brings back. */
export interface SessionStart {
  /** Forked for each session. */
  readonly world: World;
  readonly machine: Clock;
  readonly clock: ClockInput | undefined;
  readonly stubs: readonly FixtureStub[];
  readonly seed: string;
  readonly journalSize: number;
  readonly budget: MemoryBudget;
  /** The scenario that sessions have, and its speed. */
  readonly scenario: Scenario | undefined;
  readonly speed: number;
  /** Whether the default session begins by playing it. */
  readonly playsScenario: boolean;
}

export function createSession(name: string, start: SessionStart, memory: StateMemory): Session {
  return {
    name,
    usedAt: 0,
    seed: toSeed(name, start),
    ...startState(name, start, memory),
    stubs: createStubList(memory, start.stubs),
    journal: createJournal(start.journalSize, start.budget),
    snapshots: new Map(),
    scenario: undefined,
    memory,
  };
}

/** Brings a session back to its start, snapshots apart. In constant time: the world is a fork of one that nobody changes. */
export function resetSession(session: Session, start: SessionStart): void {
  Object.assign(session, startState(session.name, start, session.memory));
  session.scenario = undefined;
  session.stubs.clear();
  session.stubs.load(start.stubs);
  session.journal.clear();
  countState(session);
}

/**
 * Puts another world in the place of the session's, and other stubs in the place of all of its stubs if they are given.
 *
 * @throws {MockError} `insufficient-storage`. The session then keeps what it has
 */
export function replaceWorld(session: Session, world: World, stubs?: readonly StubInput[]): void {
  const stubsGrowth = stubs === undefined ? 0 : estimateSize(stubs) - session.stubs.bytes;
  session.memory.take(measureState(session, [world]) + stubsGrowth - session.memory.bytes);
  session.world = world;
  if (stubs !== undefined) session.stubs.replace(stubs);
  countState(session);
}

/** Returns what a session takes, in bytes, with given worlds in the place of its own. */
export function measureState({ stubs, snapshots, scenario }: Session, worlds: readonly World[]): number {
  const kept = [...snapshots.values()].map((snapshot) => snapshot.world);
  if (scenario === undefined) return stubs.bytes + measureWorlds([...worlds, ...kept]);
  const { start, isOwn } = scenario;
  const scenarioBytes = start.stubsBytes + (isOwn ? scenario.scenario.bytes : 0);
  return stubs.bytes + scenarioBytes + measureWorlds([...worlds, ...kept, start.world]);
}

/** Counts what a session takes after it let go of something. */
export function countState(session: Session): void {
  session.memory.adjust(measureState(session, [session.world]) - session.memory.bytes);
}

function startState(
  name: string,
  start: SessionStart,
  memory: StateMemory,
): Pick<Session, 'world' | 'clock' | 'random' | 'allowsViolations'> {
  const clock = createSessionClock(start.machine);
  if (start.clock !== undefined) clock.set(start.clock);
  return {
    world: start.world.fork(memory),
    clock,
    random: createRandom(toSeed(name, start)),
    allowsViolations: false,
  };
}

function toSeed(name: string, { seed }: SessionStart): string {
  return `${seed}/${name}`;
}
