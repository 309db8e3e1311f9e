import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

/** How the mock's `/healthz` answered while others did their worst; times in milliseconds. */
export interface Health {
  readonly asked: number;
  readonly unanswered: number;
  readonly median: number;
  readonly slowest: number;
}

export interface HealthWatch {
  stop(): Promise<Health>;
}

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

const EVERY = 20;
const PATIENCE = 10_000;

async function ask(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    let received = '';
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    const finish = (isAnswered: boolean): void => {
      socket.destroy();
      resolve(isAnswered);
    };
    socket.setTimeout(PATIENCE, () => finish(false));
    socket.on('error', () => finish(false));
    socket.on('end', () => finish(received.startsWith('HTTP/1.1 200 ')));
    socket.on('data', (chunk: Buffer) => void (received += chunk.toString('latin1')));
    socket.write('GET /healthz HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n');
  });
}

async function run(port: number): Promise<void> {
  let isStopping = false;
  parentPort?.once('message', () => (isStopping = true));
  const times: number[] = [];
  let unanswered = 0;
  while (!isStopping) {
    const started = performance.now();
    if (await ask(port)) times.push(performance.now() - started);
    else unanswered += 1;
    await sleep(EVERY);
  }
  times.sort((a, b) => a - b);
  const health: Health = {
    asked: times.length + unanswered,
    unanswered,
    median: times[times.length >> 1] ?? Number.POSITIVE_INFINITY,
    slowest: times.at(-1) ?? 0,
  };
  parentPort?.postMessage(health);
}

if (!isMainThread) await run((workerData as { port: number }).port);
