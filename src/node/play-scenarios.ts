import { SCENARIO_PERIOD } from '../budgets.ts';
import type { Scenarios } from '../mock/scenarios.ts';
import type { SessionStore } from '../sessions/session-store.ts';

/**
 * Performs the steps of scenarios in their time, also if nobody looks at a session: they are logged then, and saved with the state. There is
 * a timer only while a scenario is being played, and it does not keep the process running.
 *
 * @returns a function that stops it
 */
export function playScenarios(scenarios: Scenarios, sessions: SessionStore): () => void {
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  const start = (): void => {
    if (!isStopped) timer ??= setInterval(look, SCENARIO_PERIOD).unref();
  };
  const stop = (): void => {
    clearInterval(timer);
    timer = undefined;
  };
  const look = (): void => {
    if (!scenarios.catchUp(sessions)) stop();
  };
  scenarios.onPlay(start);
  if (scenarios.catchUp(sessions)) start();
  return () => {
    isStopped = true;
    stop();
  };
}
