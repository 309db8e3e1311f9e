import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createLists, createRetrievals, createUpdates, learnReplies } from '../harness/job.mjs';
import { CONNECTIONS } from '../harness/load.mjs';
import { createCostRow, createEmptyRow, createRow } from '../harness/row.mjs';
import { findFreePort, startServer } from '../harness/server.mjs';
import { toMedian, toText } from '../harness/statistic.mjs';
import { createWorker } from '../harness/worker.mjs';
import { writeWorld } from '../harness/world.mjs';
import { DEFAULT_WORLD, LIBRARY, mock } from '../peers/mock.mjs';

const LARGE = 100_000;
const SMALL = 12;
const SESSIONS = 10_000;
/** The number of PUTs before each reset. The same in both worlds, so that both leave the process in the same state. */
const CHANGES = 10_000;
const RESETS = 30;
const EARLY = 100_000;
const LATE = 1_000_000;
/** The idle time before the server's memory is read, in milliseconds. */
const REST = 2000;

/** Measures the cost of sessions, reset and the journal. */
export async function measureControl({ folder, log }) {
  const large = join(folder, `world-${LARGE}.json`);
  const small = join(folder, `world-${SMALL}.json`);
  await writeWorld(large, LARGE);
  await writeWorld(small, SMALL);
  const run = async (job) => {
    const worker = createWorker('control-worker.mjs', ['--expose-gc']);
    try {
      return await worker.run({ library: LIBRARY, ...job });
    } finally {
      await worker.stop();
    }
  };
  log('reset:');
  const resets = {
    large: await run({
      kind: 'reset',
      worldFile: large,
      size: LARGE,
      changed: CHANGES,
      changes: CHANGES,
      times: RESETS,
    }),
    small: await run({ kind: 'reset', worldFile: small, size: SMALL, changed: SMALL, changes: CHANGES, times: RESETS }),
  };
  log('sessions:');
  const sessions = await run({ kind: 'sessions', worldFile: large, size: LARGE, sessions: SESSIONS, changed: 10 });
  await rm(large);
  log(`${toText(LATE)} requests:`);
  const memory = await measureMemory(folder, log);
  return {
    rows: [toResetRow(resets), toSessionsRow(sessions), toMemoryRow(memory)],
    figures: { resets, sessions, memory },
  };
}

/** Returns the server's resident memory in MiB after many requests of all kinds, and after ten times as many. */
async function measureMemory(folder, log) {
  const { trackers } = JSON.parse(readFileSync(DEFAULT_WORLD, 'utf8'));
  const port = await findFreePort();
  const server = await startServer(mock.toLaunch({ port }), { port, path: `/tracker/${trackers[0].id}`, folder });
  const worker = createWorker('load-worker.mjs');
  // One kind after the other: each learns its replies when it begins, since PUTs change the replies to GETs.
  const send = async (count) => {
    for (const requests of [
      createUpdates(trackers),
      createRetrievals(trackers),
      createLists(trackers),
      createUpdates(trackers),
    ]) {
      const learned = await learnReplies(server.url, requests, mock);
      const { wrong, errors, example } = await worker.run({
        url: server.url,
        requests: learned,
        connections: CONNECTIONS,
        amount: count / 4,
      });
      if (wrong + errors > 0) throw new Error(example ?? `${errors} requests failed`);
    }
    await sleep(REST);
    const { now } = server.memory();
    log(`${toText(now, 'MiB')} after ${toText(count)} more`);
    return now;
  };
  try {
    return { early: await send(EARLY), late: await send(LATE - EARLY) };
  } catch (error) {
    return { failure: error.message };
  } finally {
    await Promise.all([worker.stop(), server.stop()]);
  }
}

function toResetRow({ large, small }) {
  const what = 'reset of 100,000 trackers, 10,000 changed, and the next PUT, against 12';
  const failure = large.failure ?? small.failure;
  if (failure !== undefined) return createEmptyRow(what, failure);
  // The first reset in a process includes compilation.
  return createCostRow(what, toMedian(large.resets.slice(1)), toMedian(small.resets.slice(1)), 'ms', {
    most: 1.5,
    unit: ' ×',
  });
}

function toSessionsRow({ mebibytes, kept }) {
  const what = '10,000 sessions of ten changed trackers over 100,000, their memory';
  if (!kept) return createEmptyRow(what, 'the mock has no sessions yet');
  return createRow(what, { value: mebibytes, figure: toText(mebibytes, 'MiB'), target: { most: 150, unit: ' MiB' } });
}

function toMemoryRow({ early, late, failure }) {
  const what = 'resident memory after 1,000,000 requests, against after 100,000';
  if (failure !== undefined) return createEmptyRow(what, failure);
  return createCostRow(what, late, early, 'MiB', { most: 1.1, unit: ' ×' });
}
