import type { MockRequest } from '../exchange/exchange.ts';
import { toProblemReply } from '../exchange/problem-reply.ts';
import type { HttpReply, PassedOnReply } from '../exchange/reply.ts';
import { MockError } from '../mock-error.ts';

/** Headers of one connection (RFC 9110, 7.6.1), headers of the encoded body, and headers for the mock itself. */
const NOT_FORWARDED = new Set([
  'connection',
  'content-encoding',
  'content-length',
  'host',
  'keep-alive',
  'prefer',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'x-mock-session',
]);

/** How long the upstream server may take to reply, in milliseconds. */
const TIMEOUT = 30_000;

/** Sends a request to the upstream server and completes the exchange with its reply, or with a 502 problem if there is none. */
export async function passOn({ delivery }: PassedOnReply, request: MockRequest): Promise<HttpReply> {
  const { upstream, target, complete } = delivery;
  const { method, headers, body } = request;
  try {
    const response = await fetch(`${upstream}${target}`, {
      method,
      headers: toPairs(headers),
      body: body.length === 0 ? null : new Uint8Array(body),
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT),
    });
    const received = Object.fromEntries([...response.headers].filter(([name]) => !NOT_FORWARDED.has(name)));
    return complete({ status: response.status, headers: received, body: await response.text() });
  } catch (error) {
    const { cause = error } = error instanceof Error ? error : {};
    const reason = cause instanceof Error ? cause.message : String(error);
    const message = `Failed to pass ${method} on to ${upstream}: ${reason}.`;
    return complete(toProblemReply(new MockError('upstream-failed', message)));
  }
}

function toPairs(headers: MockRequest['headers']): [string, string][] {
  return Object.entries(headers).flatMap(([name, value]) =>
    value === undefined || NOT_FORWARDED.has(name) ? [] : [[name, [value].flat().join(', ')]],
  );
}
