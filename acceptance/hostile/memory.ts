import { setTimeout as sleep } from 'node:timers/promises';
import { say } from '../result.ts';
import type { Holding, ServedMock } from '../served-mock.ts';

/**
 * How much more of each kind there may be afterwards, in bytes. The heap tells of what is kept; what is beside it also of buffers that the
 * allocator holds back for the next use, which come and go by some MiB.
 */
const TOLERANCES = { heapUsed: 2 * 2 ** 20, external: 4 * 2 ** 20 };
/** How much more resident memory there may be after each so many mutated requests, in bytes: 126 for a request. */
const RESIDENT = { growth: 24 * 2 ** 20, requests: 200_000 };
/** How much more there may be with all sessions still there, in bytes: the 64 MiB of their journals, and half as much for the sessions. */
const JOURNALS = 96 * 2 ** 20;

/** Waits for the mock's connections to go, and measures: the least of several, since memory is given back in steps. */
export async function measureAtRest(mock: ServedMock, name: string): Promise<Holding> {
  let holding = await mock.measure('collected');
  for (let tries = 0; tries < 50 && (tries < 15 || holding.sockets > 0); tries++) {
    await sleep(200);
    const { sockets, cpu, ...sizes } = await mock.measure('collected');
    holding = {
      sockets,
      cpu,
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

/** What a process that has forgotten all sessions holds more than it did. */
export function listGrowth(start: Holding, end: Holding): string[] {
  const kinds = Object.keys(TOLERANCES) as (keyof typeof TOLERANCES)[];
  return [
    ...(end.sockets > start.sockets ? [`${end.sockets} sockets are left, ${start.sockets} before`] : []),
    ...kinds
      .filter((kind) => end[kind] > start[kind] + TOLERANCES[kind])
      .map((kind) => `${kind} grew from ${toMiB(start[kind])} to ${toMiB(end[kind])} MiB`),
  ];
}

/**
 * Whether resident memory grew by more than so many requests may make it. V8 and the allocator hold pages back, after one peak more than
 * after another, so one such growth tells of the highest peak; what leaks grows again with the next requests.
 */
export function isResidentGrowth(start: Holding, end: Holding, requests: number): boolean {
  return end.rss > start.rss + (RESIDENT.growth * requests) / RESIDENT.requests;
}

/** What a process that keeps its sessions holds more than their bounds allow. */
export function listKept(start: Holding, end: Holding): string[] {
  const [before, now] = [start, end].map(({ heapUsed, external }) => heapUsed + external) as [number, number];
  return now > before + JOURNALS
    ? [`the sessions hold ${toMiB(now - before)} MiB, more than the ${toMiB(JOURNALS)} that their journals may`]
    : [];
}

export function toMiB(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(1);
}
