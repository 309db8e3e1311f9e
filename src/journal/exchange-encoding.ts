import type { Exchange } from '../exchange/exchange.ts';
import { toViolationHeaders } from '../exchange/reply-headers.ts';
import type { ReplyHeaders } from '../exchange/reply.ts';
import { quoteJson, toPathJson } from '../python/quote-json.ts';
import type { ByteQueue, RecordPlace } from './byte-queue.ts';

/** How much of a body is kept: so many bytes of a request's, so many UTF-16 units of a reply's. */
export const BODY_KEPT: number = 64 * 1024;

/** The memory of an exchange beside its place in the queue, in bytes, as measured. */
export const EXCHANGE_COST = 192;

/** An exchange in the journal: the place of its texts, and what is small or there anyhow. */
export interface EncodedExchange extends Pick<
  Exchange,
  'sequence' | 'session' | 'operation' | 'isUnmatched' | 'isUndocumented' | 'override'
> {
  /** The request's body, and a text: the head and the reply's body. */
  readonly place: RecordPlace;
  /** The length of the head, in UTF-16 units. */
  readonly headLength: number;
  readonly method: string;
  readonly status: Exchange['reply']['status'];
  readonly delivery: Exchange['reply']['delivery'];
  readonly microseconds: number;
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
    /** Without those that tell of violations. */
    replyHeaders: ReplyHeaders,
  ],
  violations: Exchange['violations'],
];

/** Writes an exchange into a queue. A body is cut if it is longer than is kept: one more than is shown tells that there was more. */
export function encodeExchange(queue: ByteQueue, exchange: Exchange): EncodedExchange {
  const { sequence, session, time, ms, request, target, reply, operation, violations } = exchange;
  const facts: Head[0] = [
    time,
    request.target,
    target === request.target ? null : target,
    request.headers,
    violations.length === 0 ? reply.headers : withoutViolations(reply.headers),
  ];
  const head = `[${JSON.stringify(facts)},${toViolationsJson(violations)}]`;
  const body = request.body.length <= BODY_KEPT ? request.body : request.body.subarray(0, BODY_KEPT + 1);
  return {
    sequence,
    session,
    place: queue.push(body, head + reply.body.slice(0, BODY_KEPT + 1)),
    headLength: head.length,
    method: request.method,
    status: reply.status,
    delivery: reply.delivery,
    microseconds: Math.round(ms * 1000),
    operation,
    isUnmatched: exchange.isUnmatched,
    isUndocumented: exchange.isUndocumented,
    override: exchange.override,
    prism: undefined,
  };
}

/** The two headers are made from the violations again. */
function withoutViolations(headers: ReplyHeaders): ReplyHeaders {
  const { 'x-contract-violations': _, 'sl-violations': __, ...others } = headers;
  return others;
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
  const { sequence, session, place, headLength, operation, prism, status, delivery } = encoded;
  const { memory, start, middle, end } = place;
  const text = decoder.decode(memory.subarray(middle, end));
  const [[time, requestTarget, target, headers, replyHeaders], violations] = JSON.parse(
    text.slice(0, headLength),
  ) as Head;
  const allHeaders = violations.length === 0 ? replyHeaders : { ...toViolationHeaders(violations), ...replyHeaders };
  const reply = { status, headers: allHeaders, body: text.slice(headLength), ...(delivery && { delivery }) };
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
