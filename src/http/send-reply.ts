import type { Response } from 'express';
import type { MockReply } from '../mock/exchange.ts';

/** Writes a reply, late or broken where that is arranged. The one place that writes. */
export function sendReply(response: Response, reply: MockReply): void {
  if (reply.delay === undefined) {
    send(response, reply);
    return;
  }
  const timer = setTimeout(() => send(response, reply), reply.delay);
  response.once('close', () => clearTimeout(timer));
}

function send(response: Response, reply: MockReply): void {
  switch (reply.fault) {
    case undefined:
      response.writeHead(reply.status, { ...reply.headers, 'content-length': Buffer.byteLength(reply.body) });
      response.end(reply.body);
      return;
    case 'slow-body':
      sendSlowly(response, reply);
      return;
    case 'connection-reset-by-peer':
      response.socket?.resetAndDestroy();
      return;
    case 'empty-response':
      response.socket?.destroy();
      return;
    case 'malformed-response-chunk':
      // A chunk's size has to be hexadecimal.
      sendRaw(
        response,
        'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\nlskdu018973t09sylgasjkfg1][]\r\n',
      );
      return;
    case 'random-data-then-close':
      sendRaw(response, GARBAGE);
  }
}

/** Bytes that are no HTTP. Always the same, so that a test that found something finds it again. */
const GARBAGE: Uint8Array = Uint8Array.from({ length: 512 }, (_, index) => (index * 167 + 43) % 256);

function sendRaw(response: Response, data: string | Uint8Array): void {
  const { socket } = response;
  if (socket === null) return;
  socket.write(data, () => socket.destroy());
}

/** How long lies between two bytes of a slow body, in milliseconds. */
const BYTE_EVERY = 10;

function sendSlowly(response: Response, { status, headers, body }: MockReply): void {
  const bytes = Buffer.from(body);
  response.writeHead(status, { ...headers, 'content-length': bytes.length });
  response.flushHeaders();
  let sent = 0;
  const timer = setInterval(() => {
    if (sent < bytes.length) response.write(bytes.subarray(sent, (sent += 1)));
    else {
      clearInterval(timer);
      response.end();
    }
  }, BYTE_EVERY);
  response.once('close', () => clearInterval(timer));
}
