import { setTimeout as sleep } from 'node:timers/promises';

/** How often a round is tried again that was void, or that other work on the machine disturbed. */
const MORE_TRIES = 2;
/** How long it waits before that, in milliseconds. */
const PAUSE = 500;

/**
 * Measures several things in turn, round by round, so that what the machine does meanwhile meets all of them. Each round begins with another one.
 *
 * @param entries `{ name, measure() }`; `measure` gives a sample, which may be `{ void: reason }` or have `isDisturbed`
 * @returns a Map from each name to `{ samples, failure? }`; `failure` where too few rounds counted
 */
export async function runRounds(entries, rounds, log) {
  const results = new Map(entries.map(({ name }) => [name, { samples: [] }]));
  for (let round = 0; round < rounds; round += 1) {
    for (let turn = 0; turn < entries.length; turn += 1) {
      const { name, measure } = entries[(round + turn) % entries.length];
      const result = results.get(name);
      if (result.failure !== undefined) continue;
      const sample = await measureWell(measure);
      if (sample.void !== undefined) {
        result.failure = sample.void;
        log(`${name}: void, ${sample.void}`);
      } else result.samples.push(sample);
    }
    log(`round ${round + 1} of ${rounds} done`);
  }
  return results;
}

async function measureWell(measure) {
  let sample;
  for (let tries = 0; tries <= MORE_TRIES; tries += 1) {
    if (tries > 0) await sleep(PAUSE);
    sample = await measure();
    if (sample.void === undefined && sample.isDisturbed !== true) return sample;
  }
  return sample;
}
