import type { ClockInput } from '../control/control-types.ts';
import type { World, WorldContent } from '../trackers/world.ts';
import { createWorld } from '../trackers/world.ts';
import type { SavedSession } from './load-state.ts';
import type { ScenarioContext } from './scenario-run.ts';
import type { WaitReason } from './scenario-state.ts';
import { restoreScenario } from './scenario-state.ts';
import type { Clock, SessionClock } from './session-clock.ts';
import { createSessionClock } from './session-clock.ts';
import { DEFAULT_SESSION } from './session-name.ts';
import type { SessionStore } from './session-store.ts';
import type { SessionStart } from './session.ts';
import { countState } from './session.ts';

/**
 * Gives sessions what a state file holds. Their worlds count as fixtures do: only what is changed from now on counts as a change.
 *
 * @param fixedClock the clock that the mock was started with, which wins
 * @returns why the scenario of the mock waits in the default session, or undefined if it does not
 */
export function restoreState(
  saved: readonly SavedSession[],
  sessions: SessionStore,
  start: SessionStart,
  fixedClock: ClockInput | undefined,
  scenarios: ScenarioContext,
): WaitReason | undefined {
  let waits: WaitReason | undefined;
  for (const { name, content, clock, stubs, snapshots, scenario } of saved) {
    const session = sessions.use(name);
    const restore = (world: WorldContent): World => createWorld(world).fork(session.memory);
    session.world = restore(content);
    const isClockKept = fixedClock !== undefined || clock === undefined;
    if (!isClockKept) session.clock = toClock(start.machine, clock);
    if (stubs !== undefined) session.stubs.restore(stubs, start.stubs, scenario?.stubs);
    const reason = restoreScenario(session, scenario, isClockKept, scenarios);
    if (name === DEFAULT_SESSION) waits = reason;
    for (const snapshot of snapshots) {
      session.snapshots.set(snapshot.name, {
        world: restore(snapshot.content),
        clock: toClock(start.machine, snapshot.clock),
      });
    }
    countState(session);
  }
  return waits;
}

function toClock(machine: Clock, input: ClockInput | undefined): SessionClock {
  const clock = createSessionClock(machine);
  if (input !== undefined) clock.set(input);
  return clock;
}
