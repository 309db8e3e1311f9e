import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { LINGER_TIMEOUT } from '../budgets.ts';
import { listReplies } from './replies-in-flight.ts';

/** Replies to bytes that Node's parser refuses, by Node's error code. */
const REPLIES: Readonly<Record<string, readonly [status: string, text: string]>> = {
  HPE_HEADER_OVERFLOW: ['431 Request Header Fields Too Large', 'The request headers are too large.'],
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'The request was not received in time.'],
};
/** Any other error is answered as uvicorn answers it, with status 400. */
export const INVALID_REQUEST = {
  text: 'Invalid HTTP request received.',
  headers: { 'content-type': 'text/plain; charset=utf-8', 'content-length': 30, connection: 'close' },
} as const;
const INVALID = ['400 Bad Request', INVALID_REQUEST.text] as const;

/** Answers requests that Node's parser refuses, and closes their connections. */
export function answerClientErrors(server: Server): void {
  const refused = new WeakSet<Socket>();
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    // Node reports every further chunk of a refused connection.
    if (refused.has(socket)) return;
    refused.add(socket);
    const last = listReplies(socket).at(-1);
    if (last?.req.complete === true && error.code !== 'ECONNRESET') {
      // A client that pipelines would read a refusal sent now as the reply to an earlier request.
      last.once('close', () => refuse(socket, error));
    } else if (last?.headersSent === true) {
      // In the middle of a reply, a refusal would be read as part of it.
      socket.destroy();
    } else refuse(socket, error);
  });
}

function refuse(socket: Socket, error: NodeJS.ErrnoException): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, text] = REPLIES[error.code ?? ''] ?? INVALID;
  socket.end(
    `HTTP/1.1 ${status}\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: ${text.length}\r\nconnection: close\r\n\r\n${text}`,
  );
  // Destroying the socket now would reset the connection while the client is still sending, and the client would not see the reply.
  const linger = setTimeout(() => socket.destroy(), LINGER_TIMEOUT).unref();
  socket.once('close', () => clearTimeout(linger));
}
