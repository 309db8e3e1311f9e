import type { IncomingMessage, RequestOptions } from 'node:http';
import { Agent as HttpAgent, request as sendHttp } from 'node:http';
import { Agent as HttpsAgent, request as sendHttps } from 'node:https';
import { setTimeout as sleepFor } from 'node:timers/promises';
import { VERIFY_REPLY_SIZE, VERIFY_RETRIES, VERIFY_RETRY_AFTER, VERIFY_TIMEOUT } from '../budgets.ts';
import type { MockRequest } from '../exchange/exchange.ts';
import type { NoReply, WireReply } from '../prism/send-request.ts';
import type { Hide } from './hide-secrets.ts';
import { createHider } from './hide-secrets.ts';

/** Time as a run sees it; a test has its own. */
export interface Timer {
  /** In milliseconds. */
  now(): number;
  /** Rejects if the signal is aborted. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

export const MACHINE_TIMER: Timer = {
  now: () => performance.now(),
  sleep: (milliseconds, signal) => sleepFor(milliseconds, undefined, { signal }),
};

export interface SenderOptions {
  /** `https://agentex.example/api`. */
  readonly url: string;
  /** Headers of every request. */
  readonly headers: Readonly<Record<string, string>>;
  /** The most requests in a second. @default no limit */
  readonly rate?: number | undefined;
  /** How long the server may take to answer, in milliseconds. @default 30000 */
  readonly timeout?: number;
  /** @default the machine's */
  readonly timer?: Timer | undefined;
}

/** What the server did besides answering. */
export interface Encounters {
  /** Requests that were sent, repeated ones included. */
  sent: number;
  /** Replies with 401 or 403. */
  unauthorized: number;
  /** How often a request was sent again, by the status that was the reason. */
  readonly repeated: Map<number, number>;
  /** The time of all replies, and of the slowest, in milliseconds. */
  took: number;
  slowest: number;
}

/** A reply of the server. */
export interface ServerReply extends WireReply {
  /** The body without the values of the run's headers, for messages. @default body */
  readonly shown?: string;
  /** The header `Location` as it was sent. */
  readonly sentLocation?: string;
}

export interface SendOptions {
  readonly signal?: AbortSignal | undefined;
  /** Whether the run's headers are left out, as a browser does in a preflight. */
  readonly isBare?: boolean | undefined;
}

export interface Sender {
  /** Rejects if the signal is aborted. */
  send(request: MockRequest, options?: SendOptions): Promise<ServerReply | NoReply>;
  readonly met: Readonly<Encounters>;
}

/** Too many requests, and what servers and gateways answer while they are overloaded or restarted. */
const PASSING = new Set([429, 502, 503, 504]);

export function createSender(options: SenderOptions): Sender {
  const { url, headers, rate, timeout = VERIFY_TIMEOUT, timer = MACHINE_TIMER } = options;
  const met: Encounters = { sent: 0, unauthorized: 0, repeated: new Map(), took: 0, slowest: 0 };
  const hide = createHider(headers);
  const sendOnce = createConnection(url, timeout, hide);
  let next = 0;

  const waitForTurn = async (signal: AbortSignal | undefined): Promise<void> => {
    if (rate === undefined) return;
    const now = timer.now();
    const turn = Math.max(now, next);
    next = turn + 1000 / rate;
    if (turn > now) await timer.sleep(turn - now, signal);
  };

  return {
    met,
    async send(request, { signal, isBare = false } = {}) {
      const whole = isBare ? request : { ...request, headers: { ...request.headers, ...headers } };
      for (let attempt = 1; ; attempt += 1) {
        await waitForTurn(signal);
        signal?.throwIfAborted();
        met.sent += 1;
        const start = timer.now();
        // An update that was sent may be carried out, whether or not its reply is read.
        const reply = await sendOnce(whole, request.method === 'PUT' ? undefined : signal);
        signal?.throwIfAborted();
        const took = timer.now() - start;
        met.took += took;
        met.slowest = Math.max(met.slowest, took);
        if ('failure' in reply) return reply;
        if (!isBare && isRefused(reply.status)) met.unauthorized += 1;
        if (!PASSING.has(reply.status) || attempt > VERIFY_RETRIES) return reply;
        met.repeated.set(reply.status, (met.repeated.get(reply.status) ?? 0) + 1);
        await timer.sleep(toDelay(reply.headers['retry-after'], attempt), signal);
      }
    },
  };
}

