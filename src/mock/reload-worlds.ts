import type { ScenarioContext } from '../sessions/scenario-run.ts';
import { startAgain } from '../sessions/scenario-run.ts';
import type { Session, SessionStart } from '../sessions/session.ts';
import { countState } from '../sessions/session.ts';
import { countChanges } from '../sessions/world-changes.ts';
import type { World } from '../trackers/world.ts';

export const RELOAD_MODES = ['replace', 'keep'] as const;
/** What happens to sessions with changes when the fixtures are loaded again: their world is replaced as well, or kept. */
export type ReloadMode = (typeof RELOAD_MODES)[number];

/** The sessions whose worlds had changes when the fixtures were loaded again. */
export interface ReloadedSessions {
  readonly sessions: number;
  /** The trackers and events that differed from the former fixtures. */
  readonly changes: number;
}

/**
 * Puts a new world in the place of those of sessions, or of those that have no changes. A scenario begins anew in it.
 *
 * @param former the world that sessions started with before
 */
export function reloadWorlds(
  sessions: readonly Session[],
  former: World,
  start: SessionStart,
  mode: ReloadMode,
  scenarios: ScenarioContext,
): ReloadedSessions {
  const changed = { sessions: 0, changes: 0 };
  for (const session of sessions) {
    const changes = countChanges(session.world, former);
    if (changes > 0) changed.sessions += 1;
    changed.changes += changes;
    const isReplaced = mode === 'replace' || changes === 0;
    if (isReplaced) session.world = start.world.fork(session.memory);
    session.stubs.load(start.stubs);
    if (isReplaced && session.scenario !== undefined) startAgain(session, session.scenario, scenarios);
    countState(session);
  }
  return changed;
}
