import type { ExchangeRecord } from '../control/control-types.ts';
import { MASK } from './mask.ts';

/** What the journal does not have of an exchange as it was. */
export interface RecordGaps {
  /** Why the body of the request is not what was sent; undefined if it is. */
  readonly request: string | undefined;
  /** Why a stub cannot answer with the body of the reply; undefined if one can. */
  readonly reply: string | undefined;
  /** The names of headers and query members whose values are masked. */
  readonly secrets: readonly string[];
}

export function findGaps({ request, reply, query }: ExchangeRecord): RecordGaps {
  const headers = Object.entries(request.headers).flatMap(([name, value]) => (value === MASK ? [name] : []));
  const members = [...new URLSearchParams(query)].flatMap(([name, value]) => (value === MASK ? [name] : []));
  return {
    request: request.truncated
      ? CUT
      : isDecodedExactly(request)
        ? undefined
        : 'is not UTF-8 text without a byte order mark',
    reply: reply.truncated
      ? CUT
      : reply.body === '' || isJson(reply.body)
        ? undefined
        : 'is not JSON, as that of a stub must be',
    secrets: [...headers, ...members],
  };
}

const CUT = 'is longer than the 64 KiB that the journal keeps';

/** Returns whether a body is what was sent. The journal decodes it as UTF-8, which replaces other bytes and drops a byte order mark. */
function isDecodedExactly({ headers, body }: ExchangeRecord['request']): boolean {
  if (body.includes('\uFFFD')) return false;
  const length = headers['content-length'];
  return length === undefined || Number(length) === new TextEncoder().encode(body).length;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
