/** Returns a worker that shares the requests of a job out to several, each with as many connections, and adds up what they report. */
export function joinWorkers(workers) {
  return {
    async run(job) {
      const results = await Promise.all(
        workers.map((worker, index) =>
          worker.run({ ...job, requests: job.requests.filter((_, place) => place % workers.length === index) }),
        ),
      );
      const total = (name) => results.reduce((sum, result) => sum + result[name], 0);
      return {
        count: total('count'),
        wrong: total('wrong'),
        errors: total('errors'),
        example: results.find(({ example }) => example !== undefined)?.example,
        wallSeconds: Math.max(...results.map(({ wallSeconds }) => wallSeconds)),
        // Of one of them, so that its share of a core says whether the generators are the limit.
        generatorCpuSeconds: total('generatorCpuSeconds') / workers.length,
      };
    },
    stop: () => Promise.all(workers.map((worker) => worker.stop())),
  };
}

/** Returns the CPU time of several servers together, or undefined if it is not known. */
export function addCpuSeconds(servers) {
  const each = servers.map((server) => server.cpuSeconds());
  return each.includes(undefined) ? undefined : each.reduce((sum, seconds) => sum + seconds, 0);
}
