import { setTimeout as sleep } from 'node:timers/promises';

/** How often a round is retried that was void or disturbed by other work on the machine. */
const MAX_RETRIES = 2;
/** The pause before a retry, in milliseconds. */
const PAUSE = 500;

/**
 * Measures several entries in turn, round by round, so that other work on the machine affects all of them. Each round begins with another
 * entry.
 *
 * @param entries `{ name, measure() }`; `measure` returns a sample, which may be `{ void: reason }` or have `isDisturbed`
 * @returns a Map from each name to `{ samples, failure? }`; `failure` is set if a round was void
 */
export async function runRounds(entries, rounds, log) {
  const results = new Map(entries.map(({ name }) => [name, { samples: [] }]));
  for (let round = 0; round < rounds; round += 1) {
    for (let turn = 0; turn < entries.length; turn += 1) {
      const { name, measure } = entries[(round + turn) % entries.length];
      const result = results.get(name);
      if (result.failure !== undefined) continue;
      const sample = await measureUndisturbed(measure);
      if (sample.void !== undefined) {
        result.failure = sample.void;
        log(`${name}: void, ${sample.void}`);
      } else result.samples.push(sample);
    }
    log(`round ${round + 1} of ${rounds} done`);
  }
  return results;
}

async function measureUndisturbed(measure) {
  let sample;
  for (let tries = 0; tries <= MAX_RETRIES; tries += 1) {
    if (tries > 0) await sleep(PAUSE);
    sample = await measure();
    if (sample.void === undefined && sample.isDisturbed !== true) return sample;
  }
  return sample;
}
