import type { ExchangeRecord } from '../control/control-types.ts';
import { MASK } from '../journal/mask.ts';
import { hasTextType } from '../stubs/text-body.ts';

/** What the journal does not have of an exchange as it was. */
export interface RecordGaps {
  /** Why the body of the request is not what was sent; undefined if it is. */
  readonly request: string | undefined;
  /** Why a stub cannot answer with the body of the reply; undefined if one can. */
  readonly reply: string | undefined;
  /** The names of headers and query members whose values are masked. */
  readonly secrets: readonly string[];
}

export function findGaps(record: ExchangeRecord): RecordGaps {
  const { request, query } = record;
  const headers = Object.entries(request.headers).flatMap(([name, value]) => (value === MASK ? [name] : []));
  const members = [...new URLSearchParams(query)].flatMap(([name, value]) => (value === MASK ? [name] : []));
  return {
    request: findChange(request),
    reply: findReplyGap(record),
    secrets: [...headers, ...members],
  };
}

function findReplyGap({ method, reply }: ExchangeRecord): string | undefined {
  if (hasTextType(reply.headers)) {
    // These replies have the length of a body that is not sent.
    return method === 'HEAD' || reply.status === 304 ? undefined : findChange(reply);
  }
  if (reply.truncated) return CUT;
  return reply.body === '' || isJson(reply.body) ? undefined : 'is not JSON, and its content-type names no other type';
}

const CUT = 'is longer than the 64 KiB that the journal keeps';

/** A request or a reply. */
type Message = Pick<ExchangeRecord['reply'], 'headers' | 'body' | 'truncated'>;

/** Says why a body is not what was sent; undefined if it is. */
function findChange(message: Message): string | undefined {
  if (message.truncated) return CUT;
  return isDecodedExactly(message) ? undefined : 'is not UTF-8 text without a byte order mark';
}

/** Returns whether a body is what was sent. The journal decodes it as UTF-8, which replaces other bytes and drops a byte order mark. */
function isDecodedExactly({ headers, body }: Message): boolean {
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
