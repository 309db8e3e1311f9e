import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createUpdates, learnReplies } from '../harness/job.mjs';
import { sendAll } from '../harness/plain-load.mjs';
import { createEmptyRow, createRow } from '../harness/row.mjs';
import { findFreePort, startServer } from '../harness/server.mjs';
import { toMedian, toText } from '../harness/statistic.mjs';
import { createWorker } from '../harness/worker.mjs';
import { createTracker, pickTrackers, writeWorld } from '../harness/world.mjs';
import { mock } from '../peers/mock.mjs';

const WHAT = 'PUT with a reader of the stream, against without';
/** V8 settles on slightly different code in each process. */
const PROCESSES = 6;
/** Pairs of batches for each round, in each process. */
const PAIRS = 6;
const BATCH = 1500;
const WARM_UPS = 4;
const TRACKERS = 10;
/** Until what a batch left behind is done, in milliseconds. */
const PAUSE = 30;

/**
 * Measures what a reader of `GET /__admin/requests/stream` costs a PUT: the server's CPU time for batches with and without a reader, in turn
 * within one process, since two processes differ by more than that.
 */
export async function measureStream({ rounds, folder, log }) {
  const worldFile = join(folder, 'world-stream.json');
  await writeWorld(worldFile, TRACKERS);
  const reader = createWorker('stream-worker.mjs');
  const pairs = [];
  try {
    for (let count = 1; count <= PROCESSES; count += 1) {
      pairs.push(...(await measureProcess(reader, { worldFile, folder, count: rounds * PAIRS })));
      log(`stream: process ${count} of ${PROCESSES} done`);
    }
    return { rows: [toRow(pairs)], figures: { pairs } };
  } catch (error) {
    return { rows: [createEmptyRow(WHAT, error.message)], figures: {} };
  } finally {
    await reader.stop();
  }
}

/** Returns pairs of the CPU time of a PUT in microseconds: `{ without, beside }`, without a reader and beside one. */
async function measureProcess(reader, { worldFile, folder, count }) {
  const port = await findFreePort();
  const path = `/tracker/${createTracker(0).id}`;
  const server = await startServer(mock.toLaunch({ port, worldFile }), { port, path, folder });
  try {
    const requests = await learnReplies(server.url, createUpdates(pickTrackers(TRACKERS, TRACKERS)), mock);
    const send = async (settle = async () => {}) => {
      const before = server.cpuSeconds();
      if (before === undefined) throw new Error('the system does not tell the CPU time of a process');
      await sendAll(server.port, requests, { count: BATCH });
      await settle();
      await sleep(PAUSE);
      return ((server.cpuSeconds() - before) * 1e6) / BATCH;
    };
    const sendBeside = async () => {
      await reader.run({ open: `${server.url}/__admin/requests/stream` });
      const micros = await send(() => reader.run({ events: BATCH }));
      await reader.run({});
      await sleep(PAUSE);
      return micros;
    };
    for (let warmUp = 0; warmUp < WARM_UPS; warmUp += 1) {
      await send();
      await sendBeside();
    }
    const pairs = [];
    for (let pair = 0; pair < count; pair += 1) {
      const isFirst = pair % 2 === 0;
      const first = isFirst ? await send() : await sendBeside();
      const second = isFirst ? await sendBeside() : await send();
      pairs.push(isFirst ? { without: first, beside: second } : { without: second, beside: first });
    }
    return pairs;
  } finally {
    await server.stop();
  }
}

function toRow(pairs) {
  const value = toMedian(pairs.map(({ without, beside }) => without / beside));
  const without = toMedian(pairs.map((pair) => pair.without));
  const beside = toMedian(pairs.map((pair) => pair.beside));
  return createRow(WHAT, {
    value,
    figure: `${toText(value)} × by CPU time (${toText(without)} / ${toText(beside)} µs)`,
    target: { least: 0.9, unit: ' ×' },
  });
}
