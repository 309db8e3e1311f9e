import { Buffer } from 'node:buffer';
import { setTimeout as sleep } from 'node:timers/promises';
import { readNumber } from '../number-variable.ts';
import type { Random } from '../random.ts';
import { createRandom } from '../random.ts';
import { drawSeed, printResult, say } from '../result.ts';
import { runAgainst } from '../run-against.ts';
import type { Holding, LoggedExchange } from '../served-mock.ts';
import { serveMock } from '../served-mock.ts';
import type { Delivery, Outcome } from './attack.ts';
import { attack } from './attack.ts';
import { describeHealth, listHealthFailures, watchHealth } from './health.ts';
import { isResidentGrowth, listGrowth, listKept, measureAtRest, toMiB } from './memory.ts';
import { makeHostile } from './mutate.ts';
import { findFault, parseReplies } from './replies.ts';
import { openSlowReaders } from './slow-readers.ts';
import { openSlowCrowd } from './slow.ts';
import { trySmuggling } from './smuggling.ts';

/** How many mutated requests are sent. The well-formed ones between them do not count. */
const REQUESTS = readNumber('HOSTILE_REQUESTS', 200_000);
/** The maximum number of requests in one stream. */
const PER_CONNECTION = readNumber('HOSTILE_PER_CONNECTION', 7);
/** How many of them before the first measurement, so that what is compiled, pooled and cached once is there. */
const WARM_UP = Math.min(40_000, REQUESTS / 4);
const CONCURRENCY = 48;
/** How long the mock may work on one request, in milliseconds. Requests here are small; so long takes only work that grows faster than they do. */
const STALL = 2000;
/** How long the server gives a request to come in, and some more, in milliseconds. */
const CUT_OFF = 30_000 + 5000;
/**
 * Which part of the streams that wait for a reply gets one, at the least, and how many requests the mock itself has to see for each stream.
 * With fewer, the test no longer tests much.
 */
const ANSWERED = 0.9;
const REACHED = 0.25;

const seed = drawSeed();
const failures: string[] = [];
const statuses = new Map<number, number>();
let slowest: LoggedExchange = { method: '', path: '', status: 0, ms: 0, violations: [] };
/** What was sent by the fuzzer, and came of it. */
const fuzzed = { streams: 0, mutated: 0, waiting: 0, answered: 0, reached: 0 };
const mock = await serveMock([], {
  onExchange(exchange) {
    // The fuzzer asks for these, too, but those beside it do so far more often.
    if (exchange.path !== '/healthz' && exchange.path !== '/openapi.json') fuzzed.reached += 1;
    if (exchange.ms > slowest.ms) slowest = exchange;
  },
});
const { port, url } = mock;

let sent = 0;
await runAgainst(mock, failures, run);
if (slowest.ms > STALL) {
  failures.push(
    `a request took ${slowest.ms} ms: ${slowest.method} ${slowest.path.slice(0, 200)} (${slowest.path.length} characters) ${slowest.status}`,
  );
}
say(
  `statuses: ${[...statuses]
    .toSorted(([a], [b]) => a - b)
    .map(([status, count]) => `${status} ${count}`)
    .join(', ')}; slowest ${slowest.ms} ms`,
);
printResult({ name: 'hostile', requests: sent + fuzzed.mutated, differences: 0, failures });

async function run(): Promise<void> {
  await meet('first', WARM_UP, async () => {});
  await forgetSessions();
  const before = await measureAtRest(mock, 'before');
  await meet('then', REQUESTS, async () => {
    checkFloors();
    const victim = await findTracker();
    const smuggling = await trySmuggling(port, victim, async () => {
      return ((await fetchJson(`/tracker/${victim}`)) as { status: unknown }).status;
    });
    failures.push(...smuggling.failures);
    sent += smuggling.sent + (await tryHalfClosed(victim, 2000));
  });
  failures.push(...listKept(before, await measureAtRest(mock, 'after, with all sessions')));
  await forgetSessions();
  const after = await measureAtRest(mock, 'after');
  failures.push(...listGrowth(before, after));
  if (isResidentGrowth(before, after, REQUESTS)) await goOn(after);
}

/** Sends the same again if resident memory grew: it must not grow again. */
async function goOn(after: Holding): Promise<void> {
  const started = fuzzed.mutated;
  await meet('again', started + REQUESTS / 2, async () => {});
  await forgetSessions();
  const end = await measureAtRest(mock, 'after that');
  if (isResidentGrowth(after, end, fuzzed.mutated - started)) {
    const count = fuzzed.mutated - started;
    failures.push(
      `resident memory grows: ${toMiB(after.rss)}, then ${toMiB(end.rss)} MiB after ${count} requests more`,
    );
  }
}

