import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { toProjectPath } from '../docs/markdown.ts';
import { createTemporaryFolder } from '../temporary-folder.ts';
import { isRunning } from './is-running.ts';
import { run, serve } from './run-main.ts';

const ENDED =
  'warning the process that started the mock has ended, so the mock stops. With --no-parent-watch it would keep running\n';
const SUMMARY = '0 requests, 0 violations, 0 statuses outside the contract, 0 unmatched\n';

/** What npm says to the processes that it starts. */
const NPX = { npm_command: 'exec', npm_execpath: '/usr/lib/npm-cli.js' };
const NPM_START = { npm_command: 'start', npm_lifecycle_event: 'start', npm_execpath: '/usr/lib/npm-cli.js' };

/** Sets a property of the process for the test. */
function setProcess(name: 'ppid' | 'platform', value: unknown): void {
  const before = Object.getOwnPropertyDescriptor(process, name) ?? {};
  // Node ignores a value for `ppid`.
  Object.defineProperty(process, name, { configurable: true, get: () => value });
  onTestFinished(() => void Object.defineProperty(process, name, before));
}

function setTerminal(isTerminal: boolean): void {
  const { isTTY } = process.stdin;
  process.stdin.isTTY = isTerminal;
  onTestFinished(() => void (process.stdin.isTTY = isTTY));
}

beforeEach(() => {
  for (const name of ['npm_command', 'npm_lifecycle_event', 'npm_execpath']) vi.stubEnv(name, undefined);
  setTerminal(false);
});

/** Serves, lets the parent seem to end, and returns the output; the mock has to be stopped if it keeps running. */
async function serveWithoutParent(...args: string[]): Promise<string> {
  const { until, stop } = await serve(args);
  setProcess('ppid', 1);
  await until(SUMMARY);
  return (await stop()).out;
}

/** Serves until several checks for a parent are over. */
async function serveOn(...args: string[]): Promise<string> {
  const { url, stop } = await serve(args);
  setProcess('ppid', 1);
  await wait(600);
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
  return (await stop()).out;
}

describe('serve', () => {
  test('stops with --parent-watch when the process that started it has ended', async () => {
    expect(await serveWithoutParent('--parent-watch')).toContain(`${ENDED}${SUMMARY}`);
  });

  test.each([NPX, NPM_START])('stops then by default under npm: %j', async (variables) => {
    for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
    expect(await serveWithoutParent()).toContain(ENDED);
  });

  test('stops then if TRACKER_MOCK_PARENT_WATCH says yes', async () => {
    vi.stubEnv('TRACKER_MOCK_PARENT_WATCH', 'yes');
    expect(await serveWithoutParent()).toContain(ENDED);
  });

  test('stops on Windows when the process with the number of the parent has ended', async () => {
    const parent = spawn(process.execPath, ['--eval', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    setProcess('platform', 'win32');
    setProcess('ppid', parent.pid);
    const { until } = await serve(['--parent-watch']);
    parent.kill();
    expect(await until(SUMMARY)).toContain(ENDED);
  });

  test('watches the parent alone on a system without /proc', async () => {
    vi.stubEnv('npm_execpath', '/usr/lib/npm-cli.js');
    setProcess('ppid', 2 ** 30);
    expect(await serveWithoutParent('--parent-watch')).toContain(ENDED);
  });

  test('keeps running if nothing asks it to watch', async () => {
    expect(await serveOn()).not.toContain(ENDED);
  });

  test('keeps running with --no-parent-watch', async () => {
    vi.stubEnv('npm_command', 'exec');
    vi.stubEnv('TRACKER_MOCK_PARENT_WATCH', 'yes');
    expect(await serveOn('--no-parent-watch')).not.toContain(ENDED);
  });

  test('keeps running if TRACKER_MOCK_PARENT_WATCH says no', async () => {
    vi.stubEnv('npm_command', 'exec');
    vi.stubEnv('TRACKER_MOCK_PARENT_WATCH', 'no');
    expect(await serveOn()).not.toContain(ENDED);
  });

  test('keeps running under npx in a terminal', async () => {
    vi.stubEnv('npm_command', 'exec');
    setTerminal(true);
    expect(await serveOn()).not.toContain(ENDED);
  });
});

test('run ends its command with SIGTERM when the process that started it has ended', async () => {
  const { code, err } = await (async () => {
    const ended = run('run', '--parent-watch', '--', process.execPath, '--eval', 'setInterval(() => {}, 1000)');
    await wait(300);
    setProcess('ppid', 1);
    return ended;
  })();
  expect(code).toBe(128 + 15);
  expect(err).toContain(`${ENDED}${SUMMARY}`);
});

/** A project with the mock in it, and a script that starts it. */
function createProject(): string {
  const folder = createTemporaryFolder({
    'package.json': { scripts: { start: 'tracker-mock --port 0 --fail-on unmatched --junit report.xml' } },
  });
  mkdirSync(join(folder, 'node_modules/.bin'), { recursive: true });
  symlinkSync(toProjectPath('dist/bundle/bin.js'), join(folder, 'node_modules/.bin/tracker-mock'));
  return folder;
}

// `npm` itself is what gets the signal, as in `npx tracker-mock & … kill $!`. Windows has no signals.
describe.skipIf(process.platform === 'win32')('a mock of the built package', () => {
  test.each([
    ['npx tracker-mock --port 0 --junit report.xml', 'SIGTERM'],
    ['npx tracker-mock --port 0 --junit report.xml', 'SIGKILL'],
    ['npm start', 'SIGTERM'],
    ['npm start', 'SIGKILL'],
  ] as const)(
    'that %s has started writes its report and ends after %s',
    async (command, signal) => {
      const folder = createProject();
      const [file = '', ...args] = command.split(' ');
      const starter = spawn(file, args, { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] });
      const ended = once(starter, 'exit');
      // The outputs belong to the mock as well, so that they close when it has ended.
      const closed = once(starter.stdout, 'close');
      let out = '';
      const ready = new Promise<void>((resolve) => {
        createInterface({ input: starter.stdout }).on('line', (line) => {
          out += `${line}\n`;
          if (line.startsWith('tracker-mock ready at ')) resolve();
        });
      });
      await ready;
      starter.kill(signal);
      await ended;
      await closed;
      expect(out).toContain(`${ENDED}${SUMMARY}`);
      expect(readFileSync(join(folder, 'report.xml'), 'utf8')).toContain('<testsuites>');
      expect(isRunning(starter.pid ?? 0)).toBe(false);
    },
    30_000,
  );
});
