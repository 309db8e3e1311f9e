import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createInvalidUpdates, createLists, createRetrievals, createUpdates, learnReplies } from '../harness/job.mjs';
import { CONNECTIONS } from '../harness/load.mjs';
import { toFunctionTimes } from '../harness/function-times.mjs';
import { findFreePort, startServer } from '../harness/server.mjs';
import { toTable } from '../harness/table.mjs';
import { createWorker } from '../harness/worker.mjs';
import { pickTrackers, writeWorld } from '../harness/world.mjs';
import { mock, PROJECT } from '../peers/mock.mjs';

const KINDS = { put: createUpdates, get: createRetrievals, list: createLists, invalid: createInvalidUpdates };
const PROFILES = fileURLToPath(new URL('../profiles', import.meta.url));
const SHOWN = 40;
/** Long enough for a profile that the start and the warm-up do not colour. */
const SECONDS = 5;

/** Profiles the mock under one kind of load and tells where its time goes. The profile itself opens in a browser's developer tools. */
export async function profileMock(kind, { folder, log }) {
  const createRequests = KINDS[kind];
  if (createRequests === undefined) throw new Error(`Failed to profile "${kind}". There are: ${Object.keys(KINDS).join(', ')}`);
  const size = kind === 'list' ? 100_000 : 10;
  const worldFile = join(folder, 'world.json');
  await writeWorld(worldFile, size);
  mkdirSync(PROFILES, { recursive: true });
  const execArgv = ['--cpu-prof', `--cpu-prof-dir=${PROFILES}`, `--cpu-prof-name=${kind}.cpuprofile`, '--cpu-prof-interval=500'];

  const trackers = pickTrackers(size, 10);
  const port = await findFreePort();
  const started = performance.now();
  const server = await startServer(mock.toLaunch({ port, worldFile, execArgv }), { port, path: `/tracker/${trackers[0].id}`, folder });
  const worker = createWorker('load-worker.mjs');
  const requests = await learnReplies(server.url, createRequests(trackers), mock);
  const job = { url: server.url, requests, connections: CONNECTIONS };
  await worker.run({ ...job, seconds: 2 });
  const skippedMs = performance.now() - started;
  log(`profiling ${kind} …`);
  const { count, wrong, example, wallSeconds } = await worker.run({ ...job, seconds: SECONDS });
  await worker.stop();
  await server.stop();
  if (wrong > 0) throw new Error(`Failed to profile: ${example}`);

  const profileFile = join(PROFILES, `${kind}.cpuprofile`);
  const { functions, rooms, busyMicros } = toFunctionTimes(JSON.parse(readFileSync(profileFile, 'utf8')), { skippedMs, lengthMs: wallSeconds * 1000, project: PROJECT });
  const toShare = (micros) => `${((micros / busyMicros) * 100).toFixed(1)} %`;
  const toEach = (micros) => (micros / count).toFixed(2);
  return [
    `${kind}: ${Math.round(count / wallSeconds)} requests a second while profiled, ${toEach(busyMicros)} µs of JavaScript thread each. ${profileFile}`,
    toTable(
      ['room', 'self', 'µs each'],
      rooms.map(({ room, self }) => [room, toShare(self), toEach(self)]),
    ),
    toTable(
      ['function', 'place', 'self', 'µs each', 'with callees'],
      functions.slice(0, SHOWN).map(({ name, place, self, total }) => [name, place, toShare(self), toEach(self), toShare(total)]),
    ),
  ].join('\n\n');
}
