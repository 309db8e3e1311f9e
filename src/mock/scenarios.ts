import { rehearse } from '../scenarios/load-scenario.ts';
import type { ScenarioContext } from '../sessions/scenario-run.ts';
import { catchUp } from '../sessions/scenario-run.ts';
import { createSessionClock } from '../sessions/session-clock.ts';
import type { SessionStore } from '../sessions/session-store.ts';
import type { SessionStart } from '../sessions/session.ts';
import type { FixtureRules } from '../trackers/fixture.ts';

/** The scenarios of a mock's sessions. */
export interface Scenarios {
  readonly context: ScenarioContext;
  /** Performs the steps of all sessions whose time has come. Returns whether a scenario is being played. */
  readonly catchUp: (sessions: SessionStore) => boolean;
  /** Calls a listener after each step of a scenario. */
  readonly onStep: (listener: ScenarioContext['onStep']) => void;
  /** Calls a listener when a scenario begins to be played. */
  readonly onPlay: (listener: ScenarioContext['onPlay']) => void;
}

export function createScenarios(getStart: () => SessionStart, rules: FixtureRules): Scenarios {
  const stepListeners: ScenarioContext['onStep'][] = [];
  const playListeners: ScenarioContext['onPlay'][] = [];
  const context: ScenarioContext = {
    rules,
    getStart,
    onStep(session, step) {
      for (const listener of stepListeners) listener(session, step);
    },
    onPlay() {
      for (const listener of playListeners) listener();
    },
  };
  return {
    context,
    catchUp(sessions) {
      let isPlaying = false;
      for (const session of sessions.list()) {
        const { scenario: run } = session;
        if (run?.position === undefined) continue;
        catchUp(session, run, context);
        isPlaying ||= session.clock.isMoving;
      }
      return isPlaying;
    },
    onStep: (listener) => void stepListeners.push(listener),
    onPlay: (listener) => void playListeners.push(listener),
  };
}

/** @throws {MockError} `scenario-invalid` if the scenario that sessions start with does not fit the world that they start with */
export function checkStart(
  { scenario, world, stubs, clock: input, machine, seed }: SessionStart,
  rules: FixtureRules,
): void {
  if (scenario === undefined) return;
  const clock = createSessionClock(machine);
  if (input !== undefined) clock.set(input);
  rehearse(scenario, { world, stubs, now: clock.now(), seed }, rules);
}
