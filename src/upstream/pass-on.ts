import type { MockRequest } from '../exchange/exchange.ts';
import { toProblemReply } from '../exchange/problem-reply.ts';
import type { HttpReply, PassedOnReply } from '../exchange/reply.ts';
import { MockError } from '../mock-error.ts';

/** Headers that belong to one connection (RFC 9110, 7.6.1), that describe a body which has been decoded, or that the mock alone reads. */
const NOT_PASSED_ON = new Set([
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

/** How long a server may take for a reply, in milliseconds. */
const TIMEOUT = 30_000;

/** Sends a request to the server that makes its reply, and settles the exchange with what comes back: a 502 problem if nothing does. */
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
    const received = Object.fromEntries([...response.headers].filter(([name]) => !NOT_PASSED_ON.has(name)));
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
    value === undefined || NOT_PASSED_ON.has(name) ? [] : [[name, [value].flat().join(', ')]],
  );
}
