import type { Har, HarEntry, HarPair } from '../control/control-types.ts';
import { VERSION } from '../version.ts';
import type { SeenBody, SeenExchange } from './seen-exchange.ts';

/** HAR's value for a size that is not known. */
const UNKNOWN = -1;

/**
 * Returns what was seen as an HTTP Archive 1.2 document.
 *
 * @param baseUrl the address of the server, without a trailing slash
 * @param comment what the archive does not have
 */
export function toRecordedHar(seen: readonly SeenExchange[], baseUrl: string, comment: string): Har {
  return {
    log: {
      version: '1.2',
      creator: { name: 'agentex-tracker-mock', version: VERSION },
      entries: seen.map((exchange) => toEntry(exchange, baseUrl)),
      ...(comment !== '' && { comment }),
    },
  };
}

function toEntry(
  { time, ms, source, method, path, query, request, reply, notes }: SeenExchange,
  baseUrl: string,
): HarEntry {
  const comments = [...toOmission('request', request), ...toOmission('reply', reply), ...notes];
  const sent = toText(request);
  const received = toText(reply);
  return {
    startedDateTime: time,
    time: ms,
    request: {
      method,
      url: `${baseUrl}${path}${query.length === 0 ? '' : `?${String(new URLSearchParams(query.map(([...pair]) => pair)))}`}`,
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: [],
      queryString: toPairs(query),
      headersSize: UNKNOWN,
      bodySize: UNKNOWN,
      ...(sent !== undefined && { postData: { mimeType: 'application/json', text: sent } }),
    },
    response: {
      status: reply.status,
      statusText: '',
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: toPairs(Object.entries(reply.headers)),
      content: {
        size: reply.omitted === undefined ? new TextEncoder().encode(received).length : UNKNOWN,
        mimeType: reply.headers['content-type'] ?? 'x-unknown',
        text: received ?? '',
      },
      redirectURL: reply.headers['location'] ?? '',
      headersSize: UNKNOWN,
      bodySize: UNKNOWN,
    },
    cache: {},
    timings: { send: 0, wait: ms, receive: 0 },
    _source: source,
    ...(comments.length > 0 && { comment: comments.join('; ') }),
  };
}

function toText({ json }: SeenBody): string | undefined {
  return json === undefined ? undefined : JSON.stringify(json);
}

function toOmission(side: string, { omitted }: SeenBody): string[] {
  return omitted === undefined ? [] : [`the body of the ${side} is left out: it ${omitted}`];
}

function toPairs(pairs: Iterable<readonly [string, string]>): HarPair[] {
  return [...pairs].map(([name, value]) => ({ name, value }));
}
