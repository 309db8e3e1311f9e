import type { ScenarioRepeat, ScenarioStep } from '../control/control-types.ts';
import { parseDuration } from './duration.ts';
import type { Action, Step, Timing } from './scenario.ts';

/** Writes out the repetitions of steps, whose form was checked. */
export function expandSteps(steps: readonly ScenarioStep[]): Step[] {
  return steps.flatMap((step, index) => {
    const pointer = `/steps/${index}`;
    return step.repeat === undefined ? [toStep(step, pointer)] : expandRepeat(step, step.repeat, pointer);
  });
}

/** A repetition begins `every` after the one before it began; its steps follow one another. */
function expandRepeat(outer: ScenarioStep, { every, times, steps }: ScenarioRepeat, pointer: string): Step[] {
  let total = 0;
  for (const step of steps) total += toTiming(step).after;
  const start = toTiming(outer);
  const gap: Timing = { from: 'step before', after: toMicroseconds(every) - total, jitter: 0 };
  return Array.from({ length: times }, (_, round) =>
    steps.map((given, index) => {
      const step = toStep(fillIn(given, round + 1), `${pointer}/repeat/steps/${index}`);
      if (index > 0) return step;
      const { from, after, jitter } = round === 0 ? start : gap;
      const timing = { from, after: after + step.timing.after, jitter: jitter + step.timing.jitter };
      return { ...step, timing };
    }),
  ).flat();
}

function toStep(step: ScenarioStep, pointer: string): Step {
  return { pointer, timing: toTiming(step), action: toAction(step) };
}

function toTiming({ at, jitter = '0s' }: ScenarioStep): Timing {
  return {
    from: at.startsWith('+') ? 'step before' : 'start',
    after: toMicroseconds(at.replace(/^\+/, '')),
    jitter: toMicroseconds(jitter),
  };
}

function toAction({ event, tracker, stub, removeStub = '' }: ScenarioStep): Action {
  if (event !== undefined) return { kind: 'event', event };
  if (tracker !== undefined) return { kind: 'tracker', tracker };
  if (stub === undefined) return { kind: 'removeStub', id: removeStub };
  const { id, ...input } = stub;
  return { kind: 'stub', id, stub: input };
}

/** Puts the number of a repetition in the place of `{{n}}` in the texts of a step. */
function fillIn(step: ScenarioStep, number: number): ScenarioStep {
  return JSON.parse(JSON.stringify(step), (_, value: unknown) =>
    typeof value === 'string' ? value.replaceAll('{{n}}', String(number)) : value,
  ) as ScenarioStep;
}

function toMicroseconds(text: string): number {
  return parseDuration(text) ?? 0;
}
