import type { MockRequest } from '../exchange/exchange.ts';
import type { ByteStream } from '../exchange/passed-on.ts';
import { isStream } from '../exchange/passed-on.ts';
import type { HttpReply, MockReply } from '../exchange/reply.ts';
import { isPassedOn } from '../exchange/reply.ts';

/** Answers a request as a Fetch API server does. */
export type Fetch = (request: Request) => Promise<Response>;

/**
 * Creates the Fetch transport of a mock: takes a `Request` and returns a `Response`, without a socket. Waits for delays and rejects with a
 * `TypeError` for a wire fault, as `fetch` does. Does not serve CORS and the control API, which belong to the server.
 */
export function createFetch(handle: (request: MockRequest) => MockReply): Fetch {
  return async (request) => {
    const { pathname, search, host } = new URL(request.url);
    const body = new Uint8Array(await request.arrayBuffer());
    const { 'accept-encoding': _, ...sent } = Object.fromEntries(request.headers);
    const headers = { host, ...sent };
    const received: MockRequest = { method: request.method, target: `${pathname}${search}`, headers, body };
    const first = handle(received);
    const reply = isPassedOn(first) ? await first.delivery.send(request.signal) : first;
    request.signal.throwIfAborted();
    await wait(reply.delivery?.delay ?? 0, request.signal);
    if (reply.status === null) throw new TypeError('fetch failed', { cause: new Error(reply.delivery.fault) });
    return toResponse(reply, request.method);
  };
}

function toResponse(reply: HttpReply, method: string): Response {
  const { status, cookies = [], content } = reply;
  const headers = new Headers(reply.headers);
  if (cookies.length > 0) headers.delete('set-cookie');
  for (const cookie of cookies) headers.append('set-cookie', cookie);
  // As from `fetch`, a body has no content encoding any more, unless it cannot be decoded.
  const body = isStream(content)
    ? toReadableStream(content)
    : content === undefined || reply.body !== ''
      ? reply.body
      : new Uint8Array(content);
  // The constructor throws if a null body status has a body.
  const isBodiless = method === 'HEAD' || status === 204 || status === 304;
  return new Response(isBodiless ? null : body, { status, headers });
}

function toReadableStream(stream: ByteStream): ReadableStream<Uint8Array> {
  const iterator = stream[Symbol.asyncIterator]();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await iterator.next();
      if (done === true) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await iterator.return?.();
    },
  });
}

function wait(delay: number, signal: AbortSignal): Promise<void> {
  if (delay === 0) return Promise.resolve();
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const timer = setTimeout(resolve, delay);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      // As fetch does, with any reason.
      // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- the reason is the caller's
      reject(signal.reason);
    });
  });
}
