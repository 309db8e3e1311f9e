import type { MockRequest } from '../exchange/exchange.ts';
import type { Result } from '../exchange/result.ts';
import { toJsonResult } from '../exchange/result.ts';
import type { RouteMatch } from '../fastapi/router.ts';
import { encodeLocation, isHost } from '../fastapi/router.ts';
import type { RouteHandler } from './operation-handler.ts';
import { createFixedHandler } from './operation-handler.ts';

/**
 * Returns Starlette's reply to a request that no route matched.
 *
 * @param query without the question mark
 * @param prefix the part of the path that selected the session; a redirect keeps it
 */
export function createRoutingHandler(
  match: Exclude<RouteMatch<unknown>, { readonly kind: 'matched' }>,
  request: MockRequest,
  query: string,
  prefix: string,
): RouteHandler {
  return createFixedHandler(() => {
    switch (match.kind) {
      case 'not-found':
        return toJsonResult(404, { detail: 'Not Found' });
      case 'method-not-allowed':
        return toJsonResult(405, { detail: 'Method Not Allowed' }, { headers: { allow: match.allow } });
      case 'redirect':
        return toRedirect(`${request.basePath ?? ''}${prefix}${match.path}${query === '' ? '' : `?${query}`}`, request);
    }
  });
}

function toRedirect(target: string, { headers, server, scheme = 'http' }: MockRequest): Result {
  const authority = isHost(headers['host']) ? headers['host'] : server;
  const origin = authority === undefined ? '' : `${scheme}://${authority}`;
  return { status: 307, value: undefined, body: '', headers: { location: encodeLocation(`${origin}${target}`) } };
}
