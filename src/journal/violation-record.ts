import { toOperationName } from '../contract/operation.ts';
import type { ViolationRecord } from '../control/control-types.ts';
import type { Exchange } from '../exchange/exchange.ts';
import { toIncomingRequest } from './exchange-record.ts';
import type { Mask } from './mask.ts';

/** Returns the violations of an exchange that count, each with the request in which it was found. */
export function toViolationRecords(exchange: Exchange, mask: Mask): ViolationRecord[] {
  const { sequence, operation, violations, isAllowed } = exchange;
  if (violations.length === 0 || isAllowed) return [];
  const { method, path, query } = toIncomingRequest(exchange);
  return violations.map((violation) => ({
    request: String(sequence),
    method,
    path,
    query: mask.query(query),
    operation: operation === undefined ? null : toOperationName(operation),
    ...violation,
  }));
}
