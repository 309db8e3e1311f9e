import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Server as NetServer } from 'node:net';
import { CLOSE_TIMEOUT, IDLE_GRACE } from '../budgets.ts';
import { listReplies } from './replies-in-flight.ts';
import { hurryReply } from './send-reply.ts';

export interface Closer {
  /** Must see every reply before it is answered. */
  watch(response: ServerResponse): void;
  /**
   * Stops listening, answers what is in flight without stubbed delays, and closes each connection after its last reply. Clients under load
   * have sent their next request already: idle connections are closed a moment later.
   */
  close(): Promise<void>;
}

/**
 * Prepares a server to be closed without losing a reply.
 *
 * @param onCut is told the requests whose clients had not received their replies in time
 */
export function createCloser(server: Server, onCut: (request: IncomingMessage) => void): Closer {
  const sockets = new Set<Socket>();
  let closing: Promise<void> | undefined;
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });

  async function close(): Promise<void> {
    const closed = new Promise<void>((resolve) => {
      // Not `server.close()`: it destroys connections whose last reply is written but not yet received.
      NetServer.prototype.close.call(server, () => resolve());
    });
    const cutOff = setTimeout(() => {
      for (const socket of sockets) {
        for (const { req } of listReplies(socket)) onCut(req);
        socket.destroy();
      }
    }, CLOSE_TIMEOUT);
    for (const socket of sockets) {
      const replies = listReplies(socket);
      const last = replies.at(-1);
      if (last !== undefined) closeAfter(last);
      for (const reply of replies) hurryReply(reply);
    }
    const closeIdle = setTimeout(() => {
      // After the requests that have arrived meanwhile are read.
      setImmediate(() => {
        for (const socket of sockets) if (listReplies(socket).length === 0) socket.destroySoon();
      });
    }, IDLE_GRACE);
    await closed;
    clearTimeout(closeIdle);
    clearTimeout(cutOff);
    // Ends Node's timer that looks for requests that take too long.
    server.close();
  }

  return {
    watch(response) {
      if (closing === undefined) return;
      closeAfter(response);
      hurryReply(response);
    },
    close: () => (closing ??= close()),
  };
}

/** Closes a connection after a reply, and tells the client so if there is still time to. */
function closeAfter(response: ServerResponse): void {
  if (!response.headersSent) response.shouldKeepAlive = false;
  response.once('close', () => response.req.socket.destroySoon());
}
