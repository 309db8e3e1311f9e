import { FIXTURE_DEPTH, SCENARIO_ROUND, SCENARIO_SIZE, SCENARIO_STEPS, SCENARIO_TIME } from '../budgets.ts';
import { listInputProblems } from '../control/check-input.ts';
import type { Scenario as ScenarioInput, ScenarioStep } from '../control/control-types.ts';
import { SCENARIO_ACTIONS } from '../control/scenario-schemas.ts';
import { toShortJson } from '../control/short-json.ts';
import { isDeep } from '../trackers/depth.ts';
import { parseDuration } from './duration.ts';

/** Returns what is wrong with the form of a scenario, each problem beginning with its JSON pointer. */
export function listFormProblems(value: unknown): string[] {
  if (isDeep(value, FIXTURE_DEPTH)) return [`/ nests deeper than ${FIXTURE_DEPTH} levels`];
  return listInputProblems('Scenario', value, () => checkScenario(value as ScenarioInput));
}

/** @param scenario valid by its schema */
function* checkScenario({ steps, loop }: ScenarioInput): Generator<string> {
  if (steps.length === 0) yield '/steps is empty. Give at least one step';
  const count = countSteps(steps);
  if (count > SCENARIO_STEPS) {
    yield `/steps has ${count} steps, repetitions counted, and a scenario may have ${SCENARIO_STEPS}`;
    return;
  }
  const size = measureSteps(steps);
  if (size > SCENARIO_SIZE) {
    yield `/steps takes ${size} characters, repetitions counted, and a scenario may have ${SCENARIO_SIZE}`;
    return;
  }
  if (loop !== undefined) yield* checkTime(loop.every, '/loop/every', SCENARIO_ROUND);
  yield* checkSteps(steps, '/steps');
}

function* checkSteps(steps: readonly ScenarioStep[], at: string, isRepeated = false): Generator<string> {
  for (const [index, step] of steps.entries()) {
    const pointer = `${at}/${index}`;
    const [first, ...others] = SCENARIO_ACTIONS.filter((name) => step[name] !== undefined);
    if (first === undefined) yield `${pointer} does nothing. Give one of ${SCENARIO_ACTIONS.join(', ')}`;
    if (others.length > 0) yield `${pointer} has ${[first, ...others].join(' and ')}. Give each a step of its own`;
    yield* checkTime(step.at.replace(/^\+/, ''), `${pointer}/at`);
    if (isRepeated && !step.at.startsWith('+')) {
      yield `${pointer}/at must begin with + in a repetition, not ${toShortJson(step.at)}`;
    }
    if (step.jitter !== undefined) yield* checkTime(step.jitter, `${pointer}/jitter`);
    if (step.stub?.id !== undefined && !/^(?!fixture-)(?!\d+$)[A-Za-z0-9._-]{1,64}$/.test(step.stub.id)) {
      yield `${pointer}/stub/id must be 1 to 64 of A-Z a-z 0-9 . _ -, not digits alone, and not begin with fixture-, not ${toShortJson(step.stub.id)}`;
    }
    if (step.repeat === undefined) continue;
    yield* checkTime(step.repeat.every, `${pointer}/repeat/every`);
    const longest = sum(step.repeat.steps, ({ at: after }) => parseDuration(after.replace(/^\+/, '')) ?? 0);
    if (longest > (parseDuration(step.repeat.every) ?? longest)) {
      yield `${pointer}/repeat/every is shorter than its steps, which take ${longest / 1e6}s. Give at least that`;
    }
    if (step.repeat.steps.length === 0) yield `${pointer}/repeat/steps is empty. Give at least one step`;
    if (isRepeated) yield `${pointer}/repeat is in another repeat. Write its steps out`;
    else yield* checkSteps(step.repeat.steps, `${pointer}/repeat/steps`, true);
  }
}

function* checkTime(text: string, pointer: string, least = 0): Generator<string> {
  const time = parseDuration(text);
  if (time === undefined) yield `${pointer} must be a time such as 20s, 1m30s or 500ms, not ${toShortJson(text)}`;
  else if (time > SCENARIO_TIME * 1000) yield `${pointer} must be 24h at most, not ${toShortJson(text)}`;
  else if (time < least * 1000) yield `${pointer} must be ${least}ms at least, not ${toShortJson(text)}`;
}

function countSteps(steps: readonly ScenarioStep[]): number {
  return sum(steps, ({ repeat }) => (repeat === undefined ? 1 : repeat.times * countSteps(repeat.steps)));
}

function measureSteps(steps: readonly ScenarioStep[]): number {
  return sum(steps, (step) => {
    const { repeat } = step;
    return repeat === undefined ? JSON.stringify(step).length : repeat.times * measureSteps(repeat.steps);
  });
}

function sum(steps: readonly ScenarioStep[], measure: (step: ScenarioStep) => number): number {
  let total = 0;
  for (const step of steps) total += measure(step);
  return total;
}
