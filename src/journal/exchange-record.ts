import { toOperationName } from '../contract/operation.ts';
import type { ExchangeRecord } from '../control/control-types.ts';
import type { Exchange } from '../exchange/exchange.ts';
import { IncomingRequest } from '../exchange/incoming-request.ts';
import { toTimestamp } from '../trackers/timestamp.ts';
import { BODY_KEPT } from './exchange-encoding.ts';
import { explainRequest } from './explain-request.ts';
import type { Mask } from './mask.ts';

/** Converts an exchange for a test to read. */
export function toExchangeRecord(exchange: Exchange, mask: Mask): ExchangeRecord {
  const { sequence, session, time, ms, request, reply, operation, violations, isAllowed, isUndocumented, prism } =
    exchange;
  const { path, query } = toIncomingRequest(exchange);
  return {
    id: String(sequence),
    time: toTimestamp(time),
    session,
    method: request.method,
    path,
    query: mask.query(query),
    operation: operation === undefined ? null : toOperationName(operation),
    request: {
      headers: mask.headers(request.headers),
      ...toShownBody(new TextDecoder().decode(request.body), request.body.length),
    },
    reply: {
      status: reply.status,
      headers: mask.headers(reply.headers),
      ...toShownBody(reply.body, reply.body.length),
    },
    ms: Math.round(ms * 1000) / 1000,
    violations,
    allowed: isAllowed,
    unmatched: exchange.isUnmatched,
    source: exchange.source,
    undocumented: isUndocumented,
    notes: explainRequest(exchange),
    override: exchange.override ?? null,
    prism: (prism ?? null) as ExchangeRecord['prism'],
  };
}

function toShownBody(text: string, length: number): { body: string; truncated: boolean } {
  return { body: text.slice(0, BODY_KEPT), truncated: length > BODY_KEPT };
}

/** The exchange's request, taken apart as when it came in. */
export function toIncomingRequest({ request, target }: Pick<Exchange, 'request' | 'target'>): IncomingRequest {
  return new IncomingRequest(request.method, target, request.headers, request.body);
}
