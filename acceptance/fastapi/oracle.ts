import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Revision } from './revision.ts';

/** The FastAPI application, in a process of its own. */
export interface Oracle {
  readonly port: number;
  /** Versions, such as `3.12.1`. */
  readonly python: string;
  readonly fastapi: string;
  readonly pydantic: string;
  stop(): void;
}

/** How long the application may take to start, in milliseconds. */
const PATIENCE = 60_000;

/**
 * Starts the application, `serve.py`, with a world and the revisions.
 *
 * @throws if it does not start, with its output
 */
export async function startOracle(
  python: string,
  script: string,
  given: { readonly worlds: unknown; readonly revisions: readonly Revision[] },
): Promise<Oracle> {
  const child = spawn(python, [script], { stdio: ['pipe', 'pipe', 'pipe'] });
  // A child that ends at once closes the pipe while it is written to.
  child.stdin.on('error', () => {});
  child.stdin.write(`${JSON.stringify(given)}\n`);
  let complaints = '';
  child.stderr.on('data', (chunk: Buffer) => (complaints = (complaints + chunk.toString()).slice(-4000)));
  const line = await readLine(child);
  if (line === undefined) {
    child.kill();
    throw new Error(`Failed to start the FastAPI application: ${complaints.trim() || 'it said nothing'}`);
  }
  const started = JSON.parse(line) as Omit<Oracle, 'stop'>;
  return { ...started, stop: () => void child.stdin.end() };
}

async function readLine(child: ChildProcess): Promise<string | undefined> {
  const { stdout } = child;
  if (stdout === null) return undefined;
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(undefined), PATIENCE);
    const end = (line: string | undefined): void => {
      clearTimeout(timer);
      resolve(line);
    };
    createInterface(stdout)
      .once('line', end)
      .once('close', () => end(undefined));
  });
}
