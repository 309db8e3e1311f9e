import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findFreePort } from '../free-port.ts';
import { findFile } from '../project.ts';

/** A proxy in front of the mocks, with the configuration of the example. */
export interface Proxy {
  readonly url: string;
  /** Returns what it said so far. */
  output(): string;
  stop(): Promise<void>;
}

/** Each with its configuration in examples/scale-out/, and how it is started with it. */
const PROXIES = {
  nginx: { file: 'nginx.conf', toArgs: (conf: string, folder: string) => ['-e', 'stderr', '-p', folder, '-c', conf] },
  haproxy: { file: 'haproxy.cfg', toArgs: (conf: string) => ['-f', conf] },
};

export type ProxyName = keyof typeof PROXIES;

/** How long it may take to answer, in milliseconds. */
const PATIENCE = 15_000;

/**
 * Starts a proxy with the example's configuration, in which only the ports are other ones.
 *
 * @param folder for its files
 * @param mocks the addresses of the mocks, in the order of the example
 * @throws if it does not answer, with what it said
 */
export async function startProxy(name: ProxyName, folder: string, mocks: readonly string[]): Promise<Proxy> {
  const { file, toArgs } = PROXIES[name];
  const port = await findFreePort();
  const ports = [port, ...mocks.map((url) => new URL(url).port)];
  const conf = readFileSync(findFile(`examples/scale-out/${file}`), 'utf8').replaceAll(
    /127\.0\.0\.1:401(\d)/g,
    (_, index: string) => `127.0.0.1:${ports[Number(index)]}`,
  );
  const own = join(folder, name);
  mkdirSync(own);
  writeFileSync(join(own, file), conf);
  const child = spawn(name, toArgs(join(own, file), own), { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => void (output += String(data)));
  const exited = once(child, 'exit');
  const url = `http://127.0.0.1:${port}`;
  const deadline = Date.now() + PATIENCE;
  while (!(await isReady(url))) {
    if (Date.now() > deadline || child.exitCode !== null) {
      child.kill();
      throw new Error(`Failed to start ${name}: ${output}`);
    }
    await sleep(50);
  }
  return {
    url,
    output: () => output,
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

async function isReady(url: string): Promise<boolean> {
  return fetch(`${url}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  );
}
