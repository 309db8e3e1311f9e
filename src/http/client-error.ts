import type { Server } from 'node:http';
import { METHODS } from 'node:http';
import type { Socket } from 'node:net';
import { LINGER_TIMEOUT } from '../budgets.ts';
import type { OnOwnReply } from './own-reply.ts';
import { listReplies } from './replies-in-flight.ts';

interface Refusal {
  readonly status: number;
  readonly phrase: string;
  readonly text: string;
  /** What to do about it. */
  readonly advice: string;
}

/** Replies to bytes that Node's parser refuses, by Node's error code. */
const REFUSALS: Readonly<Record<string, Refusal>> = {
  HPE_HEADER_OVERFLOW: {
    status: 431,
    phrase: 'Request Header Fields Too Large',
    text: 'The request headers are too large.',
    advice: 'Send fewer cookies, or start the mock with a higher --max-header-size.',
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: 408,
    phrase: 'Request Timeout',
    text: 'The request was not received in time.',
    advice: 'Send all of the body that content-length announces.',
  },
};

/** Any other error is answered as uvicorn answers it, with status 400. */
export const INVALID_REQUEST = {
  text: 'Invalid HTTP request received.',
  headers: { 'content-type': 'text/plain; charset=utf-8', 'content-length': 30, connection: 'close' },
} as const;
const INVALID: Refusal = {
  status: 400,
  phrase: 'Bad Request',
  text: INVALID_REQUEST.text,
  advice: 'Send HTTP/1.1.',
};
const TUNNEL: Refusal = { ...INVALID, advice: 'CONNECT is for a proxy, and the mock opens no tunnels.' };
/** A request line whose method Node does not know. A method has up to 64 characters here, since the log quotes it. */
const UNKNOWN_METHOD = /^([!#$%&'*+.^_`|~\w-]{1,64}) \S+ HTTP\/1\.[01]\r?\n/;

/** How many bytes of a request are searched for its first line. */
const FIRST_LINE = 16 * 1024;

const TLS: Refusal = { ...INVALID, advice: 'It began as HTTPS does. Use http:// in the address.' };

/** The first byte of a TLS connection: the type of a handshake record. */
const TLS_HANDSHAKE = 0x16;

type ClientError = NodeJS.ErrnoException & { readonly rawPacket?: Uint8Array };

/** Answers requests that Node's parser refuses, and closes their connections. */
export function answerClientErrors(server: Server, onOwnReply: OnOwnReply): void {
  const refused = new WeakSet<Socket>();
  server.on('clientError', (error: ClientError, socket: Socket) => {
    // Node reports every further chunk of a refused connection.
    if (refused.has(socket)) return;
    refused.add(socket);
    const last = listReplies(socket).at(-1);
    if (last?.req.complete === true && error.code !== 'ECONNRESET') {
      // A client that pipelines would read a refusal sent now as the reply to an earlier request.
      last.once('close', () => refuse(socket, error, onOwnReply));
    } else if (last?.headersSent === true) {
      // In the middle of a reply, a refusal would be read as part of it.
      socket.destroy();
    } else refuse(socket, error, onOwnReply);
  });
  // Node does not read the connection from here on, and would close it without a reply if nobody listened.
  server.on('connect', (_request, socket: Socket) => {
    socket.on('error', () => {}).resume();
    // A refusal would be read as the reply to an earlier request.
    if (listReplies(socket).length > 0) socket.destroy();
    else answer(socket, TUNNEL, onOwnReply);
  });
}

function toInvalid({ code, rawPacket }: ClientError): Refusal {
  if (rawPacket?.[0] === TLS_HANDSHAKE) return TLS;
  if (code !== 'HPE_INVALID_METHOD' || rawPacket === undefined) return INVALID;
  const start = Buffer.from(rawPacket.subarray(0, FIRST_LINE)).toString('latin1');
  const method = UNKNOWN_METHOD.exec(start)?.[1];
  if (method === undefined) return INVALID;
  const known = METHODS.find((name) => name === method.toUpperCase());
  const advice = known === undefined ? 'Send one that the API has.' : `Send ${known}.`;
  return { ...INVALID, advice: `${JSON.stringify(method)} is not a method of HTTP. ${advice}` };
}

function refuse(socket: Socket, error: ClientError, onOwnReply: OnOwnReply): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  answer(socket, REFUSALS[error.code ?? ''] ?? toInvalid(error), onOwnReply);
}

function answer(socket: Socket, { status, phrase, text, advice }: Refusal, onOwnReply: OnOwnReply): void {
  onOwnReply({ by: 'server', request: undefined, reply: { status, body: `${text} ${advice}` } });
  socket.end(
    `HTTP/1.1 ${status} ${phrase}\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: ${text.length}\r\nconnection: close\r\n\r\n${text}`,
  );
  // Destroying the socket now would reset the connection while the client is still sending, and the client would not see the reply.
  const linger = setTimeout(() => socket.destroy(), LINGER_TIMEOUT).unref();
  socket.once('close', () => clearTimeout(linger));
}
