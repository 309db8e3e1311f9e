import type { Socket } from 'node:net';
import { CHUNK_TURN } from '../budgets.ts';

/** Connections that wait for their turn to be read, longest first. */
const waiting = new Set<Socket>();

/** Returns whether a connection waits for its turn. What it has sent already, one read of the socket, still arrives. */
export function isWaiting(socket: Socket): boolean {
  return waiting.has(socket);
}

/** Stops reading a connection until it has its turn. One connection is read on in each {@link CHUNK_TURN}. Must be called for each chunk that still arrives. */
export function waitForTurn(socket: Socket): void {
  if (waiting.size === 0) setTimeout(readNext, CHUNK_TURN);
  waiting.add(socket);
  // Node resumes the connection in a tick after each chunk. The microtask comes after that.
  queueMicrotask(() => {
    if (waiting.has(socket)) socket.pause();
  });
}

function readNext(): void {
  const [next] = waiting;
  if (next === undefined) return;
  waiting.delete(next);
  next.resume();
  if (waiting.size > 0) setTimeout(readNext, CHUNK_TURN);
}
