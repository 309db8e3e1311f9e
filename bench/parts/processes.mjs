import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createUpdates } from '../harness/job.mjs';
import { measureJobs } from '../harness/load.mjs';
import { createEmptyRow, createSpeedRow } from '../harness/row.mjs';
import { findFreePort, startServer } from '../harness/server.mjs';
import { addCpuSeconds, joinWorkers } from '../harness/several.mjs';
import { createWorker } from '../harness/worker.mjs';
import { DEFAULT_WORLD, mock } from '../peers/mock.mjs';

const EXAMPLE = fileURLToPath(new URL('../../examples/scale-out/nginx.conf', import.meta.url));
const COUNTS = [1, 2, 3];
/** Enough to spread evenly. */
const SESSIONS = 60;
const TRACKERS = 3;
/** As many generators in each row, so that they are no limit for three mocks. */
const GENERATORS = 3;

/** Measures PUTs in many sessions to one, two and three mocks behind nginx, with the configuration of the example. */
export async function measureProcesses({ rounds, seconds, folder, log }) {
  const { trackers } = JSON.parse(readFileSync(DEFAULT_WORLD, 'utf8'));
  const updates = createUpdates(trackers.slice(0, TRACKERS));
  // A session's requests all go to the same generator, which takes every third one.
  const requests = updates.flatMap((update) =>
    Array.from({ length: SESSIONS }, (_, session) => ({ ...update, path: `/__session/s${session}${update.path}` })),
  );
  const worker = joinWorkers(Array.from({ length: GENERATORS }, () => createWorker('load-worker.mjs')));
  const servers = [];
  try {
    const jobs = [];
    for (const count of COUNTS) {
      jobs.push({ name: String(count), peer: mock, requests, ...(await startFleet(count, servers, folder)) });
    }
    log('PUT through nginx to 1, 2 and 3 mocks:');
    const figures = await measureJobs(jobs, { worker, rounds, seconds, log });
    return { rows: COUNTS.slice(1).map((count) => toRow(count, figures)), figures, cores: availableParallelism() };
  } catch (error) {
    // Such as a machine without nginx.
    return { rows: COUNTS.slice(1).map((count) => createEmptyRow(toTitle(count), error.message)) };
  } finally {
    // nginx, which is behind its mocks in the list, first.
    await Promise.all([worker.stop(), ...servers.toReversed().map((server) => server.stop())]);
  }
}

/** Starts nginx with so many of the example's servers, and the mocks behind it. Returns it as one server. */
async function startFleet(count, servers, folder) {
  const path = '/tracker?limit=1';
  const ports = [await findFreePort()];
  const mocks = [];
  for (let index = 0; index < count; index += 1) {
    const port = await findFreePort();
    ports.push(port);
    mocks.push(await startServer(mock.toLaunch({ port }), { port, path, folder }));
    servers.push(mocks.at(-1));
  }
  const own = join(folder, `nginx-${count}`);
  mkdirSync(own);
  const conf = join(own, 'nginx.conf');
  const lines = readFileSync(EXAMPLE, 'utf8')
    .replaceAll(/127\.0\.0\.1:401(\d)/g, (_, index) => `127.0.0.1:${ports[index]}`)
    .split('\n');
  writeFileSync(conf, lines.filter((line) => !line.includes('127.0.0.1:undefined')).join('\n'));
  const launch = { command: 'nginx', args: ['-e', 'stderr', '-p', own, '-c', conf] };
  const nginx = await startServer(launch, { port: ports[0], path, folder });
  servers.push(nginx);
  return { server: { url: nginx.url, cpuSeconds: () => addCpuSeconds(mocks) } };
}

function toTitle(count) {
  return `PUT through nginx, ${count} mocks against one`;
}

function toRow(count, figures) {
  const row = createSpeedRow(toTitle(count), figures[count], figures[1]);
  // A mock, a worker of nginx and a generator for each.
  const needed = 3 * count;
  const cores = availableParallelism();
  return cores >= needed
    ? row
    : { ...row, figure: `${row.figure}; means little: needs ${needed} cores, there are ${cores}` };
}
