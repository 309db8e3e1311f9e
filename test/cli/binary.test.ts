import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';

/** What `npm ci` builds, and `npx tracker-mock` runs. */
const BINARY = fileURLToPath(new URL('../../dist/bundle/bin.js', import.meta.url));

test.each(['SIGTERM', 'SIGINT'] as const)(
  'the built binary serves, answers what is in flight at %s, and ends with 0',
  async (signal) => {
    const child = spawn(process.execPath, [BINARY, '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
    onTestFinished(() => void child.kill('SIGKILL'));
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

test('the built binary ends with 2, the reason on its error output alone', async () => {
  const child = spawn(process.execPath, [BINARY, '--port', 'x'], { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const written = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => (written.out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (written.err += chunk.toString()));
  expect(await once(child, 'close')).toEqual([2, null]);
  expect(written).toEqual({
    out: '',
    err: "error: option '-p, --port <port>' argument 'x' is invalid. Give a number from 0 to 65535.\n(see --help)\n",
  });
});
