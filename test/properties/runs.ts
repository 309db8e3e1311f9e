import { appendFileSync } from 'node:fs';
import type { Parameters } from 'fast-check';
import { afterAll } from 'vitest';
import { readNumber } from '../judges/number-variable.ts';

/** How often each property is tried. Few in `npm test`; the judge `properties` asks for many. */
const RUNS: number = readNumber('PROPERTY_RUNS', 30);

/** How often those are tried that send each step over a socket. */
export const THIRD_OF_RUNS: number = Math.ceil(RUNS / 3);

/** What a property runs with: `PROPERTY_SEED` repeats the seed that a failure printed. */
export function toParameters<T>(runs: number = RUNS): Parameters<T> {
  const seed = process.env['PROPERTY_SEED'];
  return {
    numRuns: runs,
    interruptAfterTimeLimit: 600_000,
    markInterruptAsFailure: true,
    ...(seed === undefined ? {} : { seed: Number(seed) }),
  };
}

let steps = 0;

/** Counts what was done to a mock, for the judge's table. */
export function countStep(): void {
  steps += 1;
}

afterAll(() => {
  const file = process.env['PROPERTY_COUNTS'];
  if (file !== undefined) appendFileSync(file, `${steps}\n`);
});
