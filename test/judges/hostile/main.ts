import { Buffer } from 'node:buffer';
import { setTimeout as sleep } from 'node:timers/promises';
import { createRandom } from '../random.ts';
import type { Holding, LoggedExchange } from '../served-mock.ts';
import { serveMock } from '../served-mock.ts';
import { drawSeed, printVerdict, say } from '../verdict.ts';
import { attack } from './attack.ts';
import { watchHealth } from './health.ts';
import { makeHostile } from './mutate.ts';
import { findFault, parseReplies } from './replies.ts';
import { openSlowCrowd } from './slow.ts';
import { trySmuggling } from './smuggling.ts';

const REQUESTS = Number(process.env['REQUESTS'] ?? 200_000);
/** Sent before the first measurement, so that what is compiled, pooled and cached once is there. */
const WARM_UP = Math.min(40_000, REQUESTS / 4);
const CONCURRENCY = 48;
/** How long the mock may work on one request, in milliseconds. Requests here are small; so long takes only work that grows faster than they do. */
const STALL = 2000;
/** How long the server gives a request to come in, and some more, in milliseconds. */
const CUT_OFF = 30_000 + 5000;
/** The middle of all answers of /healthz, in milliseconds. */
const HEALTH = 100;

/**
 * How much more of each kind there may be afterwards, in bytes. The heap tells of what is kept; the other two also of buffers and pages that
 * the allocator holds back for the next use, which come and go by some MiB.
 */
const TOLERANCES = { heapUsed: 2 * 2 ** 20, external: 4 * 2 ** 20, rss: 24 * 2 ** 20 };

const seed = drawSeed();
const failures: string[] = [];
const statuses = new Map<number, number>();
let slowest: LoggedExchange = { method: '', path: '', status: 0, ms: 0 };
const mock = await serveMock([], (exchange) => {
  if (exchange.ms > slowest.ms) slowest = exchange;
});
const { port, url } = mock;

let sent = 0;
try {
  await run();
} catch (error) {
  // Where the mock is gone, its own words say more.
  failures.push(`the judge did not come to its end: ${String(error)}`);
}
await mock.stop();
failures.push(...mock.complaints);
if (slowest.ms > STALL) {
  failures.push(
    `a request took ${slowest.ms} ms: ${slowest.method} ${slowest.path.slice(0, 200)} (${slowest.path.length} characters) ${slowest.status}`,
  );
}
say(
  `statuses: ${[...statuses]
    .toSorted(([a], [b]) => a - b)
    .map(([status, count]) => `${status} ${count}`)
    .join(', ')}; ${mock.logged} reached the mock; slowest ${slowest.ms} ms`,
);
printVerdict({
  judge: 'hostile',
  requests: sent,
  differences: 0,
  failures,
});

async function run(): Promise<void> {
  const first = openSlowCrowd(port);
  sent += first.count + (await fuzz(0, WARM_UP));
  first.end();
  const before = await settle('before');
  const health = watchHealth(port);
  const crowd = openSlowCrowd(port);
  const opened = performance.now();
  sent += crowd.count + (await fuzz(WARM_UP, REQUESTS));

  const victim = await findTracker();
  const smuggling = await trySmuggling(
    port,
    victim,
    async () => ((await fetchJson(`/tracker/${victim}`)) as { status: unknown }).status,
  );
  failures.push(...smuggling.failures);
  sent += smuggling.sent + (await tryHalfClosed(victim, 2000));

  await sleep(Math.max(0, CUT_OFF - (performance.now() - opened)));
  const left = crowd.listOpen();
  if (left.length > 0) failures.push(`slow connections that the server keeps: ${left.join(', ')}`);
  const { asked, unanswered, median, slowest: slowestHealth } = await health.stop();
  crowd.end();
  say(
    `/healthz meanwhile: ${asked} times, ${unanswered} unanswered, median ${median.toFixed(1)} ms, slowest ${slowestHealth.toFixed(0)} ms`,
  );
  if (unanswered > 0 || median > HEALTH) {
    failures.push(`/healthz: ${unanswered} of ${asked} unanswered, the median ${median.toFixed(1)} ms`);
  }
  failures.push(...listGrowth(before, await settle('after')));
}

