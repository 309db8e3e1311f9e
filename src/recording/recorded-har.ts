import type { Har, HarEntry } from '../control/control-types.ts';
import { toHarDocument, toHarEntry, UNKNOWN_SIZE } from '../journal/har-document.ts';
import type { SeenBody, SeenExchange } from './seen-exchange.ts';

/**
 * Returns what was seen as an HTTP Archive 1.2 document.
 *
 * @param baseUrl the address of the server, without a trailing slash
 * @param comment what the archive does not have
 */
export function toRecordedHar(seen: readonly SeenExchange[], baseUrl: string, comment: string): Har {
  const entries = seen.map((exchange) => toEntry(exchange, baseUrl));
  return toHarDocument(entries, comment === '' ? undefined : comment);
}

function toEntry(
  { time, ms, source, session, method, path, query, request, reply, notes }: SeenExchange,
  baseUrl: string,
): HarEntry {
  const sent = toText(request);
  const received = toText(reply);
  const search = query.length === 0 ? '' : `?${String(new URLSearchParams(query.map(([...pair]) => pair)))}`;
  return toHarEntry({
    time,
    ms,
    source,
    session,
    method,
    url: `${baseUrl}${path}${search}`,
    query,
    // They may have secrets.
    requestHeaders: {},
    requestSize: UNKNOWN_SIZE,
    sent: sent === undefined ? undefined : { mimeType: 'application/json', text: sent },
    status: reply.status,
    replyHeaders: reply.headers,
    received: {
      size: reply.omitted === undefined ? new TextEncoder().encode(received).length : UNKNOWN_SIZE,
      text: received ?? '',
    },
    notes: [...toOmission('request', request), ...toOmission('reply', reply), ...notes],
  });
}

function toText({ json }: SeenBody): string | undefined {
  return json === undefined ? undefined : JSON.stringify(json);
}

function toOmission(side: string, { omitted }: SeenBody): string[] {
  return omitted === undefined ? [] : [`the body of the ${side} is left out: it ${omitted}`];
}