/** Fuzzes until so many mutated requests are sent, with slow clients beside it and an eye on /healthz; then does what else there is. */
async function meet(name: string, goal: number, more: () => Promise<void>): Promise<void> {
  const health = watchHealth(port);
  const crowd = openSlowCrowd(port);
  const readers = openSlowReaders(port);
  await crowd.connected();
  await fuzz(goal);
  crowd.letGo();
  const letGo = performance.now();
  await more();
  failures.push(...(await readers.finish()));
  await sleep(Math.max(0, CUT_OFF - (performance.now() - letGo)));
  const left = crowd.listOpen();
  if (left.length > 0) failures.push(`slow connections that the server keeps: ${left.join(', ')}`);
  const answers = await health.stop();
  crowd.end();
  failures.push(...crowd.failures);
  sent += crowd.opened + readers.requests;
  say(`/healthz ${name}: ${describeHealth(answers)}; ${crowd.opened} slow connections`);
  failures.push(...listHealthFailures(answers));
}

/** Sends hostile streams until so many mutated requests are sent, each made from the seed and its number. */
async function fuzz(goal: number): Promise<void> {
  const work = async (): Promise<void> => {
    while (fuzzed.mutated < goal) {
      const index = fuzzed.streams;
      const random = createRandom(seed, 'hostile', index);
      const { bytes, mutated } = makeHostile(random, PER_CONNECTION);
      fuzzed.streams += 1;
      fuzzed.mutated += mutated;
      const delivery = drawDelivery(bytes.length, random);
      checkReplies(index, bytes, delivery, await attack(port, bytes, delivery));
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, work));
}

function drawDelivery(length: number, random: Random): Delivery {
  const cuts = random.chance(0.3) ? Array.from({ length: 1 + random.below(4) }, () => random.below(length + 1)) : [];
  return { cuts: cuts.toSorted((a, b) => a - b), ending: random.chance(0.1) ? 'reset' : 'half-close' };
}

function checkReplies(index: number, bytes: Buffer, { ending }: Delivery, { received, fault }: Outcome): void {
  const { replies, mistake } = parseReplies(received);
  for (const { status } of replies) statuses.set(status, (statuses.get(status) ?? 0) + 1);
  if (ending === 'half-close') {
    fuzzed.waiting += 1;
    if (replies.length > 0) fuzzed.answered += 1;
  }
  const wrong = replies.map((reply) => findFault(reply)).find((found) => found !== undefined);
  // What is still on its way is lost with a reset, whoever makes it.
  const isReset = ending === 'reset' || bytes.includes('fault=connection-reset-by-peer');
  const found = fault ?? wrong ?? (isReset ? undefined : mistake);
  if (found !== undefined) failures.push(`stream ${index}: ${found}, after ${show(bytes)}`);
}

/** Whether what was sent came to anything. */
function checkFloors(): void {
  const { streams, mutated, waiting, answered, reached } = fuzzed;
  say(
    `${streams} streams with ${mutated} mutated requests; ${answered} of ${waiting} that waited got a reply; ${reached} requests got past the parser`,
  );
  if (answered < waiting * ANSWERED) failures.push(`only ${answered} of ${waiting} streams got a reply`);
  if (reached < streams * REACHED) failures.push(`only ${reached} requests of ${streams} streams got past the parser`);
}

function show(bytes: Buffer): string {
  return `${JSON.stringify(bytes.toString('latin1').slice(0, 300))} (${bytes.length} bytes)`;
}

/** A client that has said all it has to say closes its side, and gets its reply all the same. */
async function tryHalfClosed(victim: string, count: number): Promise<number> {
  const body = '{"status":"half"}';
  const stream = Buffer.from(
    `GET /tracker HTTP/1.1\r\nhost: a\r\n\r\nPUT /tracker/${victim} HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  );
  for (let index = 0; index < count; index += 2) {
    const delivery: Delivery = { cuts: index % 4 === 0 ? [] : [20, 60], ending: 'half-close' };
    const { received, fault } = await attack(port, stream, delivery);
    const { replies, mistake } = parseReplies(received);
    const got = fault ?? mistake ?? replies.map(({ status }) => status).join(', ');
    if (got !== '200, 200') failures.push(`half-closed: ${got || 'no reply'} in place of 200, 200`);
  }
  return count;
}

async function forgetSessions(): Promise<void> {
  await fetchJson('/__admin/sessions', 'DELETE');
}

async function findTracker(): Promise<string> {
  const [first] = (await fetchJson('/tracker')) as readonly { id: string }[];
  if (first === undefined) throw new Error('There is no tracker left to hide a request for.');
  return first.id;
}

async function fetchJson(path: string, method = 'GET'): Promise<unknown> {
  const response = await fetch(url + path, { method, headers: { connection: 'close' } });
  const text = await response.text();
  return text === '' ? undefined : (JSON.parse(text) as unknown);
}
