import { appendFileSync } from 'node:fs';
import type { Parameters } from 'fast-check';
import { afterAll } from 'vitest';
import { readNumber } from '../../acceptance/number-variable.ts';

/** The number of runs of each property: few in `npm test`, many in the acceptance test `properties`. */
const RUNS: number = readNumber('PROPERTY_RUNS', 30);

/** The number of runs of a property that sends each step over a socket. */
export const THIRD_OF_RUNS: number = Math.ceil(RUNS / 3);

/** The parameters of a property. `PROPERTY_SEED` repeats the seed that a failure printed. */
export function toParameters<T>(runs: number = RUNS): Parameters<T> {
  const seed = process.env['PROPERTY_SEED'];
  return {
    numRuns: runs,
    // oxlint-disable-next-line typescript/no-deprecated -- the plugin in its place has types for unknown values only
    interruptAfterTimeLimit: 600_000,
    // oxlint-disable-next-line typescript/no-deprecated -- as the limit that it belongs to: it is an option of the same plugin
    markInterruptAsFailure: true,
    ...(seed === undefined ? {} : { seed: Number(seed) }),
  };
}

let steps = 0;

/** Counts what was done to a mock, for the table of the acceptance test. */
export function countStep(): void {
  steps += 1;
}

afterAll(() => {
  const file = process.env['PROPERTY_COUNTS'];
  if (file !== undefined) appendFileSync(file, `${steps}\n`);
});
