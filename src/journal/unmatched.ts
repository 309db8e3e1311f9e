import type { Operation } from '../contract/operation.ts';
import { toOperationName } from '../contract/operation.ts';
import type { UnmatchedRecord } from '../control/control-types.ts';
import type { Exchange } from '../exchange/exchange.ts';
import { measureDistance } from '../exchange/explain-operation.ts';
import { explainMismatch } from '../exchange/request-pattern.ts';
import { toIncomingRequest } from './exchange-record.ts';
import type { Mask } from './mask.ts';

/** Converts an unmatched exchange to a record with the nearest operation and what differs from it. */
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
  const candidates = operations.map((operation) => {
    const name = toOperationName(operation);
    const reasons = explainMismatch({ operation: name }, { request, operation: undefined });
    return { name, reasons, distance: measureDistance(path, operation.path) };
  });
  const [nearest] = candidates.toSorted((a, b) => a.reasons.length - b.reasons.length || a.distance - b.distance);
  return {
    ...asked,
    nearest: nearest?.name ?? null,
    reason:
      nearest === undefined
        ? 'the contract has no operations'
        : `${nearest.reasons.join(', and ')}. Send ${nearest.name}.`,
  };
}
