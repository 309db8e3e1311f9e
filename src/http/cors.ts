import type { IncomingMessage } from 'node:http';
import { parseUrl } from '../contract/parse-url.ts';
import type { HttpReply, ReplyHeaders } from '../exchange/reply.ts';
import { MockError } from '../mock-error.ts';

/** Which pages may call the API: all of them (`*`), those of one or several origins, or none (`false`). */
export type CorsOption = string | readonly string[] | false;

export interface Cors {
  /** Returns the reply to a preflight request, or undefined if the request is not a preflight. */
  answerPreflight(request: IncomingMessage): HttpReply | undefined;
  /** Returns the reply with the headers that let the request's page read it. */
  addHeaders(reply: HttpReply, request: IncomingMessage): HttpReply;
}

/** The methods that `allow_methods=["*"]` stands for. */
const METHODS = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'];

const PREFLIGHT_HEADERS = {
  'content-type': 'text/plain; charset=utf-8',
  vary: 'Origin',
  'access-control-allow-methods': METHODS.join(', '),
  'access-control-max-age': '600',
  'access-control-allow-credentials': 'true',
};

/**
 * CORS as the deployed server has it: all methods and headers, with credentials, for every origin or for those of a list.
 *
 * Source: `CORSMiddleware` of starlette 1.3.1, and recorded replies.
 *
 * @throws {MockError} `option-invalid` if a string is not an origin
 */
export function createCors(option: Exclude<CorsOption, false>): Cors {
  const origins = new Set([option].flat().map(toOrigin));
  if (origins.size === 0) throw invalidOption('the list of origins is empty');
  const isAllowed = (origin: string): boolean => origins.has('*') || origins.has(origin);

  return {
    answerPreflight(request) {
      if (request.method !== 'OPTIONS') return undefined;
      const origin = firstHeader(request, 'origin');
      const method = firstHeader(request, 'access-control-request-method');
      if (origin === undefined || method === undefined) return undefined;
      const requested = firstHeader(request, 'access-control-request-headers');
      const refused = [
        ...(isAllowed(origin) ? [] : ['origin']),
        ...(METHODS.includes(method) ? [] : ['method']),
        ...(request.headers['access-control-request-private-network'] === undefined ? [] : ['private-network']),
      ];
      return {
        status: refused.length === 0 ? 200 : 400,
        headers: {
          ...PREFLIGHT_HEADERS,
          ...(isAllowed(origin) ? { 'access-control-allow-origin': origin } : {}),
          ...(requested === undefined ? {} : { 'access-control-allow-headers': requested }),
        },
        body: refused.length === 0 ? 'OK' : `Disallowed CORS ${refused.join(', ')}`,
      };
    },
    addHeaders(reply, request) {
      if (request.headers.origin === undefined) return reply;
      const origin = firstHeader(request, 'origin');
      if (origin === undefined || reply.isOutsideCors === true) return reply;
      const { vary } = reply.headers;
      const own = isReceived(reply) ? withoutGrant(reply.headers) : reply.headers;
      return {
        ...reply,
        headers: {
          'access-control-allow-credentials': 'true',
          ...(isAllowed(origin) ? { 'access-control-allow-origin': origin } : {}),
          // A stub's own headers win: a test may want to see a page refused.
          ...own,
          ...(isAllowed(origin) ? { vary: vary === undefined ? 'Origin' : `${vary}, Origin` } : {}),
        },
      };
    },
  };
}

/** Whether another server made the reply. It may allow other pages than the mock, which has answered the preflight. */
function isReceived({ headers }: HttpReply): boolean {
  return headers['x-mock-source'] === 'upstream';
}

function withoutGrant(headers: ReplyHeaders): ReplyHeaders {
  const { 'access-control-allow-origin': _, 'access-control-allow-credentials': __, ...rest } = headers;
  return rest;
}

function toOrigin(text: string): string {
  const origin = text === '*' ? text : parseOrigin(text);
  if (origin === undefined) throw invalidOption(`${JSON.stringify(text)} is not an origin`);
  return origin;
}

function invalidOption(reason: string): MockError {
  return new MockError(
    'option-invalid',
    `Failed to set up CORS: ${reason}. Give "*", an origin such as "https://app.example", a list of origins, or false.`,
  );
}

/**
 * Returns the origins whose pages may use the control API. Not all of them: a token that leaks, such as in the code of a page, would open
 * the control API to any website.
 *
 * @throws {MockError} `option-invalid` if a text is not an origin
 */
export function parseAdminOrigins(texts: string | readonly string[]): string[] {
  return [texts].flat().map((text) => {
    const origin = parseOrigin(text);
    if (origin !== undefined) return origin;
    const reason = text === '*' ? 'it cannot be opened to all origins' : `${JSON.stringify(text)} is not an origin`;
    throw new MockError(
      'option-invalid',
      `Failed to admit pages to the control API: ${reason}. Name each origin, such as https://app.example.`,
    );
  });
}

/** Returns the origin of a URL as browsers send it, or undefined if the text has none. */
export function parseOrigin(text: string): string | undefined {
  const origin = parseUrl(text)?.origin;
  return origin === 'null' ? undefined : origin;
}

/** Returns the first value of a header, as Starlette reads one that is repeated, or undefined if it was not sent. */
function firstHeader(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  if (value === undefined) return undefined;
  // Node joins the values of a repeated header with commas. Only then the raw headers have to be read.
  return typeof value === 'string' && !value.includes(',') ? value : request.headersDistinct[name]?.[0];
}
