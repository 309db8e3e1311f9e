import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

/** A request for `/healthz` that did not get its answer. */
export interface UnansweredCheck {
  /** The code of the error, the status line of another reply, or what happened instead: `no reply`. */
  readonly reason: string;
  /** When it was sent and when it failed, in milliseconds since the epoch. */
  readonly from: number;
  readonly to: number;
}

/** How the mock's `/healthz` answered during an attack; times in milliseconds. */
export interface Health {
  readonly asked: number;
  readonly unanswered: readonly UnansweredCheck[];
  readonly median: number;
  readonly slowest: number;
}

export interface HealthWatch {
  stop(): Promise<Health>;
}

/** The limit for the median of all answers, in milliseconds. */
const MEDIAN = 100;

/** Asks `/healthz` again and again, each time over a new connection. Runs in a worker thread, so that the fuzzer's own work is not measured. */
export function watchHealth(port: number): HealthWatch {
  const worker = new Worker(new URL(import.meta.url), { workerData: { port } });
  // It must not keep a failed test running.
  worker.unref();
  return {
    stop: () =>
      new Promise((resolve, reject) => {
        worker.once('message', resolve).once('error', reject);
        worker.postMessage('stop');
      }),
  };
}

/** One line for the report. */
export function describeHealth({ asked, unanswered, median, slowest }: Health): string {
  return `${asked} times, ${unanswered.length} unanswered, median ${median.toFixed(1)} ms, slowest ${slowest.toFixed(0)} ms`;
}

/** How much CPU time the mock may use without an answer, in milliseconds. */
const BUSY = 10_000;

/**
 * Lists the checks that got no answer, and a median that is too high.
 *
 * @param measureCpu returns the CPU time that the mock used between two times, in milliseconds since the epoch. A check for which other
 *   programs left the mock too little of it is not listed: it waited for the machine. By default all are listed.
 */
export function listHealthFailures(
  { asked, unanswered, median }: Health,
  measureCpu: (from: number, to: number) => number = () => Number.POSITIVE_INFINITY,
): string[] {
  return [
    ...unanswered
      .filter(({ reason, from, to }) => !WAITS.has(reason) || measureCpu(from, to) >= BUSY)
      .map(
        ({ reason, from, to }) => `/healthz: ${reason} after ${to - from} ms, sent at ${new Date(from).toISOString()}`,
      ),
    ...(median > MEDIAN ? [`/healthz: the median of ${asked} answers is ${median.toFixed(1)} ms`] : []),
  ];
}

/** The reasons that a check has waited in vain. */
const NO_CONNECTION = 'no connection';
const NO_REPLY = 'no reply';
const WAITS: ReadonlySet<string> = new Set([NO_CONNECTION, NO_REPLY]);

const EVERY = 20;
/** Most of it is the time of others on a busy machine. */
const PATIENCE = 30_000;

/** Returns undefined if the mock is healthy, otherwise what came instead of the answer. */
async function ask(port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    let received = '';
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    const finish = (reason?: string): void => {
      socket.destroy();
      resolve(reason);
    };
    socket.setTimeout(PATIENCE, () => finish(socket.connecting ? NO_CONNECTION : NO_REPLY));
    socket.on('error', ({ code = 'an error without a code' }: NodeJS.ErrnoException) => finish(code));
    socket.on('end', () => {
      if (received.startsWith('HTTP/1.1 200 ')) finish();
      else finish(received === '' ? 'closed without a reply' : (received.split('\r\n', 1)[0] ?? ''));
    });
    socket.on('data', (chunk: Buffer) => void (received += chunk.toString('latin1')));
    socket.write('GET /healthz HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n');
  });
}

async function run(port: number): Promise<void> {
  let isStopping = false;
  parentPort?.once('message', () => (isStopping = true));
  const times: number[] = [];
  const unanswered: UnansweredCheck[] = [];
  while (!isStopping) {
    const started = performance.now();
    const from = Date.now();
    const reason = await ask(port);
    if (reason === undefined) times.push(performance.now() - started);
    else unanswered.push({ reason, from, to: Date.now() });
    await sleep(EVERY);
  }
  times.sort((a, b) => a - b);
  const health: Health = {
    asked: times.length + unanswered.length,
    unanswered,
    median: times[times.length >> 1] ?? Number.POSITIVE_INFINITY,
    slowest: times.at(-1) ?? 0,
  };
  parentPort?.postMessage(health);
}

if (!isMainThread) await run((workerData as { port: number }).port);
