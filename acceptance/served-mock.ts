import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { findFile, ACCEPTANCE } from './project.ts';

/** What the mock's process holds, sizes in bytes, and the CPU time that it has used, in milliseconds. */
export interface Holding {
  readonly rss: number;
  readonly heapUsed: number;
  readonly external: number;
  readonly sockets: number;
  readonly cpu: number;
}

/** A line of the mock's log for one exchange, with the members that the tests read. */
export interface LoggedExchange {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly ms: number;
  readonly violations: readonly string[];
}

/** `tracker-mock serve` in a process of its own, watched. */
export interface ServedMock {
  readonly url: string;
  readonly port: number;
  /** What a server must not do: error output, lines that are not of the log, an end without `stop()`. */
  readonly complaints: readonly string[];
  readonly logged: number;
  /** `collected` measures after a collection, `asItIs` without one. */
  measure(state: 'collected' | 'asItIs'): Promise<Holding>;
  /** Ends it as a user does. If that fails, it is a complaint, too. */
  stop(): Promise<void>;
}

export interface ServeOptions {
  /** Is called for each exchange that the mock logs. */
  readonly onExchange?: (exchange: LoggedExchange) => void;
  /** Matches the lines above the level INFO that the test provokes, which are no complaints. */
  readonly provoked?: RegExp;
  /** Options of Node for the process. */
  readonly nodeOptions?: readonly string[];
  /** @default serve */
  readonly command?: readonly string[];
}

/** How long it may take to start, to answer and to end, in milliseconds. */
const PATIENCE = 30_000;

/**
 * Starts the built command: the file that the package names as its binary.
 *
 * @throws if it does not start, with its output
 */
export async function serveMock(
  args: readonly string[],
  { onExchange = () => {}, provoked = /^$/, nodeOptions = [], command = ['serve'] }: ServeOptions = {},
): Promise<ServedMock> {
  const probe = new URL('probe.mjs', ACCEPTANCE).href;
  const child = fork(findFile('dist/bundle/bin.js'), [...command, '--port', '0', '--log', 'json', ...args], {
    execArgv: ['--expose-gc', '--import', probe, ...nodeOptions],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const complaints: string[] = [];
  let logged = 0;
  let isStopping = false;
  let exit: string | undefined;
  child.once('exit', (code, signal) => {
    exit = code === null ? String(signal) : `code ${code}`;
    if (!isStopping || code !== 0) complaints.push(`the process ended with ${exit}`);
  });
  readLines(child.stderr, (line) => complaints.push(`error output: ${line}`));
  const url = await new Promise<string | undefined>((resolve) => {
    readLines(child.stdout, (line) => {
      const entry = parseLine(line);
      if (entry === undefined) complaints.push(`a line that is no log entry: ${JSON.stringify(line.slice(0, 300))}`);
      else if (typeof entry['url'] === 'string') resolve(entry['url']);
      else if (typeof entry['status'] === 'number') {
        logged += 1;
        onExchange(entry as unknown as LoggedExchange);
      } else if (entry['level'] !== 'INFO' && !provoked.test(line)) {
        complaints.push(`a log entry of level ${String(entry['level'])}: ${line.slice(0, 300)}`);
      }
    });
    child.once('exit', () => resolve(undefined));
    setTimeout(() => resolve(undefined), PATIENCE).unref();
  });
  if (url === undefined) {
    child.kill();
    throw new Error(`Failed to start the mock: ${complaints.join('; ') || 'it said nothing'}`);
  }
  return {
    url,
    port: Number(new URL(url).port),
    complaints,
    get logged() {
      return logged;
    },
    measure: async (state) => measure(child, state),
    async stop() {
      isStopping = true;
      child.kill('SIGTERM');
      const deadline = Date.now() + PATIENCE;
      while (exit === undefined && Date.now() < deadline) await sleep(20);
      if (exit === undefined) {
        complaints.push('the process did not end');
        child.kill('SIGKILL');
      }
    },
  };
}

async function measure(child: ChildProcess, state: string): Promise<Holding> {
  child.send(state);
  const [holding] = (await once(child, 'message', { signal: AbortSignal.timeout(PATIENCE) })) as [Holding];
  return holding;
}

function readLines(stream: Readable | null, onLine: (line: string) => void): void {
  if (stream !== null) createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY }).on('line', onLine);
}

function parseLine(line: string): Record<string, unknown> | undefined {
  try {
    const entry: unknown = JSON.parse(line);
    return typeof entry === 'object' && entry !== null && 'level' in entry ? entry : undefined;
  } catch {
    return undefined;
  }
}
