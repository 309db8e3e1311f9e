// Sessions and reset in the process, without HTTP. One job per message: `{ kind, library, worldFile, ... }`. Runs with --expose-gc.
import { createUpdates } from '../harness/job.mjs';
import { createTracker, pickTrackers } from '../harness/world.mjs';
import { answerJobs } from './answer-jobs.mjs';

const KINDS = { sessions: measureSessions, reset: measureReset };

answerJobs(async ({ kind, library, ...job }) => {
  const { createTrackerMock } = await import(library);
  return KINDS[kind](createTrackerMock, job);
});

/** Returns the memory of many sessions, each of which changed a few trackers of one large world, in MiB. */
function measureSessions(createTrackerMock, { worldFile, size, sessions, changed }) {
  const mock = createTrackerMock({ fixtures: worldFile });
  const before = readHeap();
  for (let session = 0; session < sessions; session += 1) {
    for (let change = 0; change < changed; change += 1) {
      update(mock, createTracker((session * changed + change) % size), `session-${session}`);
    }
  }
  return { mebibytes: readHeap() - before, kept: typeof mock.session === 'function' };
}

/** Returns the time of a reset after a number of changes and of the first PUT after it, in milliseconds. */
function measureReset(createTrackerMock, { worldFile, size, changed, changes, times }) {
  const mock = createTrackerMock({ fixtures: worldFile });
  if (typeof mock.session !== 'function') return { failure: 'the mock has no sessions yet' };
  const trackers = pickTrackers(size, changed);
  const resets = [];
  for (let time = 0; time < times; time += 1) {
    for (let change = 0; change < changes; change += 1) update(mock, trackers[change % trackers.length]);
    const started = performance.now();
    mock.session('default').reset();
    update(mock, trackers[0]);
    resets.push(performance.now() - started);
  }
  return { resets };
}

function update(mock, tracker, session) {
  const [{ method, path, headers, body }] = createUpdates([tracker]);
  const bytes = new TextEncoder().encode(body);
  const named = session === undefined ? {} : { 'x-mock-session': session };
  const { status } = mock.handle({
    method,
    target: path,
    headers: { host: '127.0.0.1', ...headers, ...named, 'content-length': String(bytes.length) },
    body: bytes,
  });
  if (status !== 200) throw new Error(`PUT ${path} answered ${status}`);
}

function readHeap() {
  globalThis.gc();
  globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 2 ** 20;
}
