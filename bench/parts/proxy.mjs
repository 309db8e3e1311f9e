import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createRetrievals } from '../harness/job.mjs';
import { measureJobs } from '../harness/load.mjs';
import { createSpeedRow } from '../harness/row.mjs';
import { findFreePort, startServer } from '../harness/server.mjs';
import { createWorker } from '../harness/worker.mjs';
import { DEFAULT_WORLD, mockProxy } from '../peers/mock.mjs';
import { readVersion } from '../peers/node-server.mjs';
import { bare } from '../peers/peers.mjs';

const HTTPXY = fileURLToPath(new URL('../servers/httpxy.mjs', import.meta.url));

const httpxy = {
  key: 'httpxy',
  title: 'httpxy',
  isExact: true,
  toLaunch: ({ port, target }) => ({ command: process.execPath, args: [HTTPXY, String(port), target] }),
};

/** Measures a GET that is passed on to bare node:http. The mock checks request and reply, records and logs them; httpxy does nothing else. */
export async function measureProxy({ rounds, seconds, folder, log }) {
  const { trackers } = JSON.parse(readFileSync(DEFAULT_WORLD, 'utf8'));
  const path = `/tracker/${trackers[0].id}`;
  const start = async (peer, more) => {
    const port = await findFreePort();
    return startServer(peer.toLaunch({ port, ...more }), { port, path, folder });
  };
  const servers = [await start(bare, { worldFile: DEFAULT_WORLD })];
  const target = servers[0].url;
  const worker = createWorker('load-worker.mjs');
  try {
    for (const peer of [mockProxy, httpxy]) servers.push(await start(peer, { target }));
    const requests = createRetrievals(trackers);
    const jobs = [mockProxy, httpxy].map((peer, index) => ({
      name: peer.key,
      peer,
      server: servers[index + 1],
      requests,
    }));
    log('passed-on GET one:');
    const figures = await measureJobs(jobs, { worker, rounds, seconds, log });
    const title = `a passed-on GET one, against httpxy ${readVersion('httpxy')}`;
    return { rows: [createSpeedRow(title, figures.mock, figures.httpxy)], figures };
  } finally {
    await Promise.all([worker.stop(), ...servers.map((server) => server.stop())]);
  }
}
