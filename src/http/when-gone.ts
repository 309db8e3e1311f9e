import type { Socket } from 'node:net';
import type { Response } from 'express';

/** What is to be done when a connection goes. One listener a connection, since a client may send any number of requests at once. */
const tasks = new WeakMap<Socket, Set<() => void>>();

/**
 * Calls back when a reply's connection goes before the reply is out. Also where the reply still waits for those before it: Node tells such
 * a reply nothing.
 *
 * @returns what ends that, once there is nothing left to be done
 */
export function whenGone(response: Response, act: () => void): () => void {
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
