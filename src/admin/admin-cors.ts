import type { MockRequest } from '../exchange/exchange.ts';
import type { HttpReply, ReplyHeaders } from '../exchange/reply.ts';

type Headers = MockRequest['headers'];

/** Which pages of other origins may use the control API. They need the token as well. */
export interface AdminCors {
  /** Returns whether a request comes from an admitted page. */
  admits(headers: Headers): boolean;
  /** Returns the reply to a preflight request of an admitted page, or undefined if the request is not one. */
  answerPreflight(request: Pick<MockRequest, 'method' | 'headers'>): HttpReply | undefined;
  /** Returns the headers that let an admitted page read a reply. */
  headers(headers: Headers): ReplyHeaders;
}

/** Credentials are not allowed: the token comes in `Authorization`, which a page must know, and not in a cookie, which a browser adds. */
const PREFLIGHT_HEADERS = {
  'access-control-allow-methods': 'GET, POST, PUT, DELETE',
  'access-control-allow-headers': 'authorization, content-type, last-event-id, x-mock-session',
  'access-control-max-age': '600',
};

/** @param origins as browsers send them: `https://app.example` */
export function createAdminCors(origins: readonly string[]): AdminCors {
  const admitted = new Set(origins);
  const findOrigin = ({ origin }: Headers): string | undefined =>
    typeof origin === 'string' && admitted.has(origin) ? origin : undefined;
  const toHeaders = (headers: Headers): ReplyHeaders => {
    const origin = findOrigin(headers);
    if (admitted.size === 0) return {};
    // Also without a page: a cache must not give one origin's reply to another.
    if (origin === undefined) return { vary: 'Origin' };
    return {
      vary: 'Origin',
      'access-control-allow-origin': origin,
      'access-control-expose-headers': 'location, x-mock-session',
    };
  };

  return {
    admits: (headers) => findOrigin(headers) !== undefined,
    answerPreflight({ method, headers }) {
      const isPreflight = method === 'OPTIONS' && headers['access-control-request-method'] !== undefined;
      if (!isPreflight || findOrigin(headers) === undefined) return undefined;
      // A page of the internet that calls this machine or its network: the one who started the mock has named its origin.
      const isFromOutside = headers['access-control-request-private-network'] === 'true';
      return {
        status: 204,
        headers: {
          ...PREFLIGHT_HEADERS,
          ...(isFromOutside ? { 'access-control-allow-private-network': 'true' } : {}),
          ...toHeaders(headers),
        },
        body: '',
      };
    },
    headers: toHeaders,
  };
}
