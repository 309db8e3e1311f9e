import type { Random } from '../samples/random.ts';
import { createRandom } from '../samples/random.ts';
import type { Position, Scenario, Step } from './scenario.ts';

/** A step with its time. */
export interface PlannedStep {
  readonly step: Step;
  /** In microseconds since the start of its round. */
  readonly at: number;
  /** Draws what the step leaves open. */
  readonly random: Random;
}

/**
 * Returns the next step of a round, or undefined if all are done. The same seed and position give the same time and draws. A step never
 * overtakes the one before it, which may be late by its jitter: by whole milliseconds, which read better in a log.
 */
export function planStep(
  { steps }: Scenario,
  { round, done, last }: Pick<Position, 'round' | 'done' | 'last'>,
  seed: string,
): PlannedStep | undefined {
  const step = steps[done];
  if (step === undefined) return undefined;
  const { from, after, jitter } = step.timing;
  const random = createRandom(`${seed}/scenario/${round}/${done}`);
  const planned = from === 'start' ? Math.max(after, last) : last + after;
  return { step, at: planned + Math.floor((random() * jitter) / 1000) * 1000, random };
}

/** Returns how long a round can take, in microseconds: each step as late as its jitter allows. */
export function measureRound(steps: readonly Step[]): number {
  let last = 0;
  for (const { timing } of steps) {
    const { from, after, jitter } = timing;
    last = (from === 'start' ? Math.max(after, last) : last + after) + jitter;
  }
  return last;
}
