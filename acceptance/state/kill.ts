import { existsSync, readFileSync } from 'node:fs';
import { Agent } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createRandom } from '../random.ts';
import { say } from '../result.ts';
import { measureLateness } from './lateness.ts';
import { startMock } from './mock-process.ts';
import type { Writer } from './writer.ts';
import { createWriter } from './writer.ts';

/** How old what is lost may be, in milliseconds: what README.md and docs/fixtures.md promise. */
const AGE = 250;
const WRITERS = 4;
/** The longest time until a kill, in milliseconds. */
const LONGEST = 1200;
/** After so many kills the world starts anew, so that its events do not become too many. */
const RESET_EVERY = 20;

interface Saved {
  readonly trackers: readonly {
    readonly id: string;
    readonly status: string | null;
    readonly last_processed_event_id: string | null;
  }[];
  readonly events: readonly { readonly id: string }[];
}

/** One life of the mock. */
interface Life {
  readonly kill: number;
  /** The numbers that the state may have if none of this life was saved. */
  readonly before: readonly ReadonlyMap<string, number>[];
  /** By `performance.now()`. */
  readonly killedAt: number;
  /** By how much the machine was late then, in milliseconds. */
  readonly lateness: number;
}

/** Kills a mock under load, again and again, and compares what a restart finds with what was acknowledged. Returns the number of requests. */
export async function killUnderLoad(folder: string, kills: number, seed: number, failures: string[]): Promise<number> {
  const random = createRandom(seed, 'kill');
  const file = join(folder, 'killed.json');
  const writers = Array.from({ length: WRITERS }, (_, index) => createWriter(`t-${index}`));
  const lateness = measureLateness(folder);
  const ages: number[] = [];
  const delays: number[] = [];
  let requests = 0;
  let life: Life | undefined;

  for (let kill = 1; kill <= kills + 1; kill++) {
    const mock = await startMock(['--fixtures', join(folder, 'world.json'), '--state', file]);
    const { url } = mock;
    if (url === undefined) {
      failures.push(`after kill ${kill - 1} the mock did not start: ${mock.output().slice(-500)}`);
      break;
    }
    const found = toNumbers((await (await fetch(`${url}/__admin/state`)).json()) as Saved);
    if (life !== undefined) {
      const { age, problems } = compare(life, writers, found);
      ages.push(age);
      delays.push(life.lateness);
      failures.push(...problems);
    }
    for (const writer of writers) writer.forget();
    const isReset = kill % RESET_EVERY === 0;
    if (isReset) await fetch(`${url}/__admin/reset`, { method: 'POST' });

    const agent = new Agent({ keepAlive: true });
    const writing = writers.map((writer) => writer.write(url, agent));
    await sleep(random.below(LONGEST));
    life = {
      kill,
      before: isReset ? [found, new Map()] : [found],
      killedAt: performance.now(),
      lateness: lateness.longest(),
    };
    await mock.end('SIGKILL');
    for (const count of await Promise.all(writing)) requests += count;
    agent.destroy();
    failures.push(...checkFile(kill, file));
  }
  await lateness.stop();
  say(
    `killed ${kills} times; age of the oldest lost update: ${toRange(ages)}; delays of the machine: ${toRange(delays)}`,
  );
  return requests;
}

/** Returns the age of the oldest update that was lost, and what is wrong with what a restart found. */
function compare(
  { kill, before, killedAt, lateness }: Life,
  writers: readonly Writer[],
  found: ReadonlyMap<string, number>,
): { readonly age: number; readonly problems: string[] } {
  const problems: string[] = [];
  let age = 0;
  /** The state is one of a time after each of these, and before each of those. */
  let after = Number.NEGATIVE_INFINITY;
  let until = Number.POSITIVE_INFINITY;
  for (const { tracker, sent, acknowledged } of writers) {
    const number = found.get(tracker) ?? 0;
    if (!sent.has(number) && before.every((numbers) => (numbers.get(tracker) ?? 0) !== number)) {
      problems.push(`kill ${kill}: ${tracker} has ${number}, which was never sent`);
    }
    after = Math.max(after, sent.get(number) ?? after);
    for (const [lost, at] of acknowledged) {
      if (lost <= number) continue;
      age = Math.max(age, killedAt - at);
      until = Math.min(until, at);
    }
  }
  if (age > AGE + lateness) {
    problems.push(
      `kill ${kill}: an update was lost ${age.toFixed(0)} ms after it was acknowledged, and the machine was late by ${lateness.toFixed(0)} ms only`,
    );
  }
  if (after > until) problems.push(`kill ${kill}: the state mixes two moments`);
  return { age, problems };
}

function toRange(values: readonly number[]): string {
  const sorted = values.toSorted((a, b) => a - b);
  return `median ${(sorted[sorted.length >> 1] ?? 0).toFixed(0)} ms, highest ${(sorted.at(-1) ?? 0).toFixed(0)} ms`;
}

/** The file must be whole, and its cursors at events that it has. */
function checkFile(kill: number, file: string): string[] {
  if (!existsSync(file)) return [];
  try {
    const { trackers, events } = JSON.parse(readFileSync(file, 'utf8')) as Saved;
    const known = new Set(events.map(({ id }) => id));
    return trackers
      .filter(({ last_processed_event_id: cursor }) => cursor !== null && !known.has(cursor))
      .map(({ id }) => `kill ${kill}: ${id} has a cursor without its event`);
  } catch (error) {
    return [`kill ${kill}: the file is not whole: ${String(error)}`];
  }
}

function toNumbers({ trackers }: Saved): Map<string, number> {
  return new Map(trackers.map(({ id, status }) => [id, Number(status ?? 0)]));
}
