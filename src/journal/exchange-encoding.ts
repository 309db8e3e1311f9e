import type { Exchange } from '../exchange/exchange.ts';
import { withViolationHeaders } from '../exchange/violation-headers.ts';
import { quoteJson, toPathJson } from '../python/quote-json.ts';
import type { ByteQueue, RecordPlace } from './byte-queue.ts';

/** How much of a body is kept: so many bytes of a request's, so many UTF-16 units of a reply's. */
export const BODY_KEPT: number = 64 * 1024;

/** What an exchange takes beside its place, in bytes. Measured roughly. */
const EXCHANGE_COST = 192;

/** An exchange that was written down: where its texts are, and what of it is small or there anyhow. */
export interface KeptExchange
  extends
    Pick<Exchange, 'sequence' | 'session' | 'operation' | 'isUnmatched' | 'isUndocumented' | 'stubbed'>,
    ReplySource {
  /** The request's body, and a text: the head and the reply's body. */
  readonly place: RecordPlace;
  /** How long the head is, in UTF-16 units. */
  readonly headLength: number;
  readonly method: string;
  readonly status: number;
  readonly microseconds: number;
  /** About how much it takes beside its place, in bytes. */
  readonly cost: number;
  prism: Exchange['prism'];
}

/** What a reply is made from, which takes less than the reply. */
export interface ReplySource {
  /** Its headers without those that tell of violations. */
  readonly ownHeaders: Exchange['reply']['headers'];
  /** Writes its body again, where that is better done when somebody asks than kept. */
  readonly rewrite: (() => string) | undefined;
}

/** The head of an exchange's text, as JSON. */
type Head = readonly [
  facts: readonly [
    time: number,
    requestTarget: string,
    /** Null where it is the request's. */
    target: string | null,
    requestHeaders: Exchange['request']['headers'],
  ],
  violations: Exchange['violations'],
];

/** Writes an exchange into a queue. A body is cut where it is longer than is kept: one byte more than is shown tells that there was more. */
export function encodeExchange(
  queue: ByteQueue,
  exchange: Exchange,
  { ownHeaders, rewrite }: ReplySource,
): KeptExchange {
  const { sequence, session, time, ms, request, target, reply, operation, violations } = exchange;
  const facts: Head[0] = [time, request.target, target === request.target ? null : target, request.headers];
  const head = `[${JSON.stringify(facts)},${toViolationsJson(violations)}]`;
  const body = request.body.length <= BODY_KEPT ? request.body : request.body.subarray(0, BODY_KEPT + 1);
  // What a long text is made from would take more than what is kept of it.
  const isRewritten = rewrite !== undefined && reply.body.length <= BODY_KEPT;
  const text = isRewritten ? head : head + reply.body.slice(0, BODY_KEPT + 1);
  return {
    sequence,
    session,
    place: queue.push(body, text),
    headLength: head.length,
    method: request.method,
    status: reply.status,
    microseconds: Math.round(ms * 1000),
    // What it is made from may be there no longer but for this.
    cost: EXCHANGE_COST + (isRewritten ? 2 * reply.body.length : 0),
    ownHeaders,
    rewrite: isRewritten ? rewrite : undefined,
    operation,
    isUnmatched: exchange.isUnmatched,
    isUndocumented: exchange.isUndocumented,
    stubbed: exchange.stubbed,
    prism: undefined,
  };
}

/** Most exchanges have none, and those of a wrong request a few: this takes half the time of `JSON.stringify`. */
function toViolationsJson(violations: Exchange['violations']): string {
  let text = '';
  for (const { side, location, rule, message } of violations) {
    const [place, name, said] = [toPathJson(location), quoteJson(rule), quoteJson(message)];
    text += `${text === '' ? '' : ','}{"side":"${side}","location":${place},"rule":${name},"message":${said}}`;
  }
  return `[${text}]`;
}

const decoder = new TextDecoder();

/** The exchange as it was, bodies cut apart. It stays so when its place is written over. */
export function toExchange(kept: KeptExchange): Exchange {
  const { sequence, session, place, headLength, operation, rewrite, prism } = kept;
  const { memory, start, middle, end } = place;
  const text = decoder.decode(memory.subarray(middle, end));
  const [[time, requestTarget, target, headers], violations] = JSON.parse(text.slice(0, headLength)) as Head;
  return {
    sequence,
    session,
    time,
    ms: kept.microseconds / 1000,
    request: { method: kept.method, target: requestTarget, headers, body: memory.slice(start, middle) },
    target: target ?? requestTarget,
    reply: {
      status: kept.status,
      headers: withViolationHeaders(kept.ownHeaders, violations),
      get body() {
        return rewrite === undefined ? text.slice(headLength) : rewrite();
      },
    },
    operation,
    isUnmatched: kept.isUnmatched,
    violations,
    isUndocumented: kept.isUndocumented,
    stubbed: kept.stubbed,
    prism,
  };
}
