import { statSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createLists, createUpdates, readReplies } from '../harness/job.mjs';
import { measureJobs } from '../harness/load.mjs';
import { createEmptyRow, createRow, createSpeedRow } from '../harness/row.mjs';
import { findFreePort, startServer } from '../harness/server.mjs';
import { toText } from '../harness/statistic.mjs';
import { createWorker } from '../harness/worker.mjs';
import { createTracker, pickTrackers, writeWorld } from '../harness/world.mjs';
import { mock } from '../peers/mock.mjs';
import { bare } from '../peers/peers.mjs';

/** The number of trackers in each world. */
const SIZES = [10, 1000, 100_000, 1_000_000];
const LARGEST = 1_000_000;
/**
 * The number of trackers that are updated, in a small world and spread over the largest. The same in both, since the generator is slower with
 * more distinct requests: with 1,000 trackers in four states it sends half as many.
 */
const UPDATES = [
  { small: 10, updated: 10 },
  { small: 1000, updated: 1000 },
];
/** After a large heap was filled, the first garbage collection takes seconds. */
const WARM_UP_SECONDS = 5;
const LOAD_TIMEOUT = 180_000;

/** Measures the cost of a large world: loading it from a file, and the list and PUT in it. */
export async function measureScale({ rounds, seconds, folder, log }) {
  const worker = createWorker('load-worker.mjs');
  const servers = new Map();
  const failures = new Map();
  const worlds = {};
  try {
    for (const size of SIZES) {
      const file = join(folder, `world-${size}.json`);
      await writeWorld(file, size);
      const port = await findFreePort();
      try {
        const launch = mock.toLaunch({ port, worldFile: file });
        const server = await startServer(launch, {
          port,
          path: `/tracker/${createTracker(0).id}`,
          folder,
          timeout: LOAD_TIMEOUT,
        });
        servers.set(size, server);
        worlds[size] = {
          fileMiB: statSync(file).size / 2 ** 20,
          startMs: server.startMs,
          cpuMs: (server.cpuSeconds() ?? Number.NaN) * 1000,
          memory: server.memory(),
        };
        log(`${toText(size)} trackers loaded in ${toText(server.startMs / 1000, 's')}`);
      } catch (error) {
        failures.set(size, error.message);
        log(`${toText(size)} trackers: ${error.message}`);
      }
      await rm(file);
    }
    const figures = await measureWorlds({ servers, failures, worker, rounds, seconds, folder, log });
    return { rows: toRows(figures, worlds, failures), figures, worlds };
  } finally {
    await Promise.all([worker.stop(), ...[...servers.values()].map((server) => server.stop())]);
  }
}

async function measureWorlds({ servers, failures, worker, rounds, seconds, folder, log }) {
  const toJob = (name, size, requests) => ({
    name,
    server: servers.get(size),
    peer: mock,
    requests,
    warmUpSeconds: WARM_UP_SECONDS,
    failure: failures.get(size),
  });
  const requests = createLists(pickTrackers(10, 10));
  const lists = SIZES.slice(1).map((size) => toJob(`list ${size}`, size, requests));
  if (servers.has(100_000)) {
    const limit = await startLimit(servers.get(100_000), requests, folder);
    servers.set('bare', limit);
    lists.push({ name: 'list bare', server: limit, peer: bare, requests });
  }
  const updates = UPDATES.map(({ small, updated }) =>
    [small, LARGEST].map((size) =>
      toJob(`PUT ${updated} of ${size}`, size, createUpdates(pickTrackers(size, updated))),
    ),
  );
  const figures = {};
  // The lists come first, since the PUTs change their replies.
  for (const jobs of [lists, ...updates]) {
    Object.assign(figures, await measureJobs(jobs, { worker, rounds, seconds, log }));
  }
  return figures;
}

/** Starts bare with the mock's own replies to the list requests. */
async function startLimit(server, lists, folder) {
  const madeRepliesFile = join(folder, 'made-replies.json');
  const worldFile = join(folder, 'empty-world.json');
  writeFileSync(madeRepliesFile, JSON.stringify(await readReplies(server.url, lists)));
  writeFileSync(worldFile, '{"trackers":[]}');
  const port = await findFreePort();
  return startServer(bare.toLaunch({ port, worldFile, madeRepliesFile }), { port, path: lists[0].path, folder });
}

function toRows(figures, worlds, failures) {
  const missing = { failure: 'the bare server was not started' };
  const rows = [
    createSpeedRow(
      'GET list, limit=50 of 100,000 by agent, against bare with the same bytes',
      figures['list 100000'],
      figures['list bare'] ?? missing,
      { least: 0.25, unit: ' ×' },
    ),
    createSpeedRow('GET list of 1,000 trackers, against 1,000,000', figures['list 1000'], figures['list 1000000'], {
      most: 1.5,
      unit: ' ×',
    }),
    createSpeedRow('PUT with 1,000,000 trackers, against 10', figures['PUT 10 of 1000000'], figures['PUT 10 of 10'], {
      least: 0.9,
      unit: ' ×',
    }),
    createSpeedRow(
      'PUT to 1,000 of 1,000,000 trackers, against 1,000 of 1,000',
      figures['PUT 1000 of 1000000'],
      figures['PUT 1000 of 1000'],
    ),
  ];
  const world = worlds[LARGEST];
  if (world === undefined) return [...rows, createEmptyRow('1,000,000 trackers from a file', failures.get(LARGEST))];
  const { startMs, cpuMs, memory, fileMiB } = world;
  const peak = memory.peak ?? memory.now;
  return [
    ...rows,
    createRow('1,000,000 trackers from a file, process to first reply', {
      value: startMs / 1000,
      figure: `${toText(startMs / 1000, 's')} (CPU time ${toText(cpuMs / 1000, 's')}; ${toText(fileMiB, 'MiB')})`,
      target: { most: 15, unit: ' s' },
    }),
    createRow('1,000,000 trackers from a file, resident memory', {
      value: peak,
      figure: `${toText(peak, 'MiB')} at most, ${toText(memory.now, 'MiB')} after the load`,
      target: { most: 1536, unit: ' MiB' },
    }),
  ];
}
