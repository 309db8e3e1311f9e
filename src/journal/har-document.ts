import type { Har, HarContent, HarEntry, HarPair, HarPostData, ReplySource } from '../control/control-types.ts';
import { VERSION } from '../version.ts';

/** HAR's value for a size that is not known. */
export const UNKNOWN_SIZE = -1;

/** What an entry says of an exchange; the rest of it is the same for all. */
export interface HarFacts {
  readonly time: string;
  /** In milliseconds. */
  readonly ms: number;
  readonly source: ReplySource;
  readonly session: string;
  readonly method: string;
  readonly url: string;
  readonly query: Iterable<readonly [name: string, value: string]>;
  readonly requestHeaders: Readonly<Record<string, string>>;
  /** In bytes. */
  readonly requestSize: number;
  readonly sent: HarPostData | undefined;
  /** 0 for a reply that did not come. */
  readonly status: number;
  readonly replyHeaders: Readonly<Record<string, string>>;
  readonly received: Omit<HarContent, 'mimeType'>;
  readonly notes: readonly string[];
}

/** Returns an HTTP Archive 1.2 document. */
export function toHarDocument(entries: readonly HarEntry[], comment: string | undefined): Har {
  const creator = { name: 'agentex-tracker-mock', version: VERSION };
  return { log: { version: '1.2', creator, entries, ...(comment !== undefined && { comment }) } };
}

export function toHarEntry(facts: HarFacts): HarEntry {
  const { ms, replyHeaders, notes } = facts;
  return {
    startedDateTime: facts.time,
    time: ms,
    request: {
      method: facts.method,
      url: facts.url,
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: toPairs(Object.entries(facts.requestHeaders)),
      queryString: toPairs(facts.query),
      headersSize: UNKNOWN_SIZE,
      bodySize: facts.requestSize,
      ...(facts.sent !== undefined && { postData: facts.sent }),
    },
    response: {
      status: facts.status,
      statusText: '',
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: toPairs(Object.entries(replyHeaders)),
      content: { mimeType: replyHeaders['content-type'] ?? 'x-unknown', ...facts.received },
      redirectURL: replyHeaders['location'] ?? '',
      headersSize: UNKNOWN_SIZE,
      bodySize: UNKNOWN_SIZE,
    },
    cache: {},
    timings: { send: 0, wait: ms, receive: 0 },
    _source: facts.source,
    _session: facts.session,
    ...(notes.length > 0 && { comment: notes.join('; ') }),
  };
}

function toPairs(pairs: Iterable<readonly [string, string]>): HarPair[] {
  return Array.from(pairs, ([name, value]) => ({ name, value }));
}
