// Checks that the mock has not become slow, in less than a minute and with only the project's own dependencies.
//
// Compares the CPU time that the mock and bare node:http take for the same requests, in turn, which varies little even on a busy machine. Each
// limit is about 0.6 of the figure that was measured when it was set: the check fails if the mock takes twice as long, but not if it is a
// little slower. Raise the limits when the mock becomes faster.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createInvalidUpdates,
  createLists,
  createRetrievals,
  createUpdates,
  learnReplies,
  readReplies,
} from './harness/job.mjs';
import { sendAll } from './harness/plain-load.mjs';
import { findFreePort, startServer } from './harness/server.mjs';
import { toMedian, toText } from './harness/statistic.mjs';
import { toTable } from './harness/table.mjs';
import { createTracker, pickTrackers, writeWorld } from './harness/world.mjs';
import { checkBuild, mock } from './peers/mock.mjs';
import { createNodeServer } from './peers/node-server.mjs';

const ROUNDS = 5;
const STARTS = 5;
/** A row that is too slow is measured again with new processes: V8 sometimes settles on slower code for the life of one, by up to a half. */
const RETRIES = 2;
const SMALL = 10;
const LARGE = 20_000;

checkBuild();
const bare = createNodeServer('bare', 'bare node:http');
const folder = mkdtempSync(join(tmpdir(), 'tracker-mock-check-'));
const servers = [];
try {
  let rows = await check();
  for (let retry = 0; retry < RETRIES && rows.some(({ isOk }) => !isOk); retry += 1) {
    await stopServers();
    const again = await check();
    rows = rows.map((row, index) => (row.isOk ? row : again[index]));
  }
  console.log(
    toTable(
      ['CPU time', 'measured', 'fails if', ''],
      rows.map(({ what, figure, limit, isOk }) => [what, figure, limit, isOk ? 'ok' : 'TOO SLOW']),
    ),
  );
  process.exitCode = rows.every(({ isOk }) => isOk) ? 0 : 1;
} finally {
  await stopServers();
  rmSync(folder, { recursive: true, force: true });
}

function stopServers() {
  return Promise.all(servers.splice(0).map((server) => server.stop()));
}

async function check() {
  const path = `/tracker/${createTracker(0).id}`;
  const start = async (peer, files) => {
    const port = await findFreePort();
    return startServer(peer.toLaunch({ port, ...files }), { port, path, folder });
  };
  const files = {};
  for (const size of [SMALL, LARGE]) {
    files[size] = { worldFile: join(folder, `world-${size}.json`) };
    await writeWorld(files[size].worldFile, size);
  }

  const startCosts = { mock: [], bare: [] };
  for (let round = 0; round < STARTS; round += 1) {
    for (const peer of [mock, bare]) {
      const server = await start(peer, files[SMALL]);
      startCosts[peer.key].push(toCost(server.cpuSeconds(), server.startMs));
      await server.stop();
    }
  }

  const small = await start(mock, files[SMALL]);
  const large = await start(mock, files[LARGE]);
  const limit = await start(bare, files[SMALL]);
  servers.push(small, large, limit);
  const lists = createLists(pickTrackers(SMALL, SMALL));
  const madeRepliesFile = join(folder, 'made-replies.json');
  writeFileSync(madeRepliesFile, JSON.stringify(await readReplies(large.url, lists)));
  const limitOfLists = await start(bare, { ...files[SMALL], madeRepliesFile });
  servers.push(limitOfLists);

  const trackers = pickTrackers(SMALL, SMALL);
  const jobs = {
    'mock PUT': { server: small, requests: createUpdates(trackers), count: 6000 },
    'bare PUT': { server: limit, requests: createUpdates(trackers), count: 12_000 },
    'mock GET': { server: small, requests: createRetrievals(trackers), count: 6000 },
    'bare GET': { server: limit, requests: createRetrievals(trackers), count: 12_000 },
    'mock list': { server: large, requests: lists, count: 3000 },
    'bare list': { server: limitOfLists, requests: lists, count: 6000 },
    'invalid PUT': { server: small, requests: createInvalidUpdates(trackers), count: 6000 },
    'large PUT': { server: large, requests: createUpdates(trackers), count: 6000 },
  };
  const costs = await measureCosts(jobs);
  return [
    toSpeedRow('PUT, bare against the mock', costs['bare PUT'], costs['mock PUT'], 0.4),
    toSpeedRow('GET one, bare against the mock', costs['bare GET'], costs['mock GET'], 0.45),
    toSpeedRow(
      'GET list of 20,000 by agent, bare with the same bytes against the mock',
      costs['bare list'],
      costs['mock list'],
      0.22,
    ),
    toSpeedRow('a valid PUT against an invalid one', costs['mock PUT'], costs['invalid PUT'], 0.45),
    toSpeedRow('PUT with 10 trackers against one with 20,000', costs['mock PUT'], costs['large PUT'], 0.55),
    toSpeedRow(
      'start to first reply, bare against the mock',
      toMedian(startCosts.bare),
      toMedian(startCosts.mock),
      0.3,
    ),
  ];
}

/** Returns the cost of one request of each job in microseconds. The jobs run in turn. */
async function measureCosts(jobs) {
  const samples = Object.fromEntries(Object.keys(jobs).map((name) => [name, []]));
  for (let round = -1; round < ROUNDS; round += 1) {
    for (const [name, { server, requests, count }] of Object.entries(jobs)) {
      // Learned in each round, since the PUTs in between change the replies to the GETs.
      const learned = await learnReplies(server.url, requests, { isExact: true });
      const before = server.cpuSeconds();
      const started = performance.now();
      await sendAll(server.port, learned, { count });
      const after = server.cpuSeconds();
      const cost = toCost(after === undefined ? undefined : after - before, performance.now() - started) / count;
      // Round -1 is the warm-up.
      if (round >= 0) samples[name].push(cost);
    }
  }
  return Object.fromEntries(Object.entries(samples).map(([name, values]) => [name, toMedian(values)]));
}

/** Returns CPU time in microseconds, or wall time if the system does not provide CPU time. */
function toCost(cpuSeconds, wallMs) {
  return cpuSeconds === undefined ? wallMs * 1000 : cpuSeconds * 1e6;
}

function toSpeedRow(what, reference, own, limit) {
  const value = reference / own;
  return {
    what,
    figure: `${toText(value)} × (${toText(reference)} / ${toText(own)} µs)`,
    limit: `< ${toText(limit)} ×`,
    isOk: value >= limit,
  };
}
