import type { Operation } from '../contract/operation.ts';
import { toOperationName } from '../contract/operation.ts';
import type { UnmatchedRecord } from '../control/control-types.ts';
import type { Exchange } from '../exchange/exchange.ts';
import { isSimilarPath, measureDistance } from '../exchange/explain-operation.ts';
import { explainMismatch } from '../exchange/request-pattern.ts';
import { toIncomingRequest } from './exchange-record.ts';
import { explainOwnPath } from './explain-own-path.ts';
import type { Mask } from './mask.ts';

/** Converts an unmatched exchange to a record with the nearest operation and what differs from it, if one has a similar path. */
export function toUnmatchedRecord(exchange: Exchange, operations: readonly Operation[], mask: Mask): UnmatchedRecord {
  const request = toIncomingRequest(exchange);
  const { method, path, query } = request;
  const asked = {
    id: String(exchange.sequence),
    method,
    path,
    query: mask.query(query),
    status: exchange.reply.status,
  };
  if (exchange.operation !== undefined) {
    const name = toOperationName(exchange.operation);
    return { ...asked, nearest: name, reason: `${name} is turned off, by --rest or --serve` };
  }
  const similar = operations.filter((operation) => isSimilarPath(path, operation.path));
  const candidates = similar.map((operation) => {
    const name = toOperationName(operation);
    const reasons = explainMismatch({ operation: name }, { request, operation: undefined });
    return { name, reasons, distance: measureDistance(path, operation.path) };
  });
  const own = candidates.some(({ distance }) => distance === 0) ? undefined : explainOwnPath(exchange);
  if (own !== undefined) return { ...asked, nearest: null, reason: own };
  const [nearest] = candidates.toSorted((a, b) => a.reasons.length - b.reasons.length || a.distance - b.distance);
  const none = 'the contract has no operation with a similar path';
  if (nearest === undefined) return { ...asked, nearest: null, reason: none };
  return { ...asked, nearest: nearest.name, reason: `${nearest.reasons.join(', and ')}. Send ${nearest.name}.` };
}
