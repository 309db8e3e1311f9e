import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** What is answered to bytes that are no HTTP request, by Node's error code; anything else as uvicorn answers it. */
const ANSWERS: Readonly<Record<string, readonly [status: string, text: string]>> = {
  HPE_HEADER_OVERFLOW: ['431 Request Header Fields Too Large', 'The request headers are too large.'],
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'The request did not come to an end in time.'],
};
const INVALID = ['400 Bad Request', 'Invalid HTTP request received.'] as const;

/** Answers requests that Node's parser refuses, as uvicorn does, and closes their connections. */
export function answerClientErrors(server: Server): void {
  const current = new WeakMap<Socket, ServerResponse>();
  server.on('request', (request: IncomingMessage, response: ServerResponse) => void current.set(request.socket, response));
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    const response = current.get(socket);
    // In the middle of a reply an answer would be taken for a part of it.
    const isReplying = response !== undefined && response.headersSent && !response.writableFinished;
    if (error.code === 'ECONNRESET' || !socket.writable || isReplying) {
      socket.destroy();
      return;
    }
    const [status, text] = ANSWERS[error.code ?? ''] ?? INVALID;
    socket.end(`HTTP/1.1 ${status}\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: ${text.length}\r\nconnection: close\r\n\r\n${text}`);
  });
}
