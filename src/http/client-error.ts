import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { FindLastReply } from './last-reply.ts';

/** What is answered to bytes that are no HTTP request, by Node's error code; anything else as uvicorn answers it. */
const ANSWERS: Readonly<Record<string, readonly [status: string, text: string]>> = {
  HPE_HEADER_OVERFLOW: ['431 Request Header Fields Too Large', 'The request headers are too large.'],
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'The request did not come to an end in time.'],
};
const INVALID = ['400 Bad Request', 'Invalid HTTP request received.'] as const;

/** How long a client that was refused has to close its side, in milliseconds. */
const LINGER = 1000;

/** Answers requests that Node's parser refuses, as uvicorn does, and closes their connections. */
export function answerClientErrors(server: Server, findLastReply: FindLastReply): void {
  const refused = new WeakSet<Socket>();
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    // What comes behind a request that was refused is refused with it.
    if (refused.has(socket)) return;
    refused.add(socket);
    const last = findLastReply(socket);
    if (last?.req.complete === true && error.code !== 'ECONNRESET') {
      // The bytes stand behind a whole request: its reply goes out first, or the client would take the refusal for it.
      last.once('close', () => refuse(socket, error));
    } else if (last?.headersSent === true) {
      // In the middle of a reply an answer would be taken for a part of it.
      socket.destroy();
    } else refuse(socket, error);
  });
}

function refuse(socket: Socket, error: NodeJS.ErrnoException): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, text] = ANSWERS[error.code ?? ''] ?? INVALID;
  socket.end(
    `HTTP/1.1 ${status}\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: ${text.length}\r\nconnection: close\r\n\r\n${text}`,
  );
  // Not at once: what the client is still sending would reset the connection, and the answer would be lost.
  const linger = setTimeout(() => socket.destroy(), LINGER).unref();
  socket.once('close', () => clearTimeout(linger));
}