/** Sends hostile requests until so many are sent, each made from the seed and its number. */
async function fuzz(from: number, to: number): Promise<number> {
  let next = from;
  const work = async (): Promise<void> => {
    while (next < to) {
      const index = next;
      const random = createRandom(seed, 'hostile', index);
      const { bytes, count } = makeHostile(random);
      next += count;
      const cuts = random.chance(0.3) ? drawCuts(bytes.length, random) : [];
      const ending = random.chance(0.1) ? 'reset' : 'half-close';
      const { received, closed } = await attack(port, bytes, { cuts, ending });
      judge(index, bytes, received, closed, ending);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, work));
  return next - from;
}

function drawCuts(length: number, random: ReturnType<typeof createRandom>): number[] {
  return Array.from({ length: 1 + random.below(4) }, () => random.below(length + 1)).toSorted((a, b) => a - b);
}

function judge(index: number, bytes: Buffer, received: Buffer, closed: boolean, ending: string): void {
  const { replies, mistake } = parseReplies(received);
  for (const { status } of replies) statuses.set(status, (statuses.get(status) ?? 0) + 1);
  const fault = replies.map((reply) => findFault(reply)).find((found) => found !== undefined);
  const found = closed ? (fault ?? (ending === 'reset' ? undefined : mistake)) : 'the connection stays open';
  if (found !== undefined) failures.push(`request ${index}: ${found}, after ${show(bytes)}`);
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
    const { received } = await attack(port, stream, { cuts: index % 4 === 0 ? [] : [20, 60], ending: 'half-close' });
    const got = parseReplies(received)
      .replies.map(({ status }) => status)
      .join(', ');
    if (got !== '200, 200') failures.push(`half-closed: ${got || 'no reply'} in place of 200, 200`);
  }
  return count;
}

/** Brings the mock back to its start, waits for its connections to go, and measures. */
async function settle(name: string): Promise<Holding> {
  await fetchJson('/__admin/sessions', 'DELETE');
  let holding = await mock.measure();
  for (let tries = 0; tries < 50 && (tries < 15 || holding.sockets > 0); tries++) {
    await sleep(200);
    const { sockets, ...sizes } = await mock.measure();
    // The least of several: memory goes back to the system in steps, some time after it was given up.
    holding = {
      sockets,
      rss: Math.min(holding.rss, sizes.rss),
      heapUsed: Math.min(holding.heapUsed, sizes.heapUsed),
      external: Math.min(holding.external, sizes.external),
    };
  }
  say(
    `${name}: ${holding.sockets} sockets, ${toMiB(holding.heapUsed)} MiB heap, ${toMiB(holding.external)} MiB beside it, ${toMiB(holding.rss)} MiB resident`,
  );
  return holding;
}

function listGrowth(start: Holding, end: Holding): string[] {
  const kinds = Object.keys(TOLERANCES) as (keyof typeof TOLERANCES)[];
  return [
    ...(end.sockets > start.sockets ? [`${end.sockets} sockets are left, ${start.sockets} before`] : []),
    ...kinds
      .filter((kind) => end[kind] > start[kind] + TOLERANCES[kind])
      .map((kind) => `${kind} grew from ${toMiB(start[kind])} to ${toMiB(end[kind])} MiB`),
  ];
}

function toMiB(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(1);
}

async function findTracker(): Promise<string> {
  const [first] = (await fetchJson('/tracker')) as readonly { id: string }[];
  return first?.id ?? '';
}

async function fetchJson(path: string, method = 'GET'): Promise<unknown> {
  const response = await fetch(url + path, { method, headers: { connection: 'close' } });
  const text = await response.text();
  return text === '' ? undefined : (JSON.parse(text) as unknown);
}
