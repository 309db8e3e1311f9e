import type { Operation } from '../contract/operation.ts';
import { toOperationName } from '../contract/operation.ts';
import type { Exchange } from '../exchange/exchange.ts';
import { measureDistance } from '../exchange/explain-operation.ts';
import { explainMismatch } from '../exchange/request-pattern.ts';
import { toIncomingRequest } from './exchange-record.ts';

/** A request that no operation matched. */
export interface UnmatchedRecord {
  /** The exchange's id. */
  readonly id: string;
  readonly method: string;
  /** Decoded, without the query. */
  readonly path: string;
  /** As sent, without the question mark; empty if there is none. */
  readonly query: string;
  /** Null if a fault broke the connection before there was a reply. */
  readonly status: number | null;
  /** The nearest operation: `PUT /tracker/{tracker_id}`; null if the contract has none. */
  readonly nearest: string | null;
  /** Why that one did not match, and what would. */
  readonly reason: string;
}

/** Converts an unmatched exchange: with the operation that differs least, and in what. */
export function toUnmatchedRecord(exchange: Exchange, operations: readonly Operation[]): UnmatchedRecord {
  const request = toIncomingRequest(exchange);
  const { method, path, query } = request;
  const candidates = operations.map((operation) => {
    const name = toOperationName(operation);
    const reasons = explainMismatch({ operation: name }, { request, operation: undefined });
    return { name, reasons, distance: measureDistance(path, operation.path) };
  });
  const [nearest] = candidates.toSorted((a, b) => a.reasons.length - b.reasons.length || a.distance - b.distance);
  return {
    id: String(exchange.sequence),
    method,
    path,
    query,
    status: exchange.reply.status,
    nearest: nearest?.name ?? null,
    reason:
      nearest === undefined
        ? 'the contract has no operation'
        : `${nearest.reasons.join(', and ')}. Send ${nearest.name}.`,
  };
}
