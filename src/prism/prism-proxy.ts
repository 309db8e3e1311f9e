import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { MockError } from '../mock-error.ts';
import { findPrismCommand } from './load-prism.ts';
import { sendRequest } from './send-request.ts';

/** A running `prism proxy --errors`. */
export interface PrismProxy {
  /** `http://127.0.0.1:49310` */
  readonly url: string;
  /** Returns false once the process has exited. Some requests crash it. */
  readonly isRunning: () => boolean;
  /** Stops the process and waits until it has exited. May be called twice. */
  readonly close: () => Promise<void>;
}

export interface PrismProxyOptions {
  /** The OpenAPI document, JSON or YAML. */
  readonly contractFile: string;
  /** The server that the proxy forwards to. */
  readonly upstreamUrl: string;
}

const MAX_STARTS = 3;
const START_TIMEOUT_MS = 30_000;
const STOP_TIMEOUT_MS = 2_000;
/** Makes the child exit when this process ends, even if it is killed: the pipe to the child's standard input closes then. */
const EXIT_HOOK = 'data:text/javascript,process.stdin.on("end",()=>process.exit()).resume()';
/** Prism's last output is kept for the error message if it does not start. */
const MAX_OUTPUT_CHARACTERS = 4_000;

/**
 * Starts `prism proxy --errors` on a free port and waits until it answers, which takes about a second.
 *
 * @throws {MockError} `option-invalid` if Prism is not installed, `server-not-started` if it does not answer.
 */
export async function startPrismProxy({ contractFile, upstreamUrl }: PrismProxyOptions): Promise<PrismProxy> {
  const command = findPrismCommand();
  for (let start = 1; ; start += 1) {
    const port = await findFreePort();
    // Silent, since Prism's logger fails on deeply nested bodies.
    const options = [
      '--errors',
      '--host',
      '127.0.0.1',
      '--port',
      String(port),
      '--verboseLevel',
      'silent',
      '--multiprocess',
      'false',
    ];
    const child = spawn(process.execPath, [
      '--import',
      EXIT_HOOK,
      command,
      'proxy',
      contractFile,
      upstreamUrl,
      ...options,
    ]);
    const proxy = createProxy(child, `http://127.0.0.1:${port}`);
    const output = collectOutput(child);
    if (await waitUntilReady(proxy)) return proxy;
    await proxy.close();
    // Try again only if another process has taken the port in the meantime.
    if (start === MAX_STARTS || !output().includes('EADDRINUSE')) {
      throw new MockError(
        'server-not-started',
        `Failed to start prism proxy for ${contractFile}: it does not answer. Its output: ${output().trim() || '(none)'}`,
      );
    }
  }
}

function createProxy(child: ChildProcess, url: string): PrismProxy {
  let isRunning = true;
  const ended = new Promise<void>((resolve) => {
    const end = (): void => {
      isRunning = false;
      resolve();
    };
    child.once('exit', end);
    child.once('error', end);
  });
  return {
    url,
    isRunning: () => isRunning,
    close: async () => {
      if (isRunning) child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
      await ended;
      clearTimeout(timer);
    },
  };
}

function collectOutput({ stdout, stderr }: ChildProcess): () => string {
  let text = '';
  const collect = (chunk: Buffer): void => {
    text = (text + chunk.toString()).slice(-MAX_OUTPUT_CHARACTERS);
  };
  stdout?.on('data', collect);
  stderr?.on('data', collect);
  return () => text;
}

/** Returns true once Prism answers, false if its process exits or the time limit is reached. */
async function waitUntilReady(proxy: PrismProxy): Promise<boolean> {
  // No contract has this path, so Prism answers with its own problem document instead of forwarding the request.
  const probe = { method: 'GET', target: '/-/-/-/-/-/-/prism', headers: {}, body: new Uint8Array() };
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (proxy.isRunning() && Date.now() < deadline) {
    const reply = await sendRequest(proxy.url, probe, 2_000);
    if ('status' in reply && reply.body.includes('stoplight.io/prism') && proxy.isRunning()) return true;
    await sleep(25);
  }
  return false;
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  // The address is a string or null only for a server on a pipe or one that does not listen.
  return typeof address === 'object' && address !== null ? address.port : 0;
}