/** Returns whether a status says that the request lacks authorization. */
export function isRefused(status: number): boolean {
  return status === 401 || status === 403;
}

/** Returns how long to wait, in milliseconds, from seconds or a date. */
export function toDelay(retryAfter: string | undefined, attempt: number, now: number = Date.now()): number {
  const text = retryAfter ?? '';
  const asked = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  return Math.min(VERIFY_RETRY_AFTER, Math.max(0, Number.isNaN(asked) ? 50 * attempt : asked));
}

type SendOnce = (request: MockRequest, aborted: AbortSignal | undefined) => Promise<ServerReply | NoReply>;

function createConnection(url: string, limit: number, hide: Hide): SendOnce {
  const { protocol, hostname, port, pathname } = new URL(url);
  const base = pathname.replace(/\/+$/, '');
  // One connection for all requests: TLS takes longer to begin than a request.
  const agent = protocol === 'https:' ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true });
  const open = protocol === 'https:' ? sendHttps : sendHttp;
  return (request, aborted) => {
    const { method, target, headers, body } = request;
    const timeout = AbortSignal.timeout(limit);
    const options: RequestOptions = {
      // URLs put IPv6 addresses in brackets, sockets do not.
      hostname: hostname.replaceAll(/[[\]]/g, ''),
      port,
      method,
      path: base + target,
      headers: { ...headers, ...(body.length > 0 ? { 'content-length': body.length } : {}) },
      agent,
      signal: aborted === undefined ? timeout : AbortSignal.any([aborted, timeout]),
    };
    return new Promise((resolve) => {
      const fail = (error: NodeJS.ErrnoException): void =>
        resolve(timeout.aborted ? { failure: `no answer within ${limit} ms` } : toNoReply(error, hide));
      const start = (): void => {
        const sent = open(options, (response) => {
          void readReply(response, hide).then((reply) => resolve(withLocation(reply, base)), fail);
        });
        sent.on('error', (error: NodeJS.ErrnoException) => {
          // The server closed the connection while it was idle, just when the request was sent.
          if (sent.reusedSocket && error.code === 'ECONNRESET') start();
          else fail(error);
        });
        sent.end(body);
      };
      start();
    });
  };
}

/** Why there is no reply to HTTPS from a server that has HTTP only. */
export const NO_TLS = 'the server does not speak TLS. Use http://';

/** What OpenSSL reports if the other side answers in plain text. */
const PLAIN_TEXT = /wrong version number|packet length too long|unknown protocol|http request/i;

function toNoReply({ message, code }: NodeJS.ErrnoException, hide: Hide): NoReply {
  if (PLAIN_TEXT.test(message)) return { failure: NO_TLS };
  // An attempt on several addresses of a host has a code only. The messages of OpenSSL end with a line break.
  return { failure: hide(message === '' ? String(code) : message).trim() };
}

/** Returns the reply with a location that begins where the paths of the contract do. A gateway may have another origin than the server. */
function withLocation(reply: ServerReply, base: string): ServerReply {
  const { location } = reply.headers;
  if (location === undefined) return reply;
  const path = location.replace(/^[a-z]+:\/\/[^/]*/i, '');
  const own = path.startsWith(`${base}/`) ? path.slice(base.length) : path;
  return { ...reply, headers: { ...reply.headers, location: own }, sentLocation: location };
}

async function readReply(response: IncomingMessage, hide: Hide): Promise<ServerReply> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(response.headers)) headers[name] = String(value);
  const status = Number(response.statusCode);
  if (/^text\/event-stream/i.test(headers['content-type'] ?? '')) {
    // A stream of events has no end to wait for.
    response.destroy();
    return { status, headers, body: '', shown: '' };
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > VERIFY_REPLY_SIZE) throw new Error(`the reply exceeds ${VERIFY_REPLY_SIZE} bytes`);
    chunks.push(chunk);
  }
  const body = Buffer.concat(chunks).toString();
  return { status, headers, body, shown: hide(body) };
}
