import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/**
 * Starts a worker process, which runs one job at a time and stays warm between jobs.
 *
 * @param file the name of a file in `bench/workers`
 */
export function createWorker(file, execArgv = []) {
  const child = fork(fileURLToPath(new URL(`../workers/${file}`, import.meta.url)), { execArgv });
  const ended = once(child, 'exit');
  return {
    async run(job) {
      const answer = once(child, 'message');
      child.send(job);
      const first = await Promise.race([answer, ended.then(([code]) => [new Error(`${file} ended with ${code}`)])]);
      if (first[0] instanceof Error) throw first[0];
      return first[0];
    },
    async stop() {
      child.disconnect();
      await ended;
    },
  };
}
