import { readFileSync } from 'node:fs';
import { createInvalidMessages, createInvalidUpdates, createLists, createSampledLists } from '../harness/job.mjs';
import { measureJobs } from '../harness/load.mjs';
import { createSpeedRow } from '../harness/row.mjs';
import { findFreePort, startServer } from '../harness/server.mjs';
import { createWorker } from '../harness/worker.mjs';
import { DEFAULT_WORLD, mock } from '../peers/mock.mjs';

/** Measures operations without state, each against one with state that does similar work. */
export async function measureRest({ rounds, seconds, folder, log }) {
  const { trackers } = JSON.parse(readFileSync(DEFAULT_WORLD, 'utf8'));
  const port = await findFreePort();
  const launch = mock.toLaunch({ port, worldFile: DEFAULT_WORLD });
  const server = await startServer(launch, { port, path: `/tracker/${trackers[0].id}`, folder });
  const worker = createWorker('load-worker.mjs');
  try {
    const kinds = {
      'GET list': createLists(trackers),
      'GET /agents': createSampledLists(),
      'invalid PUT': createInvalidUpdates(trackers),
      'invalid POST /messages': createInvalidMessages(),
    };
    log('operations without state:');
    const jobs = Object.entries(kinds).map(([name, requests]) => ({ name, peer: mock, server, requests }));
    const figures = await measureJobs(jobs, { worker, rounds, seconds, log });
    const compare = (title, kind, other) => createSpeedRow(title, figures[kind], figures[other]);
    return {
      rows: [
        compare('a sampled GET /agents, against GET list', 'GET /agents', 'GET list'),
        compare('a 422 of POST /messages, against one of PUT', 'invalid POST /messages', 'invalid PUT'),
      ],
      figures,
    };
  } finally {
    await Promise.all([worker.stop(), server.stop()]);
  }
}
