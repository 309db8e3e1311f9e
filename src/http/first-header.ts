import type { IncomingMessage } from 'node:http';

/** Returns the first value of a header, as Starlette reads one that is repeated, or undefined if it was not sent. */
export function firstHeader(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  if (value === undefined) return undefined;
  // Node joins the values of a repeated header with commas. Only then the raw headers have to be read.
  return typeof value === 'string' && !value.includes(',') ? value : request.headersDistinct[name]?.[0];
}
