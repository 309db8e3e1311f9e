import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

/** A request for `/healthz` that did not get its answer. */
export interface UnansweredCheck {
  /** The code of the error, the status line of another reply, or what happened instead: `no reply`. */
  readonly reason: string;
  /** When it was sent, and how long it took until it failed, in milliseconds. */
  readonly at: number;
  readonly after: number;
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

/** Lists the checks that got no answer, and a median that is too high. */
export function listHealthFailures({ asked, unanswered, median }: Health): string[] {
  return [
    ...unanswered.map(
      ({ reason, at, after }) =>
        `/healthz: ${reason} after ${after.toFixed(0)} ms, sent ${(at / 1000).toFixed(1)} s after the start`,
    ),
    ...(median > MEDIAN ? [`/healthz: the median of ${asked} answers is ${median.toFixed(1)} ms`] : []),
  ];
}

const EVERY = 20;
const PATIENCE = 10_000;

/** Returns undefined if the mock is healthy, otherwise what came instead of the answer. */
async function ask(port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    let received = '';
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    const finish = (reason?: string): void => {
      socket.destroy();
      resolve(reason);
    };
    socket.setTimeout(PATIENCE, () => finish(socket.connecting ? 'no connection' : 'no reply'));
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
  const begun = performance.now();
  while (!isStopping) {
    const started = performance.now();
    const reason = await ask(port);
    const after = performance.now() - started;
    if (reason === undefined) times.push(after);
    else unanswered.push({ reason, at: started - begun, after });
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
