import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** The callbacks of each connection. Node warns about more than ten listeners on a socket, and clients may pipeline any number of requests. */
const tasks = new WeakMap<Socket, Set<() => void>>();

/**
 * Calls back if a reply's connection closes before the reply is sent. Node emits nothing on a reply that waits behind others for its turn.
 *
 * @returns a function that cancels the callback
 */
export function whenGone(response: ServerResponse, act: () => void): () => void {
  const { socket } = response.req;
  let waiting = tasks.get(socket);
  if (waiting === undefined) {
    const made = new Set<() => void>();
    waiting = made;
    tasks.set(socket, made);
    socket.once('close', () => {
      for (const task of made) task();
    });
  }
  waiting.add(act);
  return () => void waiting.delete(act);
}

/** Returns a signal that is aborted if the connection of a reply closes before the reply is sent. */
export function createGoneSignal(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  const forget = whenGone(response, () => controller.abort());
  // Comes before the end of the connection, and for a reply that waits for its turn not at all.
  response.once('close', () => {
    forget();
    if (!response.writableFinished) controller.abort();
  });
  return controller.signal;
}
