import type { ClockInput } from '../control/control-types.ts';
import type { World, WorldContent } from '../trackers/world.ts';
import { createWorld } from '../trackers/world.ts';
import type { SavedSession } from './load-state.ts';
import type { Clock, SessionClock } from './session-clock.ts';
import { createSessionClock } from './session-clock.ts';
import type { SessionStore } from './session-store.ts';
import type { SessionStart } from './session.ts';
import { countState } from './session.ts';

/**
 * Gives sessions what a state file holds. Their worlds count as fixtures do: only what is changed from now on counts as a change.
 *
 * @param fixedClock the clock that the mock was started with, which wins
 */
export function restoreState(
  saved: readonly SavedSession[],
  sessions: SessionStore,
  start: SessionStart,
  fixedClock: ClockInput | undefined,
): void {
  for (const { name, content, clock, stubs, snapshots } of saved) {
    const session = sessions.use(name);
    const restore = (world: WorldContent): World => createWorld(world).fork(session.memory);
    session.world = restore(content);
    if (fixedClock === undefined && clock !== undefined) session.clock = toClock(start.machine, clock);
    if (stubs !== undefined) session.stubs.restore(stubs, start.stubs);
    for (const snapshot of snapshots) {
      session.snapshots.set(snapshot.name, {
        world: restore(snapshot.content),
        clock: toClock(start.machine, snapshot.clock),
      });
    }
    countState(session);
  }
}

function toClock(machine: Clock, input: ClockInput | undefined): SessionClock {
  const clock = createSessionClock(machine);
  if (input !== undefined) clock.set(input);
  return clock;
}
