import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setImmediate } from 'node:timers';
import type { Response } from 'express';
import { isStream } from '../exchange/passed-on.ts';
import { toProblemReply } from '../exchange/problem-reply.ts';
import type { BrokenReply, HttpReply, ReplyHeaders, WireFault } from '../exchange/reply.ts';
import { MockError } from '../mock-error.ts';
import { admitBody, startNext } from './replies-in-flight.ts';
import { sendStream } from './send-stream.ts';
import { hasRoomForSlowReply, sendSlowly } from './slow-replies.ts';
import { whenGone } from './when-gone.ts';

/**
 * Sends a reply as its delivery specifies. Nothing else writes to a response.
 *
 * @returns the 503 that is sent instead, if the reply does not fit beside those in flight
 */
export function sendReply(response: Response, wanted: HttpReply | BrokenReply): HttpReply | undefined {
  const refusal = refuseReply(response, wanted);
  sendAfterDelay(response, refusal ?? wanted);
  return refusal;
}

function sendAfterDelay(response: Response, reply: HttpReply | BrokenReply): void {
  const delay = reply.delivery?.delay ?? 0;
  if (delay === 0 || hurried.has(response)) {
    sendAtEndOfTurn(response, reply);
    return;
  }
  const finish = (): void => {
    clearTimeout(timer);
    forget();
    sendOrFail(response, reply);
  };
  const timer = setTimeout(finish, delay);
  const forget = whenGone(response, () => clearTimeout(timer));
  early.set(response, finish);
}

/** The functions that send the rest of a delayed or slow reply at once. */
const early = new WeakMap<ServerResponse, () => void>();
/** Replies that must not be delayed, or sent slowly. */
const hurried = new WeakSet<ServerResponse>();

/** Sends a reply without a stubbed delay, or the rest of it at once. */
export function hurryReply(response: ServerResponse): void {
  hurried.add(response);
  const finish = early.get(response);
  early.delete(response);
  finish?.();
}

function refuseReply(response: Response, reply: HttpReply | BrokenReply): HttpReply | undefined {
  if (!admitBody(response, toSize(reply))) {
    return toProblemReply(toOverloadedError('the replies in flight take too much memory together'));
  }
  if (reply.delivery?.kind === 'slow-body' && !hasRoomForSlowReply()) {
    return toProblemReply(toOverloadedError('too many slow replies are in flight'));
  }
  return undefined;
}

/** Returns how much memory a reply takes. Of a stream nothing is kept. */
function toSize(reply: HttpReply | BrokenReply): number {
  if (reply.status === null || reply.isKept === true) return 0;
  return reply.content instanceof Uint8Array ? reply.content.length : reply.body.length;
}

export function toOverloadedError(reason: string): MockError {
  return new MockError(
    'overloaded',
    `Failed to answer: ${reason}. Read the replies, and send the request again later.`,
  );
}

/** The replies of this turn of the event loop. */
let answered: { readonly response: Response; readonly reply: HttpReply | BrokenReply }[] = [];

/**
 * Sends the replies of one turn of the event loop together at its end. Each send wakes its client; sent one by one, clients would go back
 * to sleep between replies, which costs more than the replies under load (docs/decisions/0002).
 */
function sendAtEndOfTurn(response: Response, reply: HttpReply | BrokenReply): void {
  // Imported from Node, since fake timers in the same process replace the global function.
  if (answered.length === 0) setImmediate(sendAnswered);
  answered.push({ response, reply });
  startNext(response);
}

function sendAnswered(): void {
  const replies = answered;
  answered = [];
  for (const { response, reply } of replies) sendOrFail(response, reply);
}

/** Sends a reply. An error affects only this reply, not the others of its turn. */
function sendOrFail(response: Response, reply: HttpReply | BrokenReply): void {
  try {
    send(response, reply);
  } catch (error) {
    sendFailure(response, error);
  }
}

/** Sends a problem instead of a reply that could not be written, or closes the connection if that fails as well. */
function sendFailure(response: Response, error: unknown): void {
  const message = `Failed to send the reply: ${String(error)}. Check the headers that a stub or the surrounding app sets.`;
  const { status, headers, body } = toProblemReply(new MockError('internal-error', message, [], { cause: error }));
  try {
    for (const name of response.getHeaderNames()) response.removeHeader(name);
    response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body), connection: 'close' });
    response.end(body);
  } catch {
    response.req.socket.destroy();
  }
}

function send(response: Response, reply: HttpReply | BrokenReply): void {
  // The surrounding app may have answered meanwhile, for example because of its own time limit.
  if (response.headersSent) discard(reply);
  else if (reply.status === null) breakConnection(response, reply.delivery.fault);
  else if (isStream(reply.content)) {
    response.writeHead(reply.status, toHeaders(reply));
    response.flushHeaders();
    void sendStream(response, reply.content);
    if (reply.delivery?.kind === 'endless') {
      early.set(response, () => discard(reply));
      if (hurried.has(response)) hurryReply(response);
    }
  } else if (reply.delivery?.kind === 'slow-body') {
    const body = reply.content ?? Buffer.from(reply.body);
    response.writeHead(reply.status, toHeaders(reply, body.length));
    response.flushHeaders();
    early.set(response, sendSlowly(response, body));
    if (hurried.has(response)) hurryReply(response);
  } else if (reply.content === undefined) {
    response.writeHead(reply.status, toHeaders(reply, Buffer.byteLength(reply.body)));
    // Given a string, Node sends head and body together in UTF-8. Given bytes, it sends the head in Latin-1, as it was received.
    response.end(areAscii(reply.headers) ? reply.body : Buffer.from(reply.body));
  } else {
    response.writeHead(reply.status, toHeaders(reply, reply.content.length));
    response.end(reply.content);
  }
}

/** Stops a stream that nobody will read. */
function discard(reply: HttpReply | BrokenReply): void {
  if (reply.status !== null && isStream(reply.content)) void reply.content[Symbol.asyncIterator]().return?.();
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
      // The size of a chunk must be hexadecimal.
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
 * Adds the length of the body, which a status without a body must not have (RFC 9110, 8.6). The length comes first: V8 takes 20 ns for a
 * spread after a member, and 400 ns for a member after a spread.
 */
function toHeaders({ status, headers, cookies }: HttpReply, length?: number): OutgoingHttpHeaders {
  const all =
    length === undefined || status === 204 || status === 304
      ? { ...headers }
      : { 'content-length': length, ...headers };
  return cookies === undefined || cookies.length < 2 ? all : { ...all, 'set-cookie': [...cookies] };
}

function areAscii(headers: ReplyHeaders): boolean {
  // Without an array of the values, since this runs for every reply.
  for (const name in headers) if (/[\u0080-\uffff]/.test(headers[name] ?? '')) return false;
  return true;
}

/** Bytes that are not HTTP. Always the same, so that a failing test fails again. */
const GARBAGE: Uint8Array = Uint8Array.from({ length: 512 }, (_, index) => (index * 167 + 43) % 256);

function sendRaw(response: Response, data: string | Uint8Array): void {
  inTurn(response, (socket) => {
    if (socket.writable) socket.write(data, () => socket.destroy());
    else socket.destroy();
  });
}

/** Acts on a reply's connection when it is the reply's turn: pipelined requests are answered one after the other. */
function inTurn(response: Response, act: (socket: Socket) => void): void {
  if (response.socket === null) response.once('socket', act);
  else act(response.socket);
}

function reset(socket: Socket): void {
  // Node cannot reset a socket that is closing, and would keep it open forever.
  if (socket.writable) socket.resetAndDestroy();
  else socket.destroy();
}
