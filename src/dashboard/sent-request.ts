import type { ExchangeRecord } from '../control/control-types.ts';
import { MASK } from '../journal/mask.ts';
import { mockUrl } from './connection.ts';

/** A request that can be sent again, as a person can change it. */
export interface SentRequest {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Headers that a client sets by itself, or that belong to its connection. */
const OWN =
  /^(?:host|connection|content-length|transfer-encoding|accept-encoding|accept-language|user-agent|origin|referer|cookie|dnt|priority|pragma|cache-control|keep-alive|te|upgrade|upgrade-insecure-requests|sec-.*|proxy-.*|access-control-request-.*)$/;

/** Returns the request of an exchange without what its client added by itself. */
export function toSentRequest({ method, path, query, session, request }: ExchangeRecord): SentRequest {
  const headers = Object.entries(request.headers).filter(
    ([name, value]) => !OWN.test(name) && name !== 'x-mock-session' && !(name === 'accept' && value === '*/*'),
  );
  const named = session === 'default' ? [] : [['x-mock-session', session] as const];
  return {
    method,
    target: toTarget(path) + (query === '' ? '' : `?${query}`),
    headers: Object.fromEntries([...headers, ...named]),
    body: request.body,
  };
}

/** The path of a record is decoded. */
function toTarget(path: string): string {
  return path
    .split('/')
    .map((segment) => encodeURIComponent(segment.toWellFormed()))
    .join('/');
}

export interface SentReply {
  readonly status: number;
  readonly body: string;
}

/**
 * Sends a request to the mock. Secrets are masked in the journal, so they are left out.
 *
 * @throws {Error} if the browser cannot send it, or the connection breaks
 */
export async function sendAgain({ method, target, headers, body }: SentRequest): Promise<SentReply> {
  if (body !== '' && /^(?:GET|HEAD)$/i.test(method)) {
    throw new Error(`A browser sends no body with ${method}. Copy the request as curl.`);
  }
  const known = Object.entries(headers).filter(([, value]) => value !== MASK);
  const response = await fetch(mockUrl + target, {
    method,
    headers: Object.fromEntries(known),
    ...(body === '' ? {} : { body }),
    redirect: 'manual',
    credentials: 'omit',
  });
  return { status: response.status, body: await response.text() };
}
