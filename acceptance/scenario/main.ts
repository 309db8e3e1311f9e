import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { readNumber } from '../number-variable.ts';
import { findFile } from '../project.ts';
import { printResult, say } from '../result.ts';
import type { Holding } from '../served-mock.ts';
import { serveMock } from '../served-mock.ts';
import { createWorldCheck } from './world-check.ts';

const SECONDS = readNumber('SCENARIO_SECONDS', 600, { least: 10 });
/** A round of the scenario takes four seconds at this speed. */
const SPEED = 60;
const SCENARIO = findFile('fixtures/scenarios/working-day.json');
/** How often the world is looked at, in milliseconds: more often than steps happen on average. */
const LOOK_EVERY = 30;
/** How much more the heap may hold after the rounds of the last third than after those of the middle one, in bytes. */
const HEAP_TOLERANCE = 2 ** 20;

interface Status {
  readonly state: string;
  readonly round: number;
  readonly done: number;
  readonly skipped: number;
}

interface World {
  readonly trackers: readonly unknown[];
  readonly events: readonly unknown[];
  readonly stubs: readonly unknown[];
}

const failures: string[] = [];
let [requests, differences, looks] = [0, 0, 0];
const checkWorld = createWorldCheck();
const mock = await serveMock(['--scenario', SCENARIO, '--speed', String(SPEED), '--clock', '2026-08-18T20:36:00Z']);
const end = Date.now() + SECONDS * 1000;
const samples: Holding[] = [];
let present: Status = { state: '', round: 0, done: 0, skipped: 0 };
let stepped = await call<Status>('stepped', 'GET', 'scenario');
while (Date.now() < end) {
  const before = await call<Status>('default', 'GET', 'scenario');
  const world = await call<World>('default', 'GET', 'state');
  const after = await call<Status>('default', 'GET', 'scenario');
  if (before.round > present.round) samples.push(await mock.measure('collected'));
  // A step between the calls: the world is of either.
  if (after.round === before.round && after.done === before.done) {
    if (before.round !== present.round || before.done !== present.done) await look(before, world);
    present = before;
  }
  await sleep(LOOK_EVERY);
}
await mock.stop();
failures.push(...mock.complaints);
judge();
printResult({ name: 'scenario', requests, differences, failures });

/** Validates a world that is played, and compares it with that of a session that is stepped through to the same place. */
async function look(place: Status, played: World): Promise<void> {
  looks += 1;
  for (const problem of checkWorld(played)) failures.push(`round ${place.round}, step ${place.done}: ${problem}`);
  while (stepped.round < place.round || (stepped.round === place.round && stepped.done < place.done)) {
    stepped = await call<Status>('stepped', 'POST', 'scenario/step');
  }
  // Nothing has happened yet in the round, and the first step of it is the first stop of the session that is stepped through.
  if (stepped.round !== place.round || stepped.done !== place.done) return;
  const expected = await call<World>('stepped', 'GET', 'state');
  if (isDeepStrictEqual(toContent(played), toContent(expected))) return;
  differences += 1;
  failures.push(`round ${place.round}, step ${place.done}: the worlds differ`);
}

function toContent({ trackers, events, stubs }: World): World {
  return { trackers, events, stubs };
}

async function call<T>(session: string, method: string, path: string): Promise<T> {
  requests += 1;
  const reply = await fetch(`${mock.url}/__session/${session}/__admin/${path}`, { method });
  if (!reply.ok) throw new Error(`${method} ${path} in ${session}: ${reply.status} ${await reply.text()}`);
  return (await reply.json()) as T;
}

function judge(): void {
  const { round, skipped, state } = present;
  say(`${round} rounds in ${SECONDS} s, ${looks} worlds looked at, ${skipped} steps skipped`);
  // The time of the run, without the last round and the start of the process.
  const least = Math.floor((SECONDS * SPEED) / 240) - 1;
  if (round < least) failures.push(`only ${round} rounds in place of ${least}`);
  if (looks < round * 10) failures.push(`only ${looks} worlds were looked at, too few to say anything`);
  if (skipped > 0) failures.push(`${skipped} steps were skipped`);
  if (state !== 'playing') failures.push(`the scenario is ${state}`);
  const [, middle, last] = toThirds('heap', (holding) => holding.heapUsed);
  toThirds('resident', (holding) => holding.rss);
  // Without three samples there is nothing to compare.
  if (!(samples.length >= 3 && last <= middle + HEAP_TOLERANCE)) {
    failures.push(`the heap grows by ${toMebibytes(last - middle)} MiB from the middle third to the last`);
  }
}

/** The highest after the rounds of the first, the middle and the last third, in bytes. In the first one the process warms up. */
function toThirds(name: string, read: (holding: Holding) => number): [first: number, middle: number, last: number] {
  const third = Math.floor(samples.length / 3);
  const toHighest = (index: number): number =>
    Math.max(...samples.slice(index * third, (index + 1) * third).map((holding) => read(holding)));
  const highest: [number, number, number] = [toHighest(0), toHighest(1), toHighest(2)];
  say(`${name} memory after a round, the highest of each third: ${highest.map(toMebibytes).join(', ')} MiB`);
  return highest;
}

function toMebibytes(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(1);
}
