import type { ExchangeFilter, ExchangeRecord } from '../control/control-types.ts';
import { toShown } from '../exchange/explain-json.ts';
import { IncomingRequest } from '../exchange/incoming-request.ts';
import { toPathAndQuery } from '../exchange/path-and-query.ts';
import type { RequestSubject } from '../exchange/request-pattern.ts';
import { explainMismatch, REQUEST_CRITERIA } from '../exchange/request-pattern.ts';
import { MASK } from '../journal/mask.ts';
import { parseQueryString } from '../python/query-string.ts';
import type { SessionControl } from '../sessions/session-control.ts';

/** Which request a session should have received. Omitted criteria match every request; the body may hold asymmetric matchers. */
export type ReceivedRequest = Omit<ExchangeFilter, 'limit'>;

const CRITERIA: readonly string[] = [...REQUEST_CRITERIA, 'status', 'valid', 'since'];

/**
 * Refuses an unknown criterion: it would match every request, and the test would prove nothing.
 *
 * @throws {TypeError}
 */
export function checkExpected(expected: ReceivedRequest): void {
  const unknown = Object.keys(expected).find((name) => !CRITERIA.includes(name));
  if (unknown === undefined) return;
  throw new TypeError(
    `toHaveReceived has no criterion ${JSON.stringify(unknown)}. The criteria are ${CRITERIA.join(', ')}.`,
  );
}

/** Returns the requests that match. Asymmetric matchers are evaluated here, since they cannot be serialized. */
export async function findReceived(
  session: SessionControl,
  { body, ...filter }: ReceivedRequest,
): Promise<ExchangeRecord[]> {
  const found = await session.requests(filter);
  return body === undefined ? found : found.filter((record) => explainBody(record, body).length === 0);
}

/** How many requests a report lists. */
const LISTED = 10;

/** Returns what a session received instead of a request: each request with the reasons why it does not match, the nearest first. */
export async function toMissingReport(session: SessionControl, expected: ReceivedRequest): Promise<string> {
  const records = await session.requests();
  const heading = `The session ${JSON.stringify(session.name)} did not receive this request:\n  ${toText(expected)}\n`;
  if (records.length === 0) return `${heading}It received no request at all. Is the client's base URL the session's?`;

  const explained = records.map((record) => ({ record, reasons: explain(record, expected) }));
  const nearest = explained.toSorted((a, b) => a.reasons.length - b.reasons.length).slice(0, LISTED);
  const lines = nearest.map(({ record, reasons }) => `  ${toLine(record)}: ${reasons.join('; ')}`);
  const rest = records.length > LISTED ? [`  and ${records.length - LISTED} more`] : [];
  const count = records.length === 1 ? 'one request' : `${records.length} requests, the nearest first`;
  return [`${heading}It received ${count}:`, ...lines, ...rest].join('\n');
}

/** Returns a report of the requests that match although none should. */
export function toUnwantedReport(
  session: SessionControl,
  expected: ReceivedRequest,
  found: readonly ExchangeRecord[],
): string {
  const lines = found
    .slice(0, LISTED)
    .map((record) => `  ${toLine(record)}${record.request.body === '' ? '' : ` ${toCut(record.request.body)}`}`);
  const rest = found.length > LISTED ? [`  and ${found.length - LISTED} more`] : [];
  const count = found.length === 1 ? 'once' : `${found.length} times`;
  return [
    `The session ${JSON.stringify(session.name)} received this request ${count}:\n  ${toText(expected)}\nIt was:`,
    ...lines,
    ...rest,
  ].join('\n');
}

function explain(record: ExchangeRecord, expected: ReceivedRequest): string[] {
  const { body, status, valid, since, headers, query, ...pattern } = expected;
  const { reply, violations, time } = record;
  const reasons = [
    ...explainMismatch(
      { ...pattern, headers: pickKnownHeaders(record, headers), query: pickKnownMembers(record, query) },
      toSubject(record),
    ),
    ...(status === undefined || status === reply.status ? [] : [`the status is ${reply.status ?? 'missing'}`]),
    ...(since === undefined || Date.parse(since) <= Date.parse(time) ? [] : [`it came at ${time}`]),
    ...(valid === undefined || valid === (violations.length === 0) ? [] : [explainVerdict(record)]),
    ...(body === undefined ? [] : explainBody(record, body)),
  ];
  // The operation and the method may yield the same reason.
  return [...new Set(reasons)];
}

/** The headers of a pattern whose values the journal shows: it masks credentials. */
function pickKnownHeaders(
  { request }: ExchangeRecord,
  headers: ReceivedRequest['headers'] = {},
): NonNullable<ReceivedRequest['headers']> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => request.headers[name.toLowerCase()] !== MASK));
}

/** The query parameters of a pattern whose values the journal shows. */
function pickKnownMembers(
  record: ExchangeRecord,
  query: ReceivedRequest['query'] = {},
): NonNullable<ReceivedRequest['query']> {
  const masked = new Set(parseQueryString(record.query).flatMap(([name, value]) => (value === MASK ? [name] : [])));
  return Object.fromEntries(Object.entries(query).filter(([name]) => !masked.has(name)));
}

function toSubject({ method, path, query, operation, request }: ExchangeRecord): RequestSubject {
  const target = toPathAndQuery(path.replaceAll(/[%?#]/g, encodeURIComponent), query);
  const body = new TextEncoder().encode(request.body);
  return { request: new IncomingRequest(method, target, request.headers, body), operation: operation ?? undefined };
}

function explainVerdict({ violations }: ExchangeRecord): string {
  if (violations.length === 0) return 'it is valid';
  return `it breaks the contract: ${violations.map(({ message }) => message).join(', ')}`;
}

function explainBody(record: ExchangeRecord, pattern: unknown): readonly string[] {
  if (record.request.truncated) return ['the body is longer than the journal keeps'];
  return explainMismatch({ body: pattern }, toSubject(record));
}

function toLine({ method, path, query, reply }: ExchangeRecord): string {
  return `${method} ${toCut(toPathAndQuery(path, query))} ${reply.status ?? 'no reply'}`;
}

function toText(expected: ReceivedRequest): string {
  const criteria = Object.entries(expected).filter(([, value]) => value !== undefined);
  return criteria.length === 0 ? 'any' : criteria.map(([name, value]) => `${name} ${toShown(value)}`).join(', ');
}

/** How much of a client's input a report shows, in characters. */
const SHOWN = 160;

function toCut(text: string): string {
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}
