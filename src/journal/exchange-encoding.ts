import type { Exchange } from '../exchange/exchange.ts';
import { toViolationHeaders, withoutViolationHeaders } from '../exchange/reply-headers.ts';
import type { HttpReply } from '../exchange/reply.ts';
import { quoteJson, toPathJson } from '../python/quote-json.ts';
import type { ByteQueue, RecordPlace } from './byte-queue.ts';

/** How much of a body is kept: so many bytes of a request's, so many UTF-16 units of a reply's. */
export const BODY_KEPT: number = 64 * 1024;

/** The memory of an exchange beside its texts, in bytes, as measured. */
const EXCHANGE_COST = 192;

/** An exchange in the journal: the place of its texts, and what is small or there anyhow. */
export interface EncodedExchange extends Pick<
  Exchange,
  'sequence' | 'session' | 'operation' | 'isUnmatched' | 'isUndocumented' | 'override'
> {
  /** The request's body, and a text: the head, and the reply's body unless that is made of items. */
  readonly place: RecordPlace;
  /** The length of the head, in UTF-16 units. */
  readonly headLength: number;
  readonly method: string;
  /** The reply without its body. Most replies share their headers. */
  readonly reply: Pick<Exchange['reply'], 'status' | 'headers' | 'delivery'>;
  /** What the reply's body is made of; undefined if the body is in the text. */
  readonly items: HttpReply['items'];
  readonly microseconds: number;
  /** The memory that it takes beside its place, in bytes. */
  readonly cost: number;
  prism: Exchange['prism'];
}

/** The head of an exchange's text, as JSON. */
type Head = readonly [
  facts: readonly [
    time: number,
    requestTarget: string,
    /** Null if it is the request's. */
    target: string | null,
    requestHeaders: Exchange['request']['headers'],
  ],
  violations: Exchange['violations'],
];

/** Writes an exchange into a queue. A body is cut if it is longer than is kept: one more than is shown tells that there was more. */
export function encodeExchange(queue: ByteQueue, exchange: Exchange): EncodedExchange {
  const { sequence, session, time, ms, request, target, reply, operation, violations } = exchange;
  const facts: Head[0] = [time, request.target, target === request.target ? null : target, request.headers];
  const head = `[${JSON.stringify(facts)},${toViolationsJson(violations)}]`;
  const body = request.body.length <= BODY_KEPT ? request.body : request.body.subarray(0, BODY_KEPT + 1);
  // Of a long list less is kept than its items take.
  const items = reply.status !== null && reply.body.length <= BODY_KEPT ? reply.items : undefined;
  return {
    sequence,
    session,
    place: queue.push(body, items === undefined ? head + reply.body.slice(0, BODY_KEPT + 1) : head),
    headLength: head.length,
    method: request.method,
    reply: toHead(reply, violations.length > 0),
    items,
    microseconds: Math.round(ms * 1000),
    // The items may be nowhere else any more.
    cost:
      EXCHANGE_COST + (items === undefined ? 0 : 2 * reply.body.length) + (reply.headers['sl-violations']?.length ?? 0),
    operation,
    isUnmatched: exchange.isUnmatched,
    isUndocumented: exchange.isUndocumented,
    override: exchange.override,
    prism: undefined,
  };
}

/** Not the reply itself, which would keep its body. The headers that tell of violations are made from those again. */
function toHead(
  { status, headers: sent, delivery }: Exchange['reply'],
  hasViolations: boolean,
): EncodedExchange['reply'] {
  const headers = hasViolations ? withoutViolationHeaders(sent) : sent;
  return delivery === undefined ? { status, headers } : { status, headers, delivery };
}

/** Most exchanges have no violations, and those of a wrong request a few: this takes half the time of `JSON.stringify`. */
function toViolationsJson(violations: Exchange['violations']): string {
  let text = '';
  for (const { side, location, rule, message } of violations) {
    const [place, name, said] = [toPathJson(location), quoteJson(rule), quoteJson(message)];
    text += `${text === '' ? '' : ','}{"side":"${side}","location":${place},"rule":${name},"message":${said}}`;
  }
  return `[${text}]`;
}

const decoder = new TextDecoder();

/** The exchange as it was, bodies cut apart. It stays valid when its place is overwritten. */
export function decodeExchange(encoded: EncodedExchange): Exchange {
  const { sequence, session, place, headLength, operation, prism, items } = encoded;
  const { memory, start, middle, end } = place;
  const text = decoder.decode(memory.subarray(middle, end));
  const [[time, requestTarget, target, headers], violations] = JSON.parse(text.slice(0, headLength)) as Head;
  const { status, headers: ownHeaders, delivery } = encoded.reply;
  const replyHeaders = violations.length === 0 ? ownHeaders : { ...toViolationHeaders(violations), ...ownHeaders };
  const reply = {
    status,
    headers: replyHeaders,
    ...(delivery && { delivery }),
    body: items === undefined ? text.slice(headLength) : JSON.stringify(items),
  };
  return {
    sequence,
    session,
    time,
    ms: encoded.microseconds / 1000,
    request: { method: encoded.method, target: requestTarget, headers, body: memory.slice(start, middle) },
    target: target ?? requestTarget,
    // Status and delivery were taken from one reply, so they belong together.
    reply: reply as Exchange['reply'],
    operation,
    isUnmatched: encoded.isUnmatched,
    violations,
    isUndocumented: encoded.isUndocumented,
    override: encoded.override,
    prism,
  };
}
