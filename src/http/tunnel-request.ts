import type { IncomingMessage, RequestListener, Server } from 'node:http';
import { ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { FindLastReply } from './last-reply.ts';

/** How long a client that was answered has to close its side, in milliseconds. */
const LINGER = 1000;

/**
 * Answers CONNECT, for which Node gives up the connection without a word, like any other method. No tunnel is made: the connection ends.
 *
 * @returns what cuts off the connections of such requests that are still there, of which the server knows nothing any more
 */
export function answerTunnelRequests(
  server: Server,
  handle: RequestListener,
  findLastReply: FindLastReply,
): () => void {
  const open = new Set<Socket>();
  server.on('connect', (request: IncomingMessage, socket) => {
    if (!(socket instanceof Socket)) return;
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    // Node takes its own hands off the socket: an error without a listener would end the process, and a client that goes is not noticed.
    socket.on('error', () => socket.destroy());
    socket.once('end', () => socket.end()).resume();
    const last = findLastReply(socket);
    // Requests that came at once are answered one after the other.
    if (last === undefined) answer(request, socket, handle);
    else last.once('close', () => answer(request, socket, handle));
  });
  return () => {
    for (const socket of open) socket.destroy();
  };
}

function answer(request: IncomingMessage, socket: Socket, handle: RequestListener): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const response = new ServerResponse(request);
  response.shouldKeepAlive = false;
  try {
    response.assignSocket(socket);
  } catch {
    // A refusal of Node's own is on its way, of which nobody was told. It is the last reply of the connection.
    socket.destroySoon();
    return;
  }
  response.once('finish', () => {
    socket.end();
    // Not at once: what the client is still sending would reset the connection, and the answer would be lost.
    const linger = setTimeout(() => socket.destroy(), LINGER).unref();
    socket.once('close', () => clearTimeout(linger));
  });
  handle(request, response);
}
