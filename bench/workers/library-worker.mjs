// The mock in the process, without HTTP. One job: `{ library, rounds, seconds }`.
import { readFileSync } from 'node:fs';
import { createInvalidUpdates, createLists, createRetrievals, createUpdates } from '../harness/job.mjs';
import { answerJobs } from './answer-jobs.mjs';

const CREATED = 30;
const WORLD = new URL('../../fixtures/default.json', import.meta.url);

answerJobs(async ({ library, rounds, seconds }) => {
  const { trackers } = JSON.parse(readFileSync(WORLD, 'utf8'));
  const kinds = {
    PUT: createUpdates(trackers).map(toExchange),
    GET: createRetrievals(trackers).map(toExchange),
    list: createLists(trackers).map(toExchange),
    invalid: createInvalidUpdates(trackers).map(toExchange),
  };
  const { createTrackerMock } = await import(library);

  const timeFirstReply = () => {
    const started = performance.now();
    run(createTrackerMock(), kinds.PUT[0]);
    return performance.now() - started;
  };
  const firstMs = timeFirstReply();
  const nextMs = Array.from({ length: CREATED }, timeFirstReply);

  const mock = createTrackerMock();
  const exchanges = {};
  for (let round = -1; round < rounds; round += 1) {
    for (const [kind, requests] of Object.entries(kinds)) {
      const perSecond = countPerSecond(mock, requests, seconds);
      // Round -1 is the warm-up.
      if (round >= 0) (exchanges[kind] ??= []).push(perSecond);
    }
  }
  return { firstMs, nextMs, exchanges };
});

function toExchange({ method, path, headers, body = '', status, isRight }) {
  const bytes = new TextEncoder().encode(body);
  const allHeaders = {
    host: '127.0.0.1',
    connection: 'keep-alive',
    ...headers,
    ...(bytes.length === 0 ? {} : { 'content-length': String(bytes.length) }),
  };
  return { request: { method, target: path, headers: allHeaders, body: bytes }, status, isRight };
}

/** Checks that the reply is right. */
function run(mock, { request, status, isRight }) {
  const reply = mock.handle(request);
  const text = typeof reply.body === 'string' ? reply.body : new TextDecoder().decode(reply.body);
  if (reply.status === status && isRight(JSON.parse(text))) return;
  throw new Error(`wrong reply to ${request.method} ${request.target}: ${reply.status} ${text}`);
}

/** Returns exchanges per second of CPU time, which other work on the machine does not affect. */
function countPerSecond(mock, requests, seconds) {
  for (const exchange of requests) run(mock, exchange);
  const cpu = process.cpuUsage();
  const end = performance.now() + seconds * 1000;
  let count = 0;
  while (performance.now() < end) {
    for (const { request, status } of requests) {
      const reply = mock.handle(request);
      if (reply.status !== status) throw new Error(`wrong status of ${request.method} ${request.target}`);
    }
    count += requests.length;
  }
  const { user, system } = process.cpuUsage(cpu);
  return (count / (user + system)) * 1e6;
}
