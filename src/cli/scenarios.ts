import type { ScenarioStatus } from '../control/control-types.ts';
import type { PreparedMock } from '../node/create-tracker-mock.ts';
import { playScenarios } from '../node/play-scenarios.ts';
import { toScenarioStatus } from '../sessions/scenario-run.ts';
import { DEFAULT_SESSION } from '../sessions/session-name.ts';
import { toCountText } from './count-text.ts';
import type { Log } from './log.ts';
import type { ServeOptions } from './serve-options.ts';

/**
 * Logs the steps of scenarios, and performs them in their time. Called after the state was restored, since the scenario goes on in it.
 *
 * @returns a function that stops it
 */
export function startScenarios(
  { scenarios, sessions, getStart }: PreparedMock,
  { scenario, speed }: Pick<ServeOptions, 'scenario' | 'speed'>,
  log: Pick<Log, 'info' | 'warn'>,
): () => void {
  scenarios.onStep((session, { pointer, action, at, problem }) => {
    const where = session === DEFAULT_SESSION ? '' : ` of the session ${session}`;
    const step = `scenario${where}: ${action} of ${pointer} at ${at / 1000}s`;
    if (problem === undefined) log.info(step);
    else log.warn(`${step} is skipped, since ${problem}`);
  });
  if (scenario !== undefined) {
    const { steps = [], loop } = getStart().scenario ?? {};
    const rounds = loop === undefined ? '' : `, every ${loop.every / 1e6}s`;
    const session = sessions.find(DEFAULT_SESSION);
    const how =
      session === undefined ? `played at speed ${speed}` : describePlace(toScenarioStatus(session, scenarios.context));
    log.info(`scenario ${JSON.stringify(scenario)}: ${toCountText(steps.length, 'step')}${rounds}, ${how}`);
    // Creates the session, which begins to play.
    sessions.use(DEFAULT_SESSION);
  }
  return playScenarios(scenarios, sessions);
}

/** Describes where a scenario goes on in the world of a state file. */
function describePlace({ state, speed, position, round, rounds }: ScenarioStatus): string {
  if (state === 'ready') return 'not begun';
  if (state === 'ended') return 'ended already';
  const place = `${Math.floor(position) / 1000}s${rounds === 1 ? '' : ` of round ${round}`}`;
  return state === 'paused' ? `paused at ${place}` : `played on from ${place} at speed ${speed}`;
}
