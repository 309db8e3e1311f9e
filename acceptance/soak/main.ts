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
/** How much higher the last third may be than the one before it. */
const TOLERANCE = 1.05;
/** How many further thirds it may take: on a slow machine the sessions take longer to fill, and then the memory rises no more; a leak goes on. */
const FURTHER = 3;

const seed = drawSeed();
const failures: string[] = [];
const mock = await serveMock([]);
let end = Date.now() + MINUTES * 60_000;
const samples: Holding[] = [];
/** How many samples a third of the planned time had. */
let third = 1;
let requests = 0;

await Promise.all([watchMemory(), ...Array.from({ length: USERS }, (_, index) => use(index))]);
await mock.stop();
failures.push(...mock.complaints);

const resident = toThirds('resident', (holding) => holding.rss);
toThirds('heap', (holding) => holding.heapUsed);
// Without three thirds there is nothing to compare.
if (resident.length < 3 || isGrowing(resident)) {
  failures.push(
    `resident memory grows from third to third, by more than ${Math.round((TOLERANCE - 1) * 100)} % in the last`,
  );
}
printResult({ name: 'soak', requests, differences: 0, failures });

async function watchMemory(): Promise<void> {
  let further = 0;
  while (Date.now() < end) {
    await sleep(SAMPLE_EVERY);
    // Without forcing a collection, since no process in production has that.
    samples.push(await mock.measure('asItIs'));
    // Before the users see that the time is over.
    const isEnding = Date.now() > end - 2 * SAMPLE_EVERY;
    if (further === 0) third = Math.max(1, Math.floor(samples.length / 3));
    if (isEnding && further < FURTHER && isGrowing(listHighest((holding) => holding.rss))) {
      further += 1;
      end += MINUTES * 20_000;
    }
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
 * The highest of each third, in bytes, counted from the end. Between two collections the heap rises to twice its size, so a mean would tell above
 * all where in that rise a third begins; a leak lifts the top.
 */
function listHighest(read: (holding: Holding) => number): readonly number[] {
  const values = samples.map((holding) => read(holding));
  return Array.from({ length: Math.floor(values.length / third) }, (_, index) =>
    Math.max(...values.slice(values.length - (index + 1) * third, values.length - index * third)),
  ).toReversed();
}

function isGrowing(highest: readonly number[]): boolean {
  const [before = 0, last = 0] = highest.slice(-2);
  return last > before * TOLERANCE;
}

function toThirds(name: string, read: (holding: Holding) => number): readonly number[] {
  const highest = listHighest(read);
  const shown = highest.map((bytes) => `${(bytes / 2 ** 20).toFixed(1)} MiB`).join(', ');
  say(`${name} memory, the highest of each third: ${shown}`);
  return highest;
}
