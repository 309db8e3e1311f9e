import { checkInput } from '../control/check-input.ts';
import type { ScenarioStatus } from '../control/control-types.ts';
import { MockError } from '../mock-error.ts';
import { loadScenario, rehearse } from '../scenarios/load-scenario.ts';
import type { ScenarioContext } from './scenario-run.ts';
import { attachScenario, pause, play, restart, stepOnce, toScenarioStatus } from './scenario-run.ts';
import type { SessionControl } from './session-control.ts';
import type { ScenarioRun, Session } from './session.ts';
import { countState } from './session.ts';

/** @param run runs a step with the session, in a promise */
export function createScenarioControl(
  run: <T>(step: (session: Session) => T) => Promise<T>,
  context: ScenarioContext,
): SessionControl['scenario'] {
  const change = (task: string, step: (session: Session, found: ScenarioRun) => void): Promise<ScenarioStatus> =>
    run((session) => {
      if (session.scenario === undefined) throw noScenario(task);
      step(session, session.scenario);
      return toScenarioStatus(session, context);
    });

  return {
    status: () => run((session) => toScenarioStatus(session, context)),
    load: (content) =>
      run((session) => {
        const { rules, getStart } = context;
        const { seed, stubs, speed } = getStart();
        const scenario = loadScenario(content, rules);
        const now = session.clock.now();
        rehearse(scenario, { world: session.world, stubs, now, seed }, rules);
        // Before the former one is given up.
        session.memory.take(scenario.bytes);
        attachScenario(session, scenario, speed, true);
        return toScenarioStatus(session, context);
      }),
    remove: () =>
      run((session) => {
        if (session.scenario === undefined) throw noScenario('remove');
        session.scenario = undefined;
        countState(session);
      }),
    play: (input = {}) => {
      return change('play', (session, found) => {
        checkInput('ScenarioPlayInput', input, 'play the scenario');
        play(session, found, input.speed ?? found.speed, context);
      });
    },
    pause: () => change('pause', pause),
    step: () => change('step', (session, found) => stepOnce(session, found, context)),
    restart: () => change('restart', (session, found) => restart(session, found, context)),
  };
}

function noScenario(task: string): MockError {
  return new MockError(
    'not-found',
    `Failed to ${task} the scenario: the session has none. Load one with PUT /__admin/scenario, or start the mock with --scenario.`,
  );
}
