import { HAR_SIZE } from '../budgets.ts';
import type { Har, HarContent, HarEntry, HarPair, MessageRecord } from '../control/control-types.ts';
import { toOverrideNotes } from '../exchange/applied-override.ts';
import type { Exchange } from '../exchange/exchange.ts';
import { parseQueryString } from '../python/query-string.ts';
import { VERSION } from '../version.ts';
import { toExchangeRecord } from './exchange-record.ts';
import type { Journal } from './journal.ts';
import type { Mask } from './mask.ts';

/** HAR's value for a size that is not known. */
const UNKNOWN = -1;

/** How many characters are converted at once. Then other requests have their turn. */
const PART = 2 ** 20;

/** Taken when the module is loaded: a test may fake the timers later. */
const wait = globalThis.setTimeout;

/** Returns a journal as an HTTP Archive 1.2 document. If it is large, the oldest exchanges are left out, and the comment says so. */
export async function toHar(journal: Journal, mask: Mask): Promise<Har> {
  const { size: count } = journal;
  const entries: HarEntry[] = [];
  let size = 0;
  let part = PART;
  for (const exchange of journal.newestFirst()) {
    const entry = toEntry(exchange, mask);
    size += JSON.stringify(entry).length;
    if (size > HAR_SIZE) break;
    entries.push(entry);
    if (size < part) continue;
    part = size + PART;
    await new Promise<void>((resolve) => void wait(resolve, 0));
  }
  const omitted = count - entries.length;
  return {
    log: {
      version: '1.2',
      creator: { name: 'agentex-tracker-mock', version: VERSION },
      entries: entries.toReversed(),
      ...(omitted === 0 ? {} : { comment: `the oldest ${omitted} of ${count} exchanges are left out for their size` }),
    },
  };
}

function toEntry(exchange: Exchange, mask: Mask): HarEntry {
  const { request, reply, time, ms, method, query, source, override, violations, allowed } = toExchangeRecord(
    exchange,
    mask,
  );
  const host = request.headers['host'] ?? 'mock.invalid';
  const notes = [
    ...(override === null ? [] : toOverrideNotes(override)),
    ...violations.map(
      ({ side, location, message }) => `${allowed ? 'allowed: ' : ''}${side} ${location.join('.')}: ${message}`,
    ),
  ];
  return {
    startedDateTime: time,
    time: ms,
    request: {
      method,
      url: `http://${host}${mask.target(exchange.request.target)}`,
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: toPairs(request.headers),
      queryString: parseQueryString(query).map(([name, value]) => ({ name, value })),
      headersSize: UNKNOWN,
      bodySize: exchange.request.body.length,
      ...(request.body === ''
        ? {}
        : { postData: { mimeType: request.headers['content-type'] ?? '', text: request.body } }),
    },
    response: {
      // HAR has 0 for a reply that did not come.
      status: reply.status ?? 0,
      statusText: '',
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: toPairs(reply.headers),
      content: toContent(reply),
      redirectURL: reply.headers['location'] ?? '',
      headersSize: UNKNOWN,
      bodySize: UNKNOWN,
    },
    cache: {},
    timings: { send: 0, wait: ms, receive: 0 },
    _source: source,
    ...(notes.length === 0 ? {} : { comment: notes.join('; ') }),
  };
}

function toPairs(headers: Readonly<Record<string, string>>): HarPair[] {
  return Object.entries(headers).map(([name, value]) => ({ name, value }));
}

function toContent({ headers, body, truncated }: MessageRecord): HarContent {
  const size = truncated ? UNKNOWN : new TextEncoder().encode(body).length;
  return { size, mimeType: headers['content-type'] ?? 'x-unknown', text: body };
}
