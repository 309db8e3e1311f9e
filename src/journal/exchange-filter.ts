import type { Operation } from '../contract/operation.ts';
import { toOperationName } from '../contract/operation.ts';
import type { ExchangeFilter } from '../control/control-types.ts';
import { suggestName } from '../control/nearest-name.ts';
import type { Exchange } from '../exchange/exchange.ts';
import { matchesRequest } from '../exchange/request-pattern.ts';
import { MockError } from '../mock-error.ts';
import { parseTimestamp } from '../trackers/timestamp.ts';
import { toIncomingRequest } from './exchange-record.ts';

/**
 * Returns the exchanges that match a filter, oldest first. A limit keeps the newest of them. Omitted criteria match every exchange.
 *
 * @param operations the contract's operations. An unknown one is refused, since it would match nothing and a test would prove nothing
 * @throws {MockError} `admin-request-invalid` if `since` is not a date-time or `operation` is not in the contract
 */
export function filterExchanges(
  exchanges: readonly Exchange[],
  filter: ExchangeFilter,
  operations: readonly Operation[],
): Exchange[] {
  const { limit } = filter;
  checkOperation(filter.operation, operations);
  const since = filter.since === undefined ? Number.NEGATIVE_INFINITY : parseTimestamp(filter.since);
  if (since === undefined) {
    throw invalid(
      `since is not a date-time with a time zone (${JSON.stringify(filter.since)}). Give a time such as 2026-08-18T20:28:14Z.`,
    );
  }
  const matching = exchanges.filter((exchange) => exchange.time >= since && matchesFilter(exchange, filter));
  return limit === undefined ? matching : matching.slice(Math.max(0, matching.length - limit));
}

/** @throws {MockError} `admin-request-invalid` if the contract has no operation of that name */
export function checkOperation(name: string | undefined, operations: readonly Operation[]): void {
  const names = operations.map((operation) => toOperationName(operation));
  if (name !== undefined && !names.includes(name)) {
    throw invalid(`operation ${JSON.stringify(name)} is not in the contract; ${suggestName(name, names)}`);
  }
}

function invalid(reason: string): MockError {
  return new MockError('admin-request-invalid', `Failed to read the filter: ${reason}`);
}

/** Returns whether an exchange matches a filter, apart from `since` and `limit`. */
export function matchesFilter(exchange: Exchange, filter: ExchangeFilter): boolean {
  const { status, source, valid } = filter;
  const { operation, reply, violations } = exchange;
  return (
    (status === undefined || status === reply.status) &&
    (source === undefined || source === exchange.source) &&
    (valid === undefined || valid === (violations.length === 0)) &&
    matchesRequest(filter, {
      request: toIncomingRequest(exchange),
      operation: operation === undefined ? undefined : toOperationName(operation),
    })
  );
}
