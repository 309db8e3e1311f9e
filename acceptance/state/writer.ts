import { request } from 'node:http';
import type { Agent } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** A client that updates one tracker again and again, each time with the next number as its status, and remembers when. */
export interface Writer {
  readonly tracker: string;
  /** When each number was sent and acknowledged, by `performance.now()`. */
  readonly sent: ReadonlyMap<number, number>;
  readonly acknowledged: ReadonlyMap<number, number>;
  /** Writes until the mock goes away. Returns the number of requests. */
  write(url: string, agent: Agent): Promise<number>;
  /** Begins anew after a round; the numbers go on. */
  forget(): void;
}

/** Between two updates, in milliseconds: the mock is busy, but a machine with few processors is not overloaded. */
const PAUSE = 1;
/** Each so many updates move the cursor to a new event. */
const EVENT_EVERY = 5;

export function createWriter(tracker: string): Writer {
  let number = 0;
  const sent = new Map<number, number>();
  const acknowledged = new Map<number, number>();
  return {
    tracker,
    sent,
    acknowledged,
    async write(url, agent) {
      let count = 0;
      for (;;) {
        number += 1;
        count += 1;
        const event = number % EVENT_EVERY === 0 ? { last_processed_event_id: `${tracker}-${number}` } : {};
        sent.set(number, performance.now());
        const status = await put(`${url}/tracker/${tracker}`, { status: String(number), ...event }, agent);
        if (status === undefined) return count;
        if (status !== 200) throw new Error(`PUT ${tracker} was answered with ${status}`);
        acknowledged.set(number, performance.now());
        await sleep(PAUSE);
      }
    },
    forget() {
      sent.clear();
      acknowledged.clear();
    },
  };
}

/** Returns the status, or undefined if the connection failed. */
function put(url: string, body: object, agent: Agent): Promise<number | undefined> {
  const text = JSON.stringify(body);
  return new Promise((resolve) => {
    const sending = request(
      url,
      {
        method: 'PUT',
        agent,
        headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) },
      },
      (reply) => {
        reply
          .resume()
          .once('end', () => resolve(reply.statusCode))
          .once('error', () => resolve(undefined));
      },
    );
    sending.once('error', () => resolve(undefined)).end(text);
  });
}
