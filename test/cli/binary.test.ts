import type { ChildProcessByStdio } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';

/** What `npm ci` builds, and `npx tracker-mock` runs. */
const BINARY = fileURLToPath(new URL('../../dist/bundle/bin.js', import.meta.url));

function start(...args: string[]): ChildProcessByStdio<null, Readable, Readable> {
  const child = spawn(process.execPath, [BINARY, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

test.each(['SIGTERM', 'SIGINT'] as const)(
  'the built binary serves, answers what is in flight at %s, and ends with 0',
  async (signal) => {
    const child = start('--port', '0');
    const ended = once(child, 'exit');
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const readLine = async (): Promise<string> => String((await lines.next()).value);

    const [, url = ''] = /^tracker-mock ready at (http:\S+)$/.exec(await readLine()) ?? [];
    const answer = fetch(`${url}/tracker?limit=1`, { headers: { prefer: 'delay=100' } });
    expect(await readLine()).toMatch(/^GET \/tracker\?limit=1 200 /);
    child.kill(signal);
    expect(await (await answer).json()).toHaveLength(1);
    expect(await readLine()).toBe('1 request, 0 violations, 0 statuses outside the contract, 0 unmatched');
    expect(await ended).toEqual([0, null]);
  },
);

test.each([
  [['--port', 'x'], "error: option '-p, --port <port>' argument 'x' is invalid. Give a number from 0 to 65535.\n"],
  [
    ['-f', 'no-such-file.json'],
    'Failed to load the fixtures: not every file can be read as JSON. Correct the paths or the files; a relative path begins in the folder that the program runs in.\n  no-such-file.json: does not exist\n',
  ],
])('the built binary ends with 2 for %j, the reason on its error output alone', async (args, reason) => {
  const child = start(...args);
  const written = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => (written.out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (written.err += chunk.toString()));
  expect(await once(child, 'close')).toEqual([2, null]);
  expect(written).toEqual({ out: '', err: expect.stringContaining(reason) as string });
});

test('the built binary ends well where nobody reads what it prints', async () => {
  const child = start('serve', '--help');
  child.stdout.destroy();
  expect(await once(child, 'exit')).toEqual([0, null]);
});

// Not the mock but the command decides what a signal means.
test.each(['SIGTERM', 'SIGINT'] as const)(
  'the built binary passes %s on to the command that it runs',
  async (signal) => {
    const command = `
    process.on('${signal}', async () => {
      const { status } = await fetch(process.env.AGENTEX_BASE_URL + '/tracker');
      console.log('answered', status);
      process.exit(3);
    });
    setInterval(() => {}, 1000);
    console.log('running', process.env.AGENTEX_BASE_URL);
  `;
    const child = start('run', '--', process.execPath, '--eval', command);
    const ended = once(child, 'exit');
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const [, url = ''] = /^running (http:\S+)$/.exec(String((await lines.next()).value)) ?? [];
    child.kill(signal);
    expect((await lines.next()).value).toBe('answered 200');
    expect(await ended).toEqual([3, null]);
    await expect(fetch(url)).rejects.toThrow('fetch failed');
  },
);
