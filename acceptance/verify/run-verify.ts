import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { findFile } from '../project.ts';

/** What `verify --json` prints, as far as it is read here. */
export interface Report {
  readonly ok: boolean;
  readonly phases: readonly { readonly phase: string; readonly ran: number }[];
  readonly differences: readonly { readonly case: string; readonly operation: string; readonly what: string }[];
  readonly problems: readonly string[];
  readonly notes: readonly string[];
  readonly requests: number;
}

export interface VerifyEnd {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  readonly report: Report;
}

const NO_REPORT: Report = { ok: false, phases: [], differences: [], problems: [], notes: [], requests: 0 };

/** Runs the built command. It has a minute. */
export async function runVerify(
  url: string,
  args: readonly string[],
  onStart: (child: ChildProcess) => void = () => {},
): Promise<VerifyEnd> {
  const child = spawn(process.execPath, [findFile('dist/bundle/bin.js'), 'verify', url, '--json', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 60_000,
    killSignal: 'SIGKILL',
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const ended = once(child, 'close') as Promise<[number | null]>;
  onStart(child);
  const [code] = await ended;
  const report = out.startsWith('{') ? (JSON.parse(out) as Report) : NO_REPORT;
  return { code, out, err, report };
}
