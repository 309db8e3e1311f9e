import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readCpuSeconds, readMemory } from './process-figures.mjs';

let servers = 0;

/** Returns a free port. */
export async function findFreePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/**
 * Starts a server as a user would, with its output in a file, and waits for its first reply.
 *
 * @param launch `{ command, args, env? }`
 * @param options `port`, `path` that it must answer with 200, `folder` for the output, `timeout` in ms
 * @returns `{ url, port, startMs, cpuSeconds(), memory(), stop() }`; `startMs` is the time from the start of the process to the end of its first reply
 */
export async function startServer({ command, args, env = {} }, { port, path, folder, timeout = 60_000 }) {
  const outputFile = join(folder, `output-${(servers += 1)}.log`);
  const output = openSync(outputFile, 'w');
  const started = performance.now();
  const child = spawn(command, args, { stdio: ['ignore', output, output], env: { ...process.env, ...env } });
  closeSync(output);
  const ended = once(child, 'exit');
  let failure;
  ended.catch((/** @type {unknown} */ error) => (failure = error));

  while ((await readStatus(port, path)) !== 200) {
    const isOver = performance.now() - started > timeout;
    if (isOver) child.kill('SIGKILL');
    if (isOver || failure !== undefined || child.exitCode !== null || child.signalCode !== null) {
      const reason =
        failure?.message ??
        (isOver ? `gave no reply in ${timeout / 1000} s` : `ended with ${child.exitCode ?? child.signalCode}`);
      throw new Error(
        `Failed to start "${command} ${args.join(' ')}": it ${reason}. It printed:\n${readFileSync(outputFile, 'utf8').slice(-2000)}`,
      );
    }
    await sleep(1);
  }
  const startMs = performance.now() - started;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    startMs,
    cpuSeconds: () => readCpuSeconds(child.pid),
    memory: () => readMemory(child.pid),
    async stop() {
      child.kill('SIGTERM');
      const killer = setTimeout(() => child.kill('SIGKILL'), 5000);
      await ended;
      clearTimeout(killer);
    },
  };
}

/** Returns the status of a reply on a new connection, or undefined if the server does not listen yet. */
function readStatus(port, path) {
  return new Promise((resolve) => {
    request({ host: '127.0.0.1', port, path, agent: false }, (reply) => {
      reply
        .resume()
        .on('end', () => resolve(reply.statusCode))
        .on('error', () => resolve(undefined));
    })
      .on('error', () => resolve(undefined))
      .end();
  });
}
