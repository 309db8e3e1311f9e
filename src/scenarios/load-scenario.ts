import { countProblems, takeProblems } from '../control/check-input.ts';
import type { Scenario as ScenarioInput } from '../control/control-types.ts';
import { MockError } from '../mock-error.ts';
import { createStubList } from '../stubs/stub-list.ts';
import type { FixtureStub } from '../stubs/stub-list.ts';
import type { FixtureRules } from '../trackers/fixture.ts';
import { toJsonPointer, toSentence } from '../trackers/fixture.ts';
import { estimateSize, UNCOUNTED } from '../trackers/memory.ts';
import { LAST_TIME } from '../trackers/timestamp.ts';
import type { World } from '../trackers/world.ts';
import { applyStep } from './apply-step.ts';
import { listFormProblems } from './check-scenario.ts';
import { parseDuration } from './duration.ts';
import { expandSteps } from './expand-steps.ts';
import { measureRound, planStep } from './plan-step.ts';
import type { Scenario, Step } from './scenario.ts';

/**
 * Loads a scenario.
 *
 * @param name its file, for messages
 * @throws {MockError} `scenario-invalid` with the JSON pointer of each problem
 */
export function loadScenario(content: unknown, rules: FixtureRules, name?: string): Scenario {
  const problems = listFormProblems(content);
  if (problems.length > 0) throw toScenarioError(name, problems);
  // A copy, since the caller may change what it has given.
  const { description, steps: given, loop } = JSON.parse(JSON.stringify(content)) as ScenarioInput;
  const steps = expandSteps(given);
  const every = loop === undefined ? 0 : (parseDuration(loop.every) ?? 0);
  const further = takeProblems(listFurtherProblems(steps, every, rules));
  if (further.length > 0) throw toScenarioError(name, further);
  return {
    name,
    description,
    steps,
    loop: loop === undefined ? undefined : { every, times: loop.times ?? Number.POSITIVE_INFINITY },
    bytes: estimateSize(steps),
    digest: toDigest(JSON.stringify({ steps: given, loop })),
  };
}

function* listFurtherProblems(steps: readonly Step[], every: number, rules: FixtureRules): Generator<string> {
  let last = 0;
  for (const { pointer, action, timing } of steps) {
    const at = timing.from === 'start' ? timing.after : last + timing.after;
    if (at < last) {
      yield `${pointer}/at is ${at / 1e6}s after the start, and the step before it ${last / 1e6}s. Put it before that one`;
    }
    last = Math.max(last, at);
    if (action.kind !== 'stub') continue;
    for (const problem of rules.checkStub(action.stub)) yield `${pointer}/stub${problem.replace(/^\/ /, ' ')}`;
  }
  const longest = measureRound(steps);
  if (every > 0 && longest > every) {
    yield `/loop/every is shorter than the steps, which take up to ${longest / 1e6}s with their jitter. Give at least that`;
  }
}

/**
 * Checks that the steps of a scenario fit a world, by playing one round in a copy of it.
 *
 * @param now the time of the start, in microseconds since 1970
 * @throws {MockError} `scenario-invalid` with the JSON pointer of each problem
 */
export function rehearse(
  scenario: Scenario,
  start: { readonly world: World; readonly stubs: readonly FixtureStub[]; readonly now: number; readonly seed: string },
  rules: FixtureRules,
): void {
  const target = { world: start.world.fork(), stubs: createStubList(UNCOUNTED, start.stubs) };
  const problems = takeProblems(
    (function* () {
      let position = { round: 0, done: 0, last: 0 };
      let planned = planStep(scenario, position, start.seed);
      // Repetitions have the same mistakes.
      const seen = new Set<string>();
      while (planned !== undefined) {
        const { step, at } = planned;
        for (const { path, message, value } of applyStep(planned, target, rules, Math.min(start.now + at, LAST_TIME))) {
          const pointer = step.pointer + toJsonPointer(path);
          if (!seen.has(pointer)) yield `${step.pointer}${toSentence(path, message, value)}`;
          seen.add(pointer);
        }
        position = { round: 0, done: position.done + 1, last: at };
        planned = planStep(scenario, position, start.seed);
      }
    })(),
  );
  if (problems.length > 0) throw toScenarioError(scenario.name, problems);
}

function toScenarioError(name: string | undefined, problems: readonly string[]): MockError {
  const subject = name === undefined ? 'scenario' : `scenario ${JSON.stringify(name)}`;
  const message = `Failed to load the ${subject}: ${countProblems(problems)}. Fix what is listed.`;
  return new MockError('scenario-invalid', message, problems);
}

/** Returns 64 bits of a text as hexadecimal digits: two FNV-1a hashes. Not for secrets. */
function toDigest(text: string): string {
  let [a, b] = [0x811c9dc5, 0x01000193];
  for (let index = 0; index < text.length; index += 1) {
    a = Math.imul(a ^ text.charCodeAt(index), 0x01000193);
    b = Math.imul(b ^ text.charCodeAt(index), 0x85ebca6b);
  }
  return [a, b].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('');
}
