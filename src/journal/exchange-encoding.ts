import type { Exchange } from '../exchange/exchange.ts';
import { toViolationHeaders, withoutViolationHeaders } from '../exchange/reply-headers.ts';
import type { HttpReply } from '../exchange/reply.ts';
import { quoteJson, toPathJson } from '../python/quote-json.ts';
import type { ByteQueue, RecordPlace } from './byte-queue.ts';

/** How much of a body is kept: bytes of a request's body, UTF-16 units of a reply's. */
export const BODY_KEPT: number = 64 * 1024;

/** The measured memory of an exchange without its texts, in bytes. */
const EXCHANGE_COST = 192;

/** What a header takes in addition to its characters, in bytes. */
const HEADER_COST = 64;

/** An exchange in the journal: the place of its texts, and values that are small or shared. */
export interface EncodedExchange extends Pick<
  Exchange,
  'sequence' | 'session' | 'operation' | 'isUnmatched' | 'isAllowed' | 'isUndocumented' | 'source' | 'override'
> {
  /** The request's body as bytes; as text the head, and the reply's body unless it consists of items. */
  readonly place: RecordPlace;
  /** The length of the head, in UTF-16 units. */
  readonly headLength: number;
  readonly method: string;
  /** The reply without its body. Most replies share their headers. */
  readonly reply: Pick<Exchange['reply'], 'status' | 'headers' | 'delivery'>;
  /** The items of the reply's body, or undefined if the body is in the text. */
  readonly items: HttpReply['items'];
  readonly microseconds: number;
  /** The memory that it takes in addition to its place, in bytes. */
  readonly cost: number;
  prism: Exchange['prism'];
}

/** The head of an exchange's text, as JSON. */
type Head = readonly [
  facts: readonly [
    time: number,
    requestTarget: string,
    /** Null if it equals the request's. */
    target: string | null,
    requestHeaders: Exchange['request']['headers'],
  ],
  violations: Exchange['violations'],
];

/** Writes an exchange into a queue. A body is cut to one more than `BODY_KEPT`, which shows that it was longer. */
export function encodeExchange(queue: ByteQueue, exchange: Exchange): EncodedExchange {
  const { sequence, session, time, ms, request, target, reply, operation, violations } = exchange;
  const facts: Head[0] = [time, request.target, target === request.target ? null : target, request.headers];
  const head = `[${JSON.stringify(facts)},${toViolationsJson(violations)}]`;
  const body = request.body.length <= BODY_KEPT ? request.body : request.body.subarray(0, BODY_KEPT + 1);
  // A long list is cut, which takes less memory than its items.
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
    // The journal may be the only one that still refers to the items.
    cost:
      EXCHANGE_COST +
      (items === undefined ? 0 : 2 * reply.body.length) +
      (reply.headers['sl-violations']?.length ?? 0) +
      (exchange.source === 'upstream' ? toHeadersCost(reply.headers) : 0),
    operation,
    isUnmatched: exchange.isUnmatched,
    isAllowed: exchange.isAllowed,
    isUndocumented: exchange.isUndocumented,
    source: exchange.source,
    override: exchange.override,
    prism: undefined,
  };
}

/** Only the headers of another server differ from reply to reply, and may be large. */
function toHeadersCost(headers: Exchange['reply']['headers']): number {
  let cost = 0;
  for (const [name, value] of Object.entries(headers)) cost += HEADER_COST + 2 * (name.length + value.length);
  return cost;
}

/** Returns the reply without its body, and without the violation headers, which are derived from the violations again. */
function toHead(
  { status, headers: sent, delivery }: Exchange['reply'],
  hasViolations: boolean,
): EncodedExchange['reply'] {
  const headers = hasViolations ? withoutViolationHeaders(sent) : sent;
  return delivery === undefined ? { status, headers } : { status, headers, delivery };
}

/** Takes half the time of `JSON.stringify`, since there are mostly no violations, or few. */
function toViolationsJson(violations: Exchange['violations']): string {
  let text = '';
  for (const { side, location, rule, message } of violations) {
    const [path, name, sentence] = [toPathJson(location), quoteJson(rule), quoteJson(message)];
    text += `${text === '' ? '' : ','}{"side":"${side}","location":${path},"rule":${name},"message":${sentence}}`;
  }
  return `[${text}]`;
}

const decoder = new TextDecoder();

/** Returns the exchange, except that bodies may be cut. It stays valid when its place is overwritten. */
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
    // Status and delivery come from one reply, so they fit together.
    reply: reply as Exchange['reply'],
    operation,
    isUnmatched: encoded.isUnmatched,
    violations,
    isAllowed: encoded.isAllowed,
    isUndocumented: encoded.isUndocumented,
    source: encoded.source,
    override: encoded.override,
    prism,
  };
}
