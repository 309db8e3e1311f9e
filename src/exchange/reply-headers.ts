import type { Violation } from '../contract/violation.ts';
import type { ReplySource } from '../control/control-types.ts';
import { quoteJsonInAscii } from '../python/quote-json.ts';
import type { ReplyHeaders } from './reply.ts';
import type { Result } from './result.ts';

/** The maximum length of the `sl-violations` header, in bytes: clients and proxies refuse more than 8 to 16 KiB of headers in total. */
const HEADER_BYTES = 4096;

/** The headers that an exchange adds to a result's own. */
export interface AddedHeaders {
  /** The session's name, if the request named one. */
  readonly session: string | undefined;
  /** The preferences of the request that were applied; undefined if none. */
  readonly preferenceApplied: string | undefined;
  readonly violations: readonly Violation[];
  readonly source: ReplySource;
}

/** Shared by the many replies that have no other header. */
const JSON_TYPE: ReplyHeaders = { 'content-type': 'application/json' };
const NO_HEADERS: ReplyHeaders = {};

/**
 * Returns the headers of a reply. `x-contract-violations` counts the violations; `sl-violations` lists as many as fit, in Prism's form and
 * always as complete JSON. `x-mock-source` says who made the reply if the mock did not. The result's own headers win over the others, and
 * never over this one: an upstream server may be a mock, too.
 */
export function toReplyHeaders(
  { body, headers, content }: Pick<Result, 'body' | 'headers' | 'content'>,
  { session, preferenceApplied, violations, source }: AddedHeaders,
): ReplyHeaders {
  // Whoever made the content has named its type.
  const type = body === '' || content !== undefined ? NO_HEADERS : JSON_TYPE;
  const isPlain =
    headers === undefined && session === undefined && preferenceApplied === undefined && source === 'mock';
  if (isPlain && violations.length === 0) return type;
  if (isPlain && body !== '') {
    // The usual 422, built without spreads, which would take ten times as long.
    return {
      'content-type': 'application/json',
      'x-contract-violations': String(violations.length),
      'sl-violations': toHeaderJson(violations),
    };
  }
  return {
    ...type,
    ...(violations.length === 0 ? undefined : toViolationHeaders(violations)),
    ...(session === undefined ? undefined : { 'x-mock-session': session }),
    ...headers,
    ...(preferenceApplied === undefined ? undefined : { 'preference-applied': preferenceApplied }),
    ...(source === 'mock' ? undefined : { 'x-mock-source': source }),
  };
}

/** Returns a reply's headers without those that `toReplyHeaders` adds for violations. */
export function withoutViolationHeaders(headers: ReplyHeaders): ReplyHeaders {
  const names = Object.keys(headers).filter((name) => name !== 'x-contract-violations' && name !== 'sl-violations');
  if (names.length === 1 && headers['content-type'] === JSON_TYPE['content-type']) return JSON_TYPE;
  return Object.fromEntries(names.map((name) => [name, headers[name] ?? '']));
}

export function toViolationHeaders(violations: readonly Violation[]): ReplyHeaders {
  return { 'x-contract-violations': String(violations.length), 'sl-violations': toHeaderJson(violations) };
}

function toHeaderJson(violations: readonly Violation[]): string {
  let text = '';
  for (const violation of violations) {
    const entry = toPrismJson(violation);
    if (text.length + entry.length + 2 > HEADER_BYTES) break;
    text += text === '' ? entry : `,${entry}`;
  }
  return `[${text}]`;
}

/** In ASCII, which is safe in a header, since the message may quote a client's text. */
function toPrismJson({ side, location, rule, message }: Violation): string {
  let path = side === 'request' ? '"request"' : '"response"';
  for (const step of location) path += `,${quoteJsonInAscii(String(step))}`;
  const [code, text] = [quoteJsonInAscii(rule), quoteJsonInAscii(message)];
  return `{"location":[${path}],"severity":"Error","code":${code},"message":${text}}`;
}
