// Loads a server as fast as it answers, over keep-alive connections that send the next request when they have the reply. One job per message,
// for a number of `seconds` or an `amount` of requests.
import autocannon from 'autocannon';
import { answerJobs } from './answer-jobs.mjs';
import { isRightReply } from './reply-check.mjs';

answerJobs(async ({ url, requests, connections, seconds, amount }) => {
  let count = 0;
  let wrong = 0;
  let example;
  const withChecks = requests.map((request) => ({
    method: request.method,
    path: request.path,
    headers: request.headers,
    body: request.body,
    onResponse(status, text) {
      count += 1;
      if (isRightReply(request, status, text)) return;
      wrong += 1;
      example ??= `${request.method} ${request.path} answered ${status} ${text.slice(0, 300)}`;
    },
  }));
  const cpu = process.cpuUsage();
  const started = performance.now();
  const { errors, timeouts } = await autocannon({
    url,
    connections,
    ...(amount === undefined ? { duration: seconds } : { amount }),
    sampleInt: 100,
    requests: withChecks,
  });
  const wallSeconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  return {
    count,
    wrong,
    example,
    errors: errors + timeouts,
    wallSeconds,
    generatorCpuSeconds: (user + system) / 1e6,
  };
});
