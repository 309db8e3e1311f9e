import cors from 'cors';
import type { RequestHandler, Response } from 'express';

/** The methods that Starlette's CORS middleware allows for `*`. */
const METHODS = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT', 'QUERY'];

/**
 * CORS as the deployed server has it: any origin, with credentials, all methods and headers. One origin in place of `*` narrows it.
 *
 * Source: Starlette's `CORSMiddleware`, and answers recorded from it.
 */
export function createCors(origin: string): RequestHandler {
  const isAllowed = (candidate: string | undefined): boolean => origin === '*' || candidate === origin;
  const middleware = cors({
    origin: (candidate, callback) => callback(null, isAllowed(candidate)),
    credentials: true,
    methods: METHODS,
    maxAge: 600,
    preflightContinue: true,
  });
  return (request, response, next) => {
    if (request.headers.origin === undefined) return next();
    const isPreflight = request.method === 'OPTIONS' && request.headers['access-control-request-method'] !== undefined;
    if (isPreflight) {
      return middleware(request, response, () => {
        const method = String(request.headers['access-control-request-method']);
        if (!isAllowed(request.headers.origin)) sendText(response, 400, 'Disallowed CORS origin');
        else if (!METHODS.includes(method)) sendText(response, 400, 'Disallowed CORS method');
        else sendText(response, 200, 'OK');
      });
    }
    // Any other OPTIONS is a request like all others, while the middleware would take it for a preflight.
    return middleware(request.method === 'OPTIONS' ? Object.create(request, { method: { value: 'GET' } }) : request, response, next);
  };
}

function sendText(response: Response, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'content-length': text.length }).end(text);
}
