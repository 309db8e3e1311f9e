import { readNumber } from './number-variable.ts';

/** What a judge found. All zero but the requests is well. */
export interface Verdict {
  readonly judge: string;
  /** How many requests were judged. */
  readonly requests: number;
  /** Where two implementations differ. */
  readonly differences: number;
  /** What is wrong, one line each. */
  readonly failures: readonly string[];
}

/** How many failures are printed; a judge that fails throughout needs no more. */
const SHOWN = 50;

/** Prints a judge's failures, then its counts on the last line, from which `run.mjs` makes its table. Exits with 1 where all is not well. */
export function printVerdict({ judge, requests, differences, failures }: Verdict): void {
  for (const failure of failures.slice(0, SHOWN)) say(`FAILED ${failure}`);
  if (failures.length > SHOWN) say(`… and ${failures.length - SHOWN} more`);
  say(`${judge}: ${requests} requests, ${differences} differences, ${failures.length} failures`);
  if (requests === 0 || differences > 0 || failures.length > 0) process.exitCode = 1;
}

export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** The seed of a run: the one that `SEED` repeats, or a new one. Printed, so that a run can be repeated. */
export function drawSeed(): number {
  const seed = readNumber('SEED', Math.floor(Math.random() * 2 ** 31), { least: 0 });
  say(`seed ${seed} (SEED=${seed} repeats it)`);
  return seed;
}
