import { toOperationName } from '../contract/operation.ts';
import type { Exchange } from '../exchange/exchange.ts';
import { toIncomingRequest } from './exchange-record.ts';

/** One violation with the exchange that it was found in. */
export interface ViolationRecord {
  /** The exchange's id. */
  readonly request: string;
  readonly method: string;
  /** Decoded, without the query. */
  readonly path: string;
  /** As sent, without the question mark; empty if there is none. */
  readonly query: string;
  /** `PUT /tracker/{tracker_id}`; null if no operation matched. */
  readonly operation: string | null;
  readonly side: 'request' | 'reply';
  readonly location: readonly (string | number)[];
  readonly rule: string;
  readonly message: string;
}

/** An exchange's violations, each with where it was found. */
export function toViolationRecords(exchange: Exchange): ViolationRecord[] {
  const { sequence, operation, violations } = exchange;
  if (violations.length === 0) return [];
  const { method, path, query } = toIncomingRequest(exchange);
  return violations.map((violation) => ({
    request: String(sequence),
    method,
    path,
    query,
    operation: operation === undefined ? null : toOperationName(operation),
    ...violation,
  }));
}
