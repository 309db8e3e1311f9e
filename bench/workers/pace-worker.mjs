// Loads a server at a fixed rate and measures latency. A request's time counts from when it was due, even if no connection was free then, so
// that a server that stalls does not reduce its own load. One job per message.
import { createHistogram } from 'node:perf_hooks';
import { Client } from 'undici';
import { answerJobs } from './answer-jobs.mjs';
import { isRightReply } from './reply-check.mjs';

answerJobs(async ({ url, requests, connections, seconds, rate, warmUpSeconds }) => {
  const latencies = createHistogram();
  const lateness = createHistogram();
  const total = Math.round(rate * (seconds + warmUpSeconds));
  const warmUp = Math.round(rate * warmUpSeconds);
  const free = Array.from({ length: connections }, () => new Client(url, { pipelining: 1 }));
  const clients = [...free];
  const waiting = [];
  let done = 0;
  let wrong = 0;
  let example;

  await new Promise((resolve) => {
    const started = performance.now() + 50;
    const toDue = (index) => started + (index * 1000) / rate;

    const send = (client, index) => {
      const request = requests[index % requests.length];
      const due = toDue(index);
      let status = 0;
      let text = '';
      const finish = (isRight, what) => {
        if (!isRight) {
          wrong += 1;
          example ??= `${request.method} ${request.path} ${what}`;
        }
        if (index >= warmUp) latencies.record(toNanoseconds(performance.now() - due));
        done += 1;
        const next = waiting.shift();
        if (next === undefined) free.push(client);
        else send(client, next);
        if (done === total) resolve();
      };
      client.dispatch(
        { method: request.method, path: request.path, headers: request.headers, body: request.body },
        {
          onRequestStart() {},
          onResponseStart(controller, code) {
            status = code;
          },
          onResponseData(controller, chunk) {
            text += chunk;
          },
          onResponseEnd: () => finish(isRightReply(request, status, text), `answered ${status} ${text.slice(0, 300)}`),
          onResponseError: (controller, error) => finish(false, `failed: ${error.message}`),
        },
      );
    };

    let next = 0;
    // A busy loop, since a timer would be a millisecond late.
    const turn = () => {
      const now = performance.now();
      for (; next < total && toDue(next) <= now; next += 1) {
        if (next >= warmUp) lateness.record(toNanoseconds(now - toDue(next)));
        const client = free.shift();
        if (client === undefined) waiting.push(next);
        else send(client, next);
      }
      if (next < total) setImmediate(turn);
    };
    turn();
  });
  await Promise.all(clients.map((client) => client.close()));
  return {
    count: total - warmUp,
    wrong,
    example,
    errors: 0,
    p50: latencies.percentile(50) / 1e6,
    p99: latencies.percentile(99) / 1e6,
    max: latencies.max / 1e6,
    generatorLateP99: lateness.percentile(99) / 1e6,
  };
});

function toNanoseconds(milliseconds) {
  return Math.max(1, Math.round(milliseconds * 1e6));
}
