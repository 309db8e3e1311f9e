import { HAR_SIZE } from '../budgets.ts';
import type { Har, HarEntry } from '../control/control-types.ts';
import { toOverrideNotes } from '../exchange/applied-override.ts';
import type { Exchange } from '../exchange/exchange.ts';
import { parseQueryString } from '../python/query-string.ts';
import { toExchangeRecord } from './exchange-record.ts';
import { toHarDocument, toHarEntry, UNKNOWN_SIZE } from './har-document.ts';
import type { Journal } from './journal.ts';
import type { Mask } from './mask.ts';

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
  return toHarDocument(
    entries.toReversed(),
    omitted === 0 ? undefined : `the oldest ${omitted} of ${count} exchanges are left out for their size`,
  );
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
  const { body, headers, truncated } = reply;
  return toHarEntry({
    time,
    ms,
    source,
    session: exchange.session,
    method,
    url: `http://${host}${mask.target(exchange.request.target)}`,
    query: parseQueryString(query),
    requestHeaders: request.headers,
    requestSize: exchange.request.body.length,
    sent: request.body === '' ? undefined : { mimeType: request.headers['content-type'] ?? '', text: request.body },
    status: reply.status ?? 0,
    replyHeaders: headers,
    received: { size: truncated ? UNKNOWN_SIZE : new TextEncoder().encode(body).length, text: body },
    notes,
  });
}
