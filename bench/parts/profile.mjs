import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { toFunctionTimes } from '../harness/function-times.mjs';
import {
  createInvalidUpdates,
  createLists,
  createRetrievals,
  createUpdates,
  learnReplies,
  readReplies,
} from '../harness/job.mjs';
import { CONNECTIONS } from '../harness/load.mjs';
import { findFreePort, startServer } from '../harness/server.mjs';
import { toTable } from '../harness/table.mjs';
import { createWorker } from '../harness/worker.mjs';
import { pickTrackers, writeWorld } from '../harness/world.mjs';
import { mock, PROJECT } from '../peers/mock.mjs';
import { bare } from '../peers/peers.mjs';

const START = 'start';
const KINDS = {
  put: createUpdates,
  get: createRetrievals,
  list: createLists,
  invalid: createInvalidUpdates,
  [START]: createRetrievals,
};
const PROFILES = fileURLToPath(new URL('../profiles', import.meta.url));
const MODULES_SHOWN = 20;
const FUNCTIONS_SHOWN = 40;
const WARM_UP_SECONDS = 2;
/** Long enough that the start and the warm-up do not distort the profile. */
const SECONDS = 5;

/**
 * Profiles the mock, and bare node:http beside it, under one kind of load or while it starts.
 *
 * @returns a report of where the time goes; the profiles can be opened in a browser's developer tools
 */
export async function profileMock(kind, { folder, log }) {
  const createRequests = KINDS[kind];
  if (createRequests === undefined) {
    throw new Error(`Failed to profile "${kind}". Give one of: ${Object.keys(KINDS).join(', ')}`);
  }
  const size = kind === 'list' ? 100_000 : 10;
  const worldFile = join(folder, 'world.json');
  await writeWorld(worldFile, size);
  mkdirSync(PROFILES, { recursive: true });
  const requests = createRequests(pickTrackers(size, 10));

  const madeRepliesFile = kind === 'list' ? join(folder, 'made-replies.json') : undefined;
  const onReady = async (url) => {
    if (madeRepliesFile !== undefined) writeFileSync(madeRepliesFile, JSON.stringify(await readReplies(url, requests)));
  };
  const context = { kind, requests, folder, log };
  const own = await profile(mock, { worldFile }, { ...context, onReady });
  // Bare does not validate, so it has no invalid requests.
  const limit = kind === 'invalid' ? undefined : await profile(bare, { worldFile, madeRepliesFile }, context);
  return toReport(kind, own, limit);
}

async function profile(peer, files, { kind, requests, folder, log, onReady = async () => {} }) {
  const name = `${peer.key}-${kind}.cpuprofile`;
  const port = await findFreePort();
  const { command, args } = peer.toLaunch({ port, folder, isPlain: kind !== START, ...files });
  const profiling = ['--cpu-prof', `--cpu-prof-dir=${PROFILES}`, `--cpu-prof-name=${name}`, '--cpu-prof-interval=500'];
  const started = performance.now();
  const server = await startServer(
    { command, args: [...profiling, ...args] },
    { port, path: `/tracker?limit=1`, folder },
  );
  await onReady(server.url);
  const toResult = ({ count, ...span }) => {
    const file = join(PROFILES, name);
    const times = toFunctionTimes(JSON.parse(readFileSync(file, 'utf8')), { ...span, project: PROJECT });
    return { ...times, ...span, title: peer.title, file, count, toEach: (micros) => (micros / count).toFixed(2) };
  };
  if (kind === START) {
    await server.stop();
    // The unit is milliseconds, since the time is not divided by a number of requests.
    return toResult({ count: 1000, skippedMs: 0, lengthMs: server.startMs });
  }

  const worker = createWorker('load-worker.mjs');
  const job = {
    url: server.url,
    requests: await learnReplies(server.url, requests, peer),
    connections: CONNECTIONS,
  };
  await worker.run({ ...job, seconds: WARM_UP_SECONDS });
  const skippedMs = performance.now() - started;
  log(`profiling ${peer.title}, ${kind} …`);
  const cpuBefore = server.cpuSeconds();
  const { count, wrong, example, wallSeconds } = await worker.run({ ...job, seconds: SECONDS });
  const cpuMicros = (server.cpuSeconds() - cpuBefore) * 1e6;
  await worker.stop();
  await server.stop();
  if (wrong > 0) throw new Error(`Failed to profile: ${example}`);
  return toResult({ count, cpuMicros, skippedMs, lengthMs: wallSeconds * 1000 });
}

function toReport(kind, own, limit) {
  const toShare = (micros) => `${((micros / own.busyMicros) * 100).toFixed(1)} %`;
  const unit = kind === START ? 'ms' : 'µs each';
  const bareOfModule = new Map(limit?.modules.map(({ module, self }) => [module, limit.toEach(self)]));
  const toTimes = ({ busyMicros, cpuMicros = Number.NaN, toEach }) =>
    `${toEach(busyMicros)} ${unit} on the JavaScript thread${Number.isNaN(cpuMicros) ? '' : `, CPU time of all threads ${toEach(cpuMicros)}`}`;
  const moduleRows = own.modules
    .slice(0, MODULES_SHOWN)
    .map(({ module, self }) => [module, toShare(self), own.toEach(self), bareOfModule.get(module) ?? '']);
  const functionRows = own.functions
    .slice(0, FUNCTIONS_SHOWN)
    .map(({ name, place, self, total }) => [name, place, toShare(self), own.toEach(self), own.toEach(total)]);
  return [
    [own, ...(limit === undefined ? [] : [limit])]
      .map((side) => `${side.title}, ${kind}: ${toTimes(side)}\n${side.file}`)
      .join('\n'),
    toTable(['module', 'self', unit, `bare, ${unit}`], moduleRows),
    toTable(['function', 'place', 'self', unit, 'with callees'], functionRows),
  ].join('\n\n');
}
