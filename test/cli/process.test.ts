import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';

const project = fileURLToPath(new URL('../..', import.meta.url));

describe('the process', () => {
  // Compiled here, so that the test is of these sources and not of the last build.
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'tracker-mock-'));
    for (const name of ['package.json', 'openapi.json', 'fixtures']) {
      cpSync(join(project, name), join(folder, name), { recursive: true });
    }
    symlinkSync(join(project, 'node_modules'), join(folder, 'node_modules'));
    const compiler = join(createRequire(import.meta.url).resolve('typescript/package.json'), '..', 'bin', 'tsc');
    const args = ['-p', join(project, 'src'), '--outDir', join(folder, 'dist'), '--noEmitOnError', 'false'];
    spawnSync(process.execPath, [compiler, ...args]);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function start(...args: string[]): ChildProcess {
    const child = spawn(process.execPath, [join(folder, 'dist', 'bin.js'), ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    return child;
  }

  function readUntil(child: ChildProcess, text: string): Promise<string> {
    return new Promise((resolve) => {
      let out = '';
      child.stdout?.on('data', (chunk: Buffer) => {
        out += chunk.toString();
        if (out.includes(text)) resolve(out);
      });
    });
  }

  function waitForEnd(child: ChildProcess): Promise<readonly [code: number | null, signal: string | null]> {
    return new Promise((resolve) => void child.once('exit', (code, signal) => resolve([code, signal])));
  }

  test.each(['SIGTERM', 'SIGINT'] as const)('serves until %s, and ends with 0', async (signal) => {
    const child = start('--port', '0');
    const ended = waitForEnd(child);
    const [, url] = /^tracker-mock ready at (http:\S+)\n/.exec(await readUntil(child, '\n')) ?? [];
    const answer = await fetch(`${url}/tracker`);
    expect(answer.status).toBe(200);
    const closing = readUntil(child, 'unmatched\n');
    child.kill(signal);
    expect(await ended).toEqual([0, null]);
    expect(await closing).toContain('1 request, 0 violations, 0 statuses outside the contract, 0 unmatched\n');
  });

  test('ends with 2 and the reason where it cannot start', async () => {
    const child = start('--fixtures', 'no-such-file.json');
    const ended = waitForEnd(child);
    let err = '';
    child.stderr?.on('data', (chunk: Buffer) => (err += chunk.toString()));
    expect(await ended).toEqual([2, null]);
    expect(err).toBe(
      'Failed to load the fixtures: not every file can be read as JSON.\n  no-such-file.json: does not exist\n',
    );
  });

  test('ends well where nobody reads what it prints', async () => {
    const child = start('serve', '--help');
    child.stdout?.destroy();
    expect(await waitForEnd(child)).toEqual([0, null]);
  });
});

describe('in this process', () => {
  test('src/bin.ts runs the command line with the process’s arguments and streams', async () => {
    const { argv, exitCode } = process;
    const written: string[] = [];
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => written.push(String(text)) > 0);
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => written.push(String(text)) > 0);
    process.argv = ['node', 'tracker-mock', '--port', 'x'];
    await import('../../src/bin.ts');
    const ended = process.exitCode;
    Object.assign(process, { argv, exitCode });
    vi.restoreAllMocks();
    expect(ended).toBe(2);
    expect(written.join('')).toContain('Give a number from 0 to 65535.');
  });

  test('a stream that nobody reads is no failure; any other failure of it is one', async () => {
    const { createProcessOutput } = await import('../../src/cli/output.ts');
    const before = process.stdout.listeners('error');
    createProcessOutput();
    const [listener] = process.stdout.listeners('error').filter((one) => !before.includes(one));
    process.stdout.removeListener('error', listener as () => void);
    const tell = (error: Error): void => void listener?.(error);
    expect(() => tell(Object.assign(new Error('gone'), { code: 'EPIPE' }))).not.toThrow();
    expect(() => tell(new Error('broken'))).toThrow('broken');
  });

  test('the first signal asks for an end, the second one ends at once', async () => {
    const { listenForSignals } = await import('../../src/cli/signals.ts');
    const kill = vi.spyOn(process, 'kill').mockReturnValue(true);
    const before = new Map((['SIGINT', 'SIGTERM'] as const).map((name) => [name, process.listeners(name)]));
    onTestFinished(() => {
      vi.restoreAllMocks();
      for (const [name, kept] of before) {
        for (const listener of process.listeners(name)) {
          if (!kept.includes(listener)) process.removeListener(name, listener);
        }
      }
    });
    const signal = listenForSignals();
    expect(signal.aborted).toBe(false);
    process.emit('SIGTERM');
    expect(signal.aborted).toBe(true);
    expect(kill).not.toHaveBeenCalled();
    process.emit('SIGTERM');
    expect(kill).toHaveBeenCalledWith(process.pid, 'SIGTERM');
  });
});
