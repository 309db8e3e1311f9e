import { setImmediate, setTimeout } from 'node:timers';

/** What takes long: the handling of a large body, a read of tiny chunks, or a large reply of the control API. */
export type LongStep = 'body' | 'read' | 'reply';

/** A step that took longer than this gives the others their time, in milliseconds. */
const SHORT = 5;

/** The steps that wait for their turn, longest first. The kinds take turns, too. */
const waiting: Record<LongStep, (() => Promise<void>)[]> = { body: [], read: [], reply: [] };
let isBusy = false;

/**
 * Runs a step that takes long after those that came before it. After each of them everything else has as much time as it took, and one turn
 * of the event loop at least: Node accepts one connection in each turn, so new clients would otherwise wait for one step each.
 *
 * What a step starts in microtasks or by reading a socket belongs to it.
 */
export async function takeTurn<T>(kind: LongStep, step: () => T | Promise<T>): Promise<T> {
  return new Promise((resolve) => {
    waiting[kind].push(async () => {
      const result = Promise.resolve().then(step);
      resolve(result);
      await result.catch(() => {});
    });
    if (!isBusy) void runAll();
  });
}

async function runAll(): Promise<void> {
  isBusy = true;
  for (let isDone = false; !isDone;) {
    isDone = true;
    for (const steps of Object.values(waiting)) {
      const step = steps.shift();
      if (step === undefined) continue;
      isDone = false;
      await run(step);
    }
  }
  isBusy = false;
}

async function run(step: () => Promise<void>): Promise<void> {
  const started = performance.now();
  await step();
  await new Promise((resolve) => void setImmediate(resolve));
  const taken = performance.now() - started;
  if (taken >= SHORT) await new Promise((resolve) => void setTimeout(resolve, taken));
}
