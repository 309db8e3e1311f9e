import { writeSync } from 'node:fs';
import { OUTPUT_TIMEOUT } from '../budgets.ts';

/** Where a command writes. */
export interface Output {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** True if {@link Output.out} is a terminal. */
  readonly isTerminal: boolean;
  /** True if {@link Output.err} is a terminal that can replace a line. @default false */
  readonly isErrorTerminal?: boolean;
  /** Returns how many bytes wait for their readers. @default none */
  readonly backlog?: () => number;
  /** Aborted if the reader of {@link Output.out} goes away. @default never */
  readonly closed?: AbortSignal;
}

/** Returns the process's own streams. */
export function createProcessOutput(): Output {
  const closed = new AbortController();
  for (const stream of [process.stdout, process.stderr]) stream.on('error', endIfBroken);
  process.stdout.once('close', () => closed.abort());
  return {
    out: (text) => write(process.stdout, text),
    err: (text) => write(process.stderr, text),
    isTerminal: process.stdout.isTTY,
    isErrorTerminal: process.stderr.isTTY && process.env['TERM'] !== 'dumb',
    backlog: () => process.stdout.writableLength + process.stderr.writableLength,
    closed: closed.signal,
  };
}

function write(stream: NodeJS.WritableStream, text: string): void {
  try {
    stream.write(text);
  } catch (error) {
    // Some versions of Node throw if a file cannot be written to, and emit nothing.
    endIfBroken(error);
  }
}

/** Ends the process if its output cannot be written, such as to a full disk. A reader that went away, as in `| head`, is no failure. */
function endIfBroken(error: unknown): void {
  const { code, message }: { code?: unknown; message: string } =
    error instanceof Error ? error : new Error(String(error));
  if (code === 'EPIPE') return;
  try {
    writeSync(2, `Failed to write the output: ${message}. Free some space, or send the output elsewhere.\n`);
  } catch {
    // It is the error output that cannot be written.
  }
  // oxlint-disable-next-line unicorn/no-process-exit -- a stream fails at any time, and nothing that goes on could be told
  process.exit(2);
}

/**
 * Ends the process if nobody reads the rest of its output: what waits in a pipe would keep it running for as long as the pipe is open. A
 * slow reader gets all of it.
 */
export function endWithoutReader(): void {
  let before = Number.POSITIVE_INFINITY;
  const timer = setInterval(() => {
    const waiting = process.stdout.writableLength + process.stderr.writableLength;
    if (waiting === 0) clearInterval(timer);
    // oxlint-disable-next-line unicorn/no-process-exit -- the command has ended; only the pipe keeps the process running
    else if (waiting >= before) process.exit();
    before = waiting;
  }, OUTPUT_TIMEOUT / 2).unref();
}

/** A command's result: 0 well, 1 what was checked fell short, 2 it could not do what was asked. */
export type ExitCode = 0 | 1 | 2;
