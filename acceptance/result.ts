import { readNumber } from './number-variable.ts';

/** The result of one acceptance test. It passes if there are requests, no differences and no failures. */
export interface AcceptanceResult {
  readonly name: string;
  /** The number of requests that were sent. */
  readonly requests: number;
  /** The number of requests that two implementations answer differently. */
  readonly differences: number;
  /** One line each. */
  readonly failures: readonly string[];
}

/** The number of failures that are printed. */
const SHOWN = 50;

/** Prints the failures, then the counts on the last line, which `run.mjs` reads for its table. Sets exit code 1 if the test did not pass. */
export function printResult({ name, requests, differences, failures }: AcceptanceResult): void {
  for (const failure of failures.slice(0, SHOWN)) say(`FAILED ${failure}`);
  if (failures.length > SHOWN) say(`… and ${failures.length - SHOWN} more`);
  say(`${name}: ${requests} requests, ${differences} differences, ${failures.length} failures`);
  if (requests === 0 || differences > 0 || failures.length > 0) process.exitCode = 1;
}

export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Returns the seed that `SEED` gives, or a new one, and prints it so that the run can be repeated. */
export function drawSeed(): number {
  const seed = readNumber('SEED', Math.floor(Math.random() * 2 ** 31), { least: 0 });
  say(`seed ${seed} (SEED=${seed} repeats it)`);
  return seed;
}
