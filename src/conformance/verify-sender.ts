import type { IncomingMessage } from 'node:http';
import { request as sendHttp } from 'node:http';
import { request as sendHttps } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import { VERIFY_REPLY_SIZE, VERIFY_RETRIES, VERIFY_RETRY_AFTER, VERIFY_TIMEOUT } from '../budgets.ts';
import type { MockRequest } from '../exchange/exchange.ts';
import type { NoReply, WireReply } from '../prism/send-request.ts';

export interface SenderOptions {
  /** `https://agentex.example/api`. */
  readonly url: string;
  /** Headers of every request. */
  readonly headers: Readonly<Record<string, string>>;
  /** The most requests in a second. @default no limit */
  readonly rate?: number | undefined;
}

/** What the server did besides answering. */
export interface Encounters {
  /** Requests that were sent, repeated ones included. */
  sent: number;
  /** Replies with 401 or 403. */
  unauthorized: number;
  /** Replies with 429, after which the request was sent again. */
  limited: number;
  /** Replies with 503, after which the request was sent again. */
  unavailable: number;
}

export interface Sender {
  /** Rejects if the signal is aborted. */
  send(request: MockRequest, signal?: AbortSignal): Promise<WireReply | NoReply>;
  readonly met: Readonly<Encounters>;
}

export function createSender({ url, headers, rate }: SenderOptions): Sender {
  const met: Encounters = { sent: 0, unauthorized: 0, limited: 0, unavailable: 0 };
  let next = 0;

  const waitForTurn = async (signal: AbortSignal | undefined): Promise<void> => {
    if (rate === undefined) return;
    const now = performance.now();
    const turn = Math.max(now, next);
    next = turn + 1000 / rate;
    if (turn > now) await sleep(turn - now, undefined, { signal });
  };

  return {
    met,
    async send(request, signal) {
      for (let attempt = 1; ; attempt += 1) {
        await waitForTurn(signal);
        signal?.throwIfAborted();
        met.sent += 1;
        const reply = await sendOnce(url, { ...request, headers: { ...request.headers, ...headers } }, signal);
        signal?.throwIfAborted();
        if ('failure' in reply) return reply;
        if (reply.status === 401 || reply.status === 403) met.unauthorized += 1;
        if ((reply.status !== 429 && reply.status !== 503) || attempt > VERIFY_RETRIES) return reply;
        met[reply.status === 429 ? 'limited' : 'unavailable'] += 1;
        await sleep(toDelay(reply.headers['retry-after'], attempt), undefined, { signal });
      }
    },
  };
}

/** Returns how long to wait, in milliseconds, from seconds or a date. */
export function toDelay(retryAfter: string | undefined, attempt: number, now: number = Date.now()): number {
  const text = retryAfter ?? '';
  const asked = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  return Math.min(VERIFY_RETRY_AFTER, Math.max(0, Number.isNaN(asked) ? 50 * attempt : asked));
}

function sendOnce(
  url: string,
  { method, target, headers, body }: MockRequest,
  aborted: AbortSignal | undefined,
): Promise<WireReply | NoReply> {
  const { protocol, hostname, port, pathname } = new URL(url);
  const timeout = AbortSignal.timeout(VERIFY_TIMEOUT);
  const options = {
    // URLs put IPv6 addresses in brackets, sockets do not.
    hostname: hostname.replaceAll(/[[\]]/g, ''),
    port,
    method,
    path: pathname.replace(/\/+$/, '') + target,
    headers: { ...headers, ...(body.length > 0 ? { 'content-length': body.length } : {}) },
    // A connection that is kept may be closed by the server just when the next request is sent.
    agent: false,
    signal: aborted === undefined ? timeout : AbortSignal.any([aborted, timeout]),
  };
  return new Promise((resolve) => {
    const fail = (error: Error): void =>
      resolve({ failure: timeout.aborted ? `no answer within ${VERIFY_TIMEOUT} ms` : error.message });
    const request = (protocol === 'https:' ? sendHttps : sendHttp)(options, (response) => {
      void readReply(response).then(resolve, fail);
    });
    request.on('error', fail);
    request.end(body);
  });
}

async function readReply(response: IncomingMessage): Promise<WireReply> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(response.headers)) headers[name] = String(value);
  const status = Number(response.statusCode);
  if (/^text\/event-stream/i.test(headers['content-type'] ?? '')) {
    // A stream of events has no end to wait for.
    response.destroy();
    return { status, headers, body: '' };
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > VERIFY_REPLY_SIZE) throw new Error(`the reply exceeds ${VERIFY_REPLY_SIZE} bytes`);
    chunks.push(chunk);
  }
  return { status, headers, body: Buffer.concat(chunks).toString() };
}
