import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { MockProcess } from '../state/mock-process.ts';
import { startMock } from '../state/mock-process.ts';

/** The mocks behind a proxy, each with its own state. They keep their ports over a restart. */
export interface Fleet {
  readonly urls: readonly string[];
  /** Returns the sessions of each mock, asked without the proxy. */
  listSessions(): Promise<string[][]>;
  /** Waits until the state file of a mock has all of these texts. Returns those that it does not get. */
  waitForFile(index: number, texts: readonly string[]): Promise<string[]>;
  /** Kills a mock without a chance to save. */
  kill(index: number): Promise<void>;
  start(index: number): Promise<void>;
  /** Returns the exit codes. */
  stop(): Promise<(number | null)[]>;
}

/** How long to wait for a save, in milliseconds. */
const PATIENCE = 20_000;

/** @throws if a mock does not start, with what it said */
export async function startFleet(size: number, folder: string, token: string): Promise<Fleet> {
  const toFile = (index: number): string => join(folder, `mock-${index + 1}.json`);
  const startOne = async (index: number, port: string): Promise<MockProcess> =>
    startMock(['--port', port, '--admin-token', token, '--state', toFile(index), '--state-sessions']);
  const mocks = await Promise.all(Array.from({ length: size }, async (_, index) => startOne(index, '0')));
  const urls = mocks.map(({ url, output }) => {
    if (url === undefined) throw new Error(`Failed to start a mock: ${output()}`);
    return url;
  });
  return {
    urls,
    listSessions: async () =>
      Promise.all(
        urls.map(async (url) => {
          const reply = await fetch(`${url}/__admin/sessions`, { headers: { authorization: `Bearer ${token}` } });
          const { sessions } = (await reply.json()) as { readonly sessions: readonly { readonly name: string }[] };
          return sessions.map(({ name }) => name);
        }),
      ),
    async waitForFile(index, texts) {
      const deadline = Date.now() + PATIENCE;
      for (;;) {
        const file = existsSync(toFile(index)) ? readFileSync(toFile(index), 'utf8') : '';
        const missing = texts.filter((text) => !file.includes(text));
        if (missing.length === 0 || Date.now() > deadline) return missing;
        await sleep(50);
      }
    },
    kill: async (index) => void (await mocks[index]?.end('SIGKILL')),
    async start(index) {
      const mock = await startOne(index, new URL(urls[index] ?? '').port);
      if (mock.url === undefined) throw new Error(`Failed to start a mock again: ${mock.output()}`);
      mocks[index] = mock;
    },
    stop: async () => Promise.all(mocks.map(async (mock) => mock.end('SIGTERM'))),
  };
}
