import cors from 'cors';
import type { RequestHandler, Response } from 'express';

/** The methods that Starlette's CORS middleware allows for `*`. */
const METHODS = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT', 'QUERY'];

/** What the answer to a preflight depends on, as Starlette says it. */
const PREFLIGHT_VARY = [
  'Origin',
  'Access-Control-Request-Method',
  'Access-Control-Request-Headers',
  'Access-Control-Request-Private-Network',
].join(', ');

/**
 * CORS as the deployed server has it: any origin, with credentials, all methods and headers. One origin in place of `*` narrows it.
 *
 * Source: Starlette's `CORSMiddleware`, and answers recorded from it.
 */
export function createCors(origin: string): RequestHandler {
  const middleware = cors({
    // A list is compared and reflected, as Starlette does; `*` as text would be sent as it is, which browsers refuse with credentials.
    origin: origin === '*' ? true : [origin],
    credentials: true,
    methods: METHODS.join(', '),
    maxAge: 600,
    preflightContinue: true,
  });
  return (request, response, next) => {
    // Also where there is no origin: a cache must not give that answer to a page that has one.
    response.setHeader('vary', 'Origin');
    if (request.headers.origin === undefined) return next();
    const method = request.headers['access-control-request-method'];
    if (request.method === 'OPTIONS' && method !== undefined) {
      return middleware(request, response, () => {
        const refused = [
          ...(origin === '*' || request.headers.origin === origin ? [] : ['origin']),
          ...(METHODS.includes(method) ? [] : ['method']),
        ];
        response.setHeader('vary', PREFLIGHT_VARY);
        if (refused.length === 0) sendText(response, 200, 'OK');
        else sendText(response, 400, `Disallowed CORS ${refused.join(', ')}`);
      });
    }
    // Any other OPTIONS is a request like all others, while the middleware would take it for a preflight.
    const { headers } = request;
    return middleware({ method: 'GET', headers }, response, next);
  };
}

function sendText(response: Response, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'content-length': text.length }).end(text);
}
