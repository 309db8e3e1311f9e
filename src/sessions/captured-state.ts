import type { ClockInput, StubInput } from '../control/control-types.ts';
import type { Position } from '../scenarios/scenario.ts';
import type { World } from '../trackers/world.ts';
import type { SavedScenario } from './scenario-state.ts';
import { captureScenario } from './scenario-state.ts';
import type { SessionClock } from './session-clock.ts';
import { DEFAULT_SESSION } from './session-name.ts';
import type { SessionStore } from './session-store.ts';
import type { Session, Snapshot } from './session.ts';
import { countState } from './session.ts';
import { hasSameContent } from './world-changes.ts';

/** What a session had at one moment. The session goes on, and this does not change any more. */
export interface CapturedSession {
  readonly name: string;
  readonly world: World;
  readonly clock: SessionClock;
  readonly stubs: readonly StubInput[];
  /** {@link StubList.version} of that moment. */
  readonly stubsVersion: object;
  readonly scenario: SavedScenario | undefined;
  /** {@link ScenarioRun.position} of that moment. */
  readonly position: Position | undefined;
  readonly snapshots: readonly (readonly [name: string, Snapshot])[];
}

/** The default session comes first. */
export type CapturedState = readonly [CapturedSession, ...CapturedSession[]];

/** Which sessions are kept in a state file: only the default one, without its snapshots, or all of them with everything they have. */
export type StateScope = 'default' | 'all';

/** Captures sessions, the default one first, then the least recently used. In constant time for each session. */
export function captureState(sessions: SessionStore, scope: StateScope): CapturedState {
  const [first, ...others] = listSessions(sessions, scope);
  return [captureSession(first, scope), ...others.map((session) => captureSession(session, scope))];
}

function captureSession(session: Session, scope: StateScope): CapturedSession {
  const { name, clock, stubs, snapshots, scenario } = session;
  const world = session.world.fork();
  // Since the last capture, what was written several times counted as often.
  countState(session);
  return {
    name,
    world,
    clock: clock.copy(),
    stubs: stubs.inputs(),
    stubsVersion: stubs.version,
    scenario: captureScenario(session),
    position: scenario?.position,
    snapshots: scope === 'all' ? [...snapshots] : [],
  };
}

/**
 * Whether sessions have what they had when they were captured. Compares no trackers, so that it can be called often.
 *
 * @param isLast whether the mock stops, so that the place of a scenario that is being played counts: it goes on there
 */
export function isCurrent(
  captured: CapturedState,
  sessions: SessionStore,
  scope: StateScope,
  isLast: boolean,
): boolean {
  const present = listSessions(sessions, scope);
  if (present.length !== captured.length) return false;
  // The order changes with each use.
  const byName = new Map(captured.map((session) => [session.name, session]));
  return present.every((session) => {
    const before = byName.get(session.name);
    return before !== undefined && isSame(before, session, scope) && !(isLast && isPlayed(session));
  });
}

function isSame(before: CapturedSession, session: Session, scope: StateScope): boolean {
  return (
    hasSameContent(before.world, session.world) &&
    session.clock.isSame(before.clock) &&
    session.stubs.version === before.stubsVersion &&
    session.scenario?.position === before.position &&
    (scope === 'default' ||
      (session.snapshots.size === before.snapshots.length &&
        before.snapshots.every(([name, snapshot]) => session.snapshots.get(name) === snapshot)))
  );
}

/** Whether the scenario of the mock is being played in a session. */
function isPlayed({ scenario: run, clock }: Session): boolean {
  return run?.position !== undefined && !run.isOwn && clock.isMoving;
}

function listSessions(sessions: SessionStore, scope: StateScope): [Session, ...Session[]] {
  // Somebody may have deleted it: then it starts anew, as for a request.
  const first = sessions.find(DEFAULT_SESSION) ?? sessions.use(DEFAULT_SESSION);
  return scope === 'default' ? [first] : [first, ...sessions.list().filter((session) => session !== first)];
}

/** Returns a clock as it can be set again. A real clock follows the machine, so it has no time of its own. */
export function toClockInput(clock: SessionClock): ClockInput {
  const { now, ...rest } = clock.state();
  return rest.mode === 'real' ? rest : { now, ...rest };
}
