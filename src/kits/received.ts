import type { ExchangeFilter, ExchangeRecord } from '../journal/exchange-record.ts';
import { parsePythonJson } from '../python/json.ts';
import type { SessionControl } from '../sessions/session-control.ts';
import { explainBody, toShown } from './explain-body.ts';

/** Which request a session is to have received. What is left out fits any; the body may hold asymmetric matchers. */
export type ReceivedRequest = Omit<ExchangeFilter, 'limit'>;

const CONDITIONS = ['operation', 'method', 'path', 'status', 'valid', 'since'] as const;
type Condition = (typeof CONDITIONS)[number];

/**
 * Refuses a condition that there is none of: it would fit any request, and the test would prove nothing.
 *
 * @throws {TypeError}
 */
export function checkExpected(expected: ReceivedRequest): void {
  const known: readonly string[] = [...CONDITIONS, 'body'];
  const unknown = Object.keys(expected).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new TypeError(`toHaveReceived has no condition ${JSON.stringify(unknown)}. It has ${known.join(', ')}.`);
}

/** The requests that fit. */
export async function findReceived(
  session: SessionControl,
  { body, ...filter }: ReceivedRequest,
): Promise<ExchangeRecord[]> {
  const found = await session.find(filter);
  return body === undefined ? found : found.filter((record) => explainRecordedBody(record, body).length === 0);
}

/** How many requests a report lists. */
const LISTED = 10;

/** What a session received in place of a request: each with why it does not fit, the one that misses least first. */
export async function toMissingReport(session: SessionControl, expected: ReceivedRequest): Promise<string> {
  const records = await session.requests();
  const heading = `The session ${JSON.stringify(session.name)} did not receive this request:\n  ${toText(expected)}\n`;
  if (records.length === 0) return `${heading}It received no request at all. Is the client's base URL the session's?`;

  const fitting = await findFitting(session, expected);
  const explained = records.map((record) => ({ record, reasons: explain(record, expected, fitting) }));
  const nearest = explained.toSorted((a, b) => a.reasons.length - b.reasons.length).slice(0, LISTED);
  const lines = nearest.map(({ record, reasons }) => `  ${toLine(record)}: ${reasons.join('; ')}`);
  const rest = records.length > LISTED ? [`  and ${records.length - LISTED} more`] : [];
  const count = records.length === 1 ? 'one request' : `${records.length} requests, the nearest first`;
  return [`${heading}It received ${count}:`, ...lines, ...rest].join('\n');
}

/** The requests that fit, where there should be none. */
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

type Fitting = readonly { readonly condition: Condition; readonly ids: ReadonlySet<string> }[];

/** For each condition alone the ids of the requests that meet it. The journal decides, so that a reason never differs from the verdict. */
function findFitting(session: SessionControl, expected: ReceivedRequest): Promise<Fitting> {
  const conditions = CONDITIONS.filter((condition) => expected[condition] !== undefined);
  return Promise.all(
    conditions.map(async (condition) => {
      const records = await session.find({ [condition]: expected[condition] });
      return { condition, ids: new Set(records.map(({ id }) => id)) };
    }),
  );
}

function explain(record: ExchangeRecord, expected: ReceivedRequest, fitting: Fitting): string[] {
  const unmet = fitting.filter(({ ids }) => !ids.has(record.id));
  const reasons = unmet.map(({ condition }) => toReason(condition, record, expected));
  return expected.body === undefined ? reasons : [...reasons, ...explainRecordedBody(record, expected.body)];
}

function toReason(condition: Condition, record: ExchangeRecord, expected: ReceivedRequest): string {
  switch (condition) {
    case 'operation':
      return record.operation === null ? 'it is no operation of the contract' : `the operation is ${record.operation}`;
    case 'method':
      return `the method is ${record.method}`;
    case 'path':
      return `the path is not ${expected.path ?? ''}`;
    case 'status':
      return `the status is ${record.reply.status}`;
    case 'since':
      return `it came at ${record.time}`;
    case 'valid':
      return record.violations.length === 0
        ? 'it keeps the contract'
        : `it breaks the contract: ${record.violations.map(({ message }) => message).join(', ')}`;
  }
}

function explainRecordedBody({ request }: ExchangeRecord, pattern: unknown): string[] {
  if (request.body === '') return ['the body is empty'];
  if (request.truncated) return ['the body is longer than the journal keeps'];
  // As the API reads it: NaN is a number there.
  const json = parsePythonJson(new TextEncoder().encode(request.body));
  return json.ok
    ? explainBody(json.value, pattern, 'body')
    : [`the body is not JSON (${toCut(JSON.stringify(request.body))})`];
}

function toLine({ method, path, reply }: ExchangeRecord): string {
  return `${method} ${toCut(path)} ${reply.status}`;
}

function toText(expected: ReceivedRequest): string {
  const conditions = Object.entries(expected).filter(([, value]) => value !== undefined);
  return conditions.length === 0 ? 'any' : conditions.map(([name, value]) => `${name} ${toShown(value)}`).join(', ');
}

/** How much of a client's text a report shows, in characters. */
const SHOWN = 160;

function toCut(text: string): string {
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}
