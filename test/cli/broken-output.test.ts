import type { ChildProcess, StdioOptions } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openRawSocket } from '../http/raw-socket.ts';
import { createTemporaryFolder } from '../temporary-folder.ts';

const BINARY = fileURLToPath(new URL('../../dist/bundle/bin.js', import.meta.url));

function start(args: readonly string[], stdio: StdioOptions): ChildProcess {
  const child = spawn(process.execPath, [BINARY, ...args], { stdio });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

test('SIGTERM ends the binary although nobody reads the log, of which lines are dropped', async () => {
  const child = start(['--port', '0'], ['ignore', 'pipe', 'inherit']);
  const [ready] = (await once(child.stdout as NodeJS.EventEmitter, 'data')) as [Buffer];
  child.stdout?.pause();
  const socket = await openRawSocket(Number(/:(\d+)\n/.exec(ready.toString())?.[1]));
  // More than the pipe and both of its ends hold.
  const count = 10_000;
  socket.write(`GET /tracker/${'x'.repeat(200)} HTTP/1.1\r\nhost: a\r\n\r\n`.repeat(count));
  await socket.until('HTTP/1.1 404', count);
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
});

// Linux alone has a file that is always full.
describe.runIf(process.platform === 'linux')('on a full disk', () => {
  test.each([['--version'], ['serve', '--help'], ['check'], ['--port', '0']])(
    'the binary says so in one line and ends with 2: %s %s',
    async (...args) => {
      const full = openSync('/dev/full', 'w');
      onTestFinished(() => closeSync(full));
      const child = start(args, ['ignore', full, 'pipe']);
      let err = '';
      child.stderr?.on('data', (chunk: Buffer) => (err += chunk.toString()));
      expect(await once(child, 'close')).toEqual([2, null]);
      expect(err).toBe(
        'Failed to write the output: ENOSPC: no space left on device, write. Free some space, or send the output elsewhere.\n',
      );
    },
  );

  test('the binary ends with 2 if the error output is full, too', async () => {
    const full = openSync('/dev/full', 'w');
    onTestFinished(() => closeSync(full));
    expect(await once(start(['--versoin'], ['ignore', full, full]), 'close')).toEqual([2, null]);
  });
});

test('a contract of 200,000 nested lists is refused in one line', async () => {
  const text = `{"openapi":"3.1.0","info":{},"paths":{},"x-deep":${'['.repeat(200_000)}${']'.repeat(200_000)}}`;
  const file = join(createTemporaryFolder({ 'deep.json': text }), 'deep.json');
  const child = start(['--port', '0', '--contract', file], ['ignore', 'ignore', 'pipe']);
  let err = '';
  child.stderr?.on('data', (chunk: Buffer) => (err += chunk.toString()));
  expect(await once(child, 'close')).toEqual([2, null]);
  expect(err).toBe(
    `Failed to load the contract ${JSON.stringify(file)}: #/x-deep nests deeper than 500 levels. Make it flatter.\n`,
  );
});
