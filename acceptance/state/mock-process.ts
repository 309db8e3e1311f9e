import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { findFile } from '../project.ts';

/** A mock in a process that a test may kill. */
export interface MockProcess {
  /** Undefined if it ended before it was ready. */
  readonly url: string | undefined;
  /** What it wrote so far, to both outputs. */
  output(): string;
  /** Ends it with a signal, and returns its exit code, or null if the signal ended it. */
  end(signal: NodeJS.Signals): Promise<number | null>;
  /** Waits for a text in the output. Returns false if it does not come. */
  waitFor(text: string, times?: number): Promise<boolean>;
}

/** How long to wait for a line or an end, in milliseconds. */
const PATIENCE = 30_000;

/** Starts the built command, and waits until it is ready or has ended. */
export async function startMock(args: readonly string[]): Promise<MockProcess> {
  const child = spawn(process.execPath, [findFile('dist/bundle/bin.js'), '--port', '0', '--log', 'json', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const exited = once(child, 'exit');
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (data: Buffer) => void (output += data.toString()));
  }
  const waitFor = async (text: string, times = 1): Promise<boolean> => {
    const deadline = Date.now() + PATIENCE;
    while (output.split(text).length <= times) {
      if (Date.now() > deadline || hasEnded(child)) return false;
      await sleep(5);
    }
    return true;
  };
  await waitFor('"url":');
  return {
    url: /"url":"([^"]+)"/.exec(output)?.[1],
    output: () => output,
    waitFor,
    async end(signal) {
      if (!hasEnded(child)) child.kill(signal);
      await Promise.race([exited, sleep(PATIENCE, undefined, { ref: false })]);
      if (!hasEnded(child)) child.kill('SIGKILL');
      return child.exitCode;
    },
  };
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}
