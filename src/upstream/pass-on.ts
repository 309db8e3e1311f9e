import type { Readable } from 'node:stream';
import { Agent } from 'undici';
import {
  MOCKS_IN_A_ROW,
  PASSED_ON,
  UPSTREAM_CONNECT_TIMEOUT,
  UPSTREAM_HEADER_SIZE,
  UPSTREAM_HEADERS_TIMEOUT,
  UPSTREAM_IDLE_TIMEOUT,
} from '../budgets.ts';
import { parseTarget } from '../exchange/incoming-request.ts';
import type { ByteStream, PassedOnRequest, PassOn, ReceivedReply } from '../exchange/passed-on.ts';
import { isStream } from '../exchange/passed-on.ts';
import { watchStream } from '../exchange/watch-stream.ts';
import { isJsonMediaType } from '../fastapi/media-type.ts';
import { MockError } from '../mock-error.ts';
import { collectBody } from './collect-body.ts';
import { decodeBody } from './decode-body.ts';
import type { UpstreamTimeouts } from './failure.ts';
import { toFailureReason, toPassedOnName, toUpstreamError } from './failure.ts';
import { toReceivedHeaders } from './received-headers.ts';
import { countMocks, toUpstreamHeaders } from './request-headers.ts';
import type { Connections } from './stale-connection.ts';
import { createConnections } from './stale-connection.ts';

const TIMEOUTS: UpstreamTimeouts = {
  connect: UPSTREAM_CONNECT_TIMEOUT,
  headers: UPSTREAM_HEADERS_TIMEOUT,
  idle: UPSTREAM_IDLE_TIMEOUT,
};

/**
 * Creates the function that passes requests on, as a reverse proxy does. Redirects are not followed, and content encodings are left in
 * place. A JSON body is collected, so that it can be checked; any other is sent on as it comes in.
 */
export function createPassOn(given: Partial<UpstreamTimeouts> = {}): PassOn {
  const timeouts = { ...TIMEOUTS, ...given };
  const connections = createConnections(timeouts.connect);
  const agent = new Agent({
    connect: connections.connect,
    headersTimeout: timeouts.headers,
    bodyTimeout: timeouts.idle,
    maxHeaderSize: UPSTREAM_HEADER_SIZE,
  });
  let open = 0;

  return async (passedOn) => {
    const { request, upstream } = passedOn;
    if (countMocks(request.headers['via']) >= MOCKS_IN_A_ROW) {
      const reason = `the request has passed ${MOCKS_IN_A_ROW} mocks already, so the mock may be its own upstream server`;
      throw toUpstreamError(passedOn, reason);
    }
    if (open >= PASSED_ON) {
      throw new MockError(
        'overloaded',
        `Failed to pass ${toPassedOnName(passedOn)} on to ${upstream}: ${PASSED_ON} requests are being passed on already. Send it again later.`,
      );
    }
    open += 1;
    const release = (): void => void (open -= 1);
    try {
      const reply = await receive(agent, connections, passedOn);
      const { content } = reply;
      if (!isStream(content)) {
        release();
        return reply;
      }
      return { ...reply, content: watchStream(content, passedOn.signal, { onEnd: release }) };
    } catch (error) {
      release();
      if (error instanceof MockError) throw error;
      throw toUpstreamError(passedOn, toFailureReason(error, timeouts), error);
    }
  };
}

async function receive(agent: Agent, connections: Connections, passedOn: PassedOnRequest): Promise<ReceivedReply> {
  const { request, upstream, target, signal } = passedOn;
  const { origin, pathname } = new URL(upstream);
  const { path, query } = parseTarget(target);
  const options = {
    origin,
    path: `${pathname === '/' ? '' : pathname}${path.startsWith('/') ? '' : '/'}${path}${query === '' ? '' : `?${query}`}`,
    method: request.method,
    headers: toUpstreamHeaders(passedOn),
    body: request.body.length === 0 ? null : request.body,
    responseHeaders: 'raw',
    signal,
  } as const;
  const {
    statusCode: status,
    headers: raw,
    body,
  } = await agent.request(options).catch((error: unknown) => {
    if (!connections.isWorthAnotherTry(request.method, error)) throw error;
    return agent.request(options);
  });
  // Without a listener, an error of the body would end the process if nobody reads the body.
  body.on('error', () => {});
  try {
    if (status > 599) throw toUpstreamError(passedOn, `its status ${status} is not one of HTTP`);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- with `responseHeaders: 'raw'` they are a list, unlike in undici's types
    const { headers, cookies } = toReceivedHeaders(raw as unknown as readonly string[], passedOn);
    const { 'content-length': _, ...rest } = headers;
    const reply = { status, headers: rest, cookies, decoded: undefined, problem: undefined };
    if (request.method === 'HEAD' || status === 204 || status === 304) {
      await body.dump();
      return { ...reply, headers: status === 204 ? rest : headers, content: new Uint8Array(0) };
    }
    if (!isJsonMediaType(headers['content-type'])) return { ...reply, headers, content: toByteStream(body) };
    const collected = await collectBody(toByteStream(body));
    if ('stream' in collected) return { ...reply, headers, content: collected.stream, problem: collected.problem };
    const { bytes } = collected;
    return { ...reply, content: bytes, ...decodeBody(bytes, headers['content-encoding']) };
  } catch (error) {
    body.destroy();
    throw error;
  }
}

/** The iterator of a `Readable` that was not read yet would leave it open. */
function toByteStream(body: Readable): ByteStream {
  const iterator = (body as ByteStream)[Symbol.asyncIterator]();
  const reader: AsyncIterator<Uint8Array, undefined> = {
    next: () => iterator.next(),
    return() {
      body.destroy();
      return Promise.resolve({ done: true, value: undefined });
    },
  };
  return { [Symbol.asyncIterator]: () => reader };
}
