import type { Socket } from 'node:net';
import { setImmediate } from 'node:timers';
import { takeTurn } from './take-turns.ts';

/** Connections that are not read until they have their turn. */
const waiting = new Set<Socket>();

/** Returns whether a connection waits for its turn. What it has sent already, one read of the socket, still arrives. */
export function isWaitingToBeRead(socket: Socket): boolean {
  return waiting.has(socket);
}

/** Stops reading a connection until it has its turn. Must be called for each chunk that still arrives. */
export function readInTurn(socket: Socket): void {
  if (!waiting.has(socket)) {
    waiting.add(socket);
    // After the chunks of this read, since the turn is for the next one.
    setImmediate(() => void takeTurn('read', () => resume(socket)));
  }
  // Node resumes the connection in a tick after each chunk. The microtask comes after that.
  queueMicrotask(() => {
    if (waiting.has(socket)) socket.pause();
  });
}

function resume(socket: Socket): void {
  waiting.delete(socket);
  socket.resume();
}
