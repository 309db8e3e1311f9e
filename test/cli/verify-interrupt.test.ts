import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { startProvider, TRACKER } from './run-verify.ts';

const BINARY = fileURLToPath(new URL('../../dist/bundle/bin.js', import.meta.url));

test.each(['SIGINT', 'SIGTERM'] as const)('the built binary puts the tracker back at %s', async (signal) => {
  let stop = (): void => {};
  const { url, mock, requests } = await startProvider({
    spoil({ body }) {
      if (body.includes('VERIFY AFTER')) stop();
    },
  });
  const read = (): unknown => {
    const { body } = mock.handle({ method: 'GET', target: `/tracker/${TRACKER}`, headers: {}, body: new Uint8Array() });
    const { status, status_reason: reason } = JSON.parse(body) as Record<string, unknown>;
    return { status, reason };
  };
  const before = read();
  const args = ['verify', url, '--operations', 'PUT /tracker*', '--write', '--tracker', TRACKER];
  const child = spawn(process.execPath, [BINARY, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  stop = () => void child.kill(signal);
  const written = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => (written.out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (written.err += chunk.toString()));
  expect(await once(child, 'close')).toEqual([1, null]);
  expect(written.err).toMatch(/^Stopping after the present request, and putting 1 tracker back\./);
  expect(written.out).toContain('failed: interrupted: not all cases ran\n');
  expect(written.out).toContain(`note: put back status and reason of the tracker ${TRACKER}\n`);
  expect(read()).toEqual(before);
  expect(requests.some((line) => line.startsWith('PUT '))).toBe(true);
});
