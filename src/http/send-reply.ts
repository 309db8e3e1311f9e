import type { Socket } from 'node:net';
import { setImmediate } from 'node:timers';
import type { Response } from 'express';
import type { BrokenReply, HttpReply, WireFault } from '../exchange/reply.ts';
import { whenGone } from './when-gone.ts';

/** Writes a reply in the way that its delivery says. The one place that writes. */
export function sendReply(response: Response, reply: HttpReply | BrokenReply): void {
  const delay = reply.delivery?.delay ?? 0;
  if (delay === 0) {
    sendAtEndOfTurn(response, reply);
    return;
  }
  const timer = setTimeout(() => {
    forget();
    send(response, reply);
  }, delay);
  const forget = whenGone(response, () => clearTimeout(timer));
}

/** What was answered in this turn of the event loop, and is not sent yet. */
let answered: { readonly response: Response; readonly reply: HttpReply | BrokenReply }[] = [];

/**
 * Sends the replies of one turn of the event loop at its end, one after the other. Each send wakes its client, and a client that has nothing
 * more to read goes back to sleep while the next request is answered: under load that would cost more than the answer.
 */
function sendAtEndOfTurn(response: Response, reply: HttpReply | BrokenReply): void {
  // Node's own function, which a test with a clock of its own in this process does not replace.
  if (answered.length === 0) setImmediate(sendAnswered);
  answered.push({ response, reply });
}

function sendAnswered(): void {
  const replies = answered;
  answered = [];
  for (const { response, reply } of replies) send(response, reply);
}

function send(response: Response, reply: HttpReply | BrokenReply): void {
  // An app that the mock is mounted in may have answered meanwhile, such as where it sets a limit of time.
  if (response.headersSent) return;
  if (reply.status === null) breakConnection(response, reply.delivery.fault);
  else if (reply.delivery?.kind === 'slow-body') sendSlowly(response, reply);
  else {
    response.writeHead(reply.status, toHeaders(reply, Buffer.byteLength(reply.body)));
    response.end(reply.body);
  }
}

function breakConnection(response: Response, fault: WireFault): void {
  switch (fault) {
    case 'connection-reset-by-peer':
      inTurn(response, reset);
      return;
    case 'empty-response':
      inTurn(response, (socket) => socket.destroy());
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

/**
 * With the length of the body, which a status that has none does not tell (RFC 9110, 8.6). The length stands first: V8 takes 20 ns for a
 * spread behind a member, and 400 for a member behind a spread.
 */
function toHeaders({ status, headers }: HttpReply, length: number): Record<string, string | number> {
  return status === 204 || status === 304 ? { ...headers } : { 'content-length': length, ...headers };
}

/** Bytes that are no HTTP. Always the same, so that a test that found something finds it again. */
const GARBAGE: Uint8Array = Uint8Array.from({ length: 512 }, (_, index) => (index * 167 + 43) % 256);

function sendRaw(response: Response, data: string | Uint8Array): void {
  inTurn(response, (socket) => {
    if (socket.writable) socket.write(data, () => socket.destroy());
    else socket.destroy();
  });
}

/** Does something to a reply's connection once it is the reply's turn: requests that came at once are answered one after the other. */
function inTurn(response: Response, act: (socket: Socket) => void): void {
  if (response.socket === null) response.once('socket', act);
  else act(response.socket);
}

function reset(socket: Socket): void {
  // One that is closing already can't be reset: Node would fail to, and keep it for ever.
  if (socket.writable) socket.resetAndDestroy();
  else socket.destroy();
}

/** How long lies between two bytes of a slow body, in milliseconds. */
const BYTE_EVERY = 10;

function sendSlowly(response: Response, reply: HttpReply): void {
  const bytes = Buffer.from(reply.body);
  response.writeHead(reply.status, toHeaders(reply, bytes.length));
  response.flushHeaders();
  let sent = 0;
  const timer = setInterval(() => {
    if (sent < bytes.length) response.write(bytes.subarray(sent, (sent += 1)));
    else {
      clearInterval(timer);
      forget();
      response.end();
    }
  }, BYTE_EVERY);
  const forget = whenGone(response, () => clearInterval(timer));
}
