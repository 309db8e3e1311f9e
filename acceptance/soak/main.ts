import { setTimeout as sleep } from 'node:timers/promises';
import { readNumber } from '../number-variable.ts';
import { createRandom } from '../random.ts';
import { drawSeed, printResult, say } from '../result.ts';
import type { Holding } from '../served-mock.ts';
import { serveMock } from '../served-mock.ts';
import { createUser } from './user.ts';

const MINUTES = readNumber('SOAK_MINUTES', 3, { least: 0.1, isWhole: false });
/** How many users there are at a time, each in a session of its own, and how often one of them begins something, in milliseconds. */
const USERS = 48;
const PACE = 5;
/** How often the mock's memory is read, in milliseconds. */
const SAMPLE_EVERY = 1000;
/** How much higher the last third may be than the middle one. */
const TOLERANCE = 1.05;

const seed = drawSeed();
const failures: string[] = [];
const mock = await serveMock([]);
const end = Date.now() + MINUTES * 60_000;
const samples: Holding[] = [];
let requests = 0;

await Promise.all([watchMemory(), ...Array.from({ length: USERS }, (_, index) => use(index))]);
await mock.stop();
failures.push(...mock.complaints);

const [, middle, last] = toThirds('resident', (holding) => holding.rss);
toThirds('heap', (holding) => holding.heapUsed);
// Without three samples there is nothing to compare.
if (!(samples.length >= 3 && last <= middle * TOLERANCE)) {
  failures.push(
    `resident memory grows by ${((last / middle - 1) * 100).toFixed(1)} % from the middle third to the last`,
  );
}
printResult({ name: 'soak', requests, differences: 0, failures });

async function watchMemory(): Promise<void> {
  while (Date.now() < end) {
    await sleep(SAMPLE_EVERY);
    // Without forcing a collection, since no process in production has that.
    samples.push(await mock.measure('asItIs'));
  }
}

/** Users come and go: each does some dozens of things, then another one with a session of its own takes the place. */
async function use(index: number): Promise<void> {
  for (let turn = 0; Date.now() < end; turn++) {
    const user = createUser(mock.url, `soak-${index}-${turn % 2}`, createRandom(seed, 'soak', index, turn));
    try {
      await user.begin();
      for (let count = 0; count < 60 && Date.now() < end; count++) {
        await user.act();
        await sleep(PACE);
      }
      await user.leave();
    } catch (error) {
      failures.push(`${user.session}: ${String(error)}`);
    }
    requests += user.requests;
  }
}

/**
 * The highest of the first, the middle and the last third, in bytes. Between two collections the heap rises to twice its size, so a mean
 * would tell above all where in that rise a third begins; a leak lifts the top.
 */
function toThirds(name: string, read: (holding: Holding) => number): [first: number, middle: number, last: number] {
  const third = Math.floor(samples.length / 3);
  const toHighest = (index: number): number =>
    Math.max(...samples.slice(index * third, (index + 1) * third).map((holding) => read(holding)));
  const highest: [number, number, number] = [toHighest(0), toHighest(1), toHighest(2)];
  say(
    `${name} memory, the highest of each third: ${highest.map((bytes) => `${(bytes / 2 ** 20).toFixed(1)} MiB`).join(', ')}`,
  );
  return highest;
}
