import type { ServerResponse } from 'node:http';
import { SLOW_REPLIES, SLOW_WRITES_PER_TICK } from '../budgets.ts';
import { whenGone } from './when-gone.ts';

interface SlowReply {
  readonly response: ServerResponse;
  readonly body: Uint8Array;
  sent: number;
  forget: () => void;
}

/** The time between two bytes of a slow reply, in milliseconds. */
const BYTE_EVERY = 10;

/** All slow replies of the process; those at the front are written to next. */
const replies = new Set<SlowReply>();
/** One timer for all: one for each would keep the process busy with thousands of them. */
let timer: NodeJS.Timeout | undefined;

/** Returns whether another slow reply may be sent now. */
export function hasRoomForSlowReply(): boolean {
  return replies.size < SLOW_REPLIES;
}

/**
 * Sends a body byte by byte. The head of the reply must be written already.
 *
 * @returns a function that sends the rest at once
 */
export function sendSlowly(response: ServerResponse, body: Uint8Array): () => void {
  const reply: SlowReply = { response, body, sent: 0, forget: () => {} };
  reply.forget = whenGone(response, () => remove(reply));
  replies.add(reply);
  timer ??= setInterval(tick, BYTE_EVERY);
  return () => {
    if (replies.has(reply)) end(reply);
  };
}

function tick(): void {
  let writes = Math.min(replies.size, SLOW_WRITES_PER_TICK);
  for (const reply of replies) {
    if (writes === 0) break;
    writes -= 1;
    // To the back of the queue.
    replies.delete(reply);
    replies.add(reply);
    if (reply.sent < reply.body.length) reply.response.write(reply.body.subarray(reply.sent, (reply.sent += 1)));
    else end(reply);
  }
}

function end(reply: SlowReply): void {
  remove(reply);
  reply.forget();
  reply.response.end(reply.body.subarray(reply.sent));
}

function remove(reply: SlowReply): void {
  replies.delete(reply);
  if (replies.size > 0) return;
  clearInterval(timer);
  timer = undefined;
}
