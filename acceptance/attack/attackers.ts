// The process that attacks, so that its own work does not slow down the measurements of `main.ts`: `node attackers.js TARGET`.
import { setTimeout as sleep } from 'node:timers/promises';
import { FILLS } from './fills.ts';
import { STALLS } from './stalls.ts';
import type { Attack, Tally, Target } from './target.ts';

/** What `main.ts` gives this process as its argument, as JSON. */
export type TargetOptions = Omit<Target, 'isOver'>;

/** What one attack came to. */
export interface AttackResult {
  readonly name: string;
  readonly tally: Tally;
  /** The outcomes that had to occur and did not. */
  readonly missed: readonly string[];
}

/** The time between the starts of two attacks, in milliseconds. */
const BETWEEN = 500;

async function start({ name, reaches, run }: Attack, target: Target): Promise<AttackResult> {
  const tally: Tally = {};
  const missing = new Set(reaches);
  missed.set(name, missing);
  await run(target, (outcome) => {
    tally[outcome] = (tally[outcome] ?? 0) + 1;
    missing.delete(outcome);
    if (missing.size === 0) missed.delete(name);
  });
  return { name, tally, missed: [...missing] };
}

const options = JSON.parse(process.argv[2] ?? '') as TargetOptions;
/** What has not occurred yet, by attack. On a slow machine it takes longer. */
const missed = new Map<string, ReadonlySet<string>>();
const end = performance.now() + options.duration;
const target: Target = {
  ...options,
  isOver: () => performance.now() >= (missed.size === 0 ? end : end + options.extension),
};
/** `ATTACK_ONLY` is part of the names of the attacks to run. */
const attacks = [...STALLS, ...FILLS].filter(({ name }) => name.includes(process.env['ATTACK_ONLY'] ?? ''));
const results = await Promise.all(
  attacks.map(async (attack, index) => {
    // Connections that all come about at once would measure only that.
    await sleep(index * BETWEEN);
    return start(attack, target);
  }),
);
process.send?.(results, undefined, {}, () => process.exit());
