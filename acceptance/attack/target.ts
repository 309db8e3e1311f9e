import type { Buffer } from 'node:buffer';
import { setTimeout as sleep } from 'node:timers/promises';

/** The mock under attack. */
export interface Target {
  readonly port: number;
  readonly token: string;
  /** The path of a tracker, such as `/tracker/t`. */
  readonly tracker: string;
  /** The folder of fixtures that the mock watches. */
  readonly folder: string;
  /** How long the attack lasts, and how much longer if outcomes are missing, in milliseconds. */
  readonly duration: number;
  readonly extension: number;
  /** Returns whether the attack is over. */
  isOver(): boolean;
}

/** How often each status, or a closed connection, ended a request. */
export type Tally = Record<string, number>;

export interface Attack {
  readonly name: string;
  /** The outcomes that must occur. */
  readonly reaches: readonly string[];
  run(target: Target, count: (outcome: string) => void): Promise<void>;
}

export interface Call {
  readonly method: string;
  readonly path: string;
  readonly body?: string | Buffer;
  /** @default the token of the target */
  readonly token?: string;
}

/** Sends a request, reads its reply, and counts its status, or `closed` if there is no whole reply. */
export async function call(target: Target, count: (outcome: string) => void, request: Call): Promise<string> {
  const { method, path, body, token = target.token } = request;
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  const outcome = await fetch(`http://127.0.0.1:${target.port}${path}`, { method, headers, body: body ?? null })
    .then(async (response) => {
      await response.arrayBuffer();
      return String(response.status);
    })
    .catch(() => 'closed');
  count(outcome);
  return outcome;
}

/** Repeats a step until the attack is over, in so many workers, with a pause after each step. */
export async function repeat(
  target: Target,
  { workers, pause }: { readonly workers: number; readonly pause: number },
  step: (worker: number) => Promise<unknown>,
): Promise<void> {
  const work = async (_: unknown, worker: number): Promise<void> => {
    while (!target.isOver()) {
      await step(worker);
      await sleep(pause);
    }
  };
  await Promise.all(Array.from({ length: workers }, work));
}
