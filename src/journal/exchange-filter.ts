import type { Operation } from '../contract/operation.ts';
import { isOperation, toOperationName } from '../contract/operation.ts';
import type { Exchange } from '../exchange/exchange.ts';
import { containsPattern } from '../exchange/json-pattern.ts';
import { isPathMatch } from '../exchange/path-pattern.ts';
import { parseTarget } from '../fastapi/router.ts';
import { decodeUrlPath } from '../fastapi/url-path.ts';
import { MockError } from '../mock-error.ts';
import { parsePythonJson } from '../python/json.ts';
import { parseTimestamp } from '../trackers/timestamp.ts';
import type { ExchangeFilter } from './exchange-record.ts';

/**
 * The exchanges that fit a filter, oldest first; with a limit the newest so many.
 *
 * @param operations those of the contract: a filter that names another one would fit nothing, and a test would prove nothing by it
 * @throws {MockError} `admin-request-invalid` where `since` is no time, `limit` no count, `operation` none of the contract,
 *   or where a condition is none
 */
export function filterExchanges(
  exchanges: readonly Exchange[],
  filter: ExchangeFilter,
  operations: readonly Operation[],
): Exchange[] {
  const { operation: name, limit } = filter;
  const strange = Object.keys(filter).find((key) => !KEYS.has(key));
  if (strange !== undefined) {
    throw invalid(`${JSON.stringify(strange)} is no condition. There are ${[...KEYS].join(', ')}`);
  }
  const since = filter.since === undefined ? Number.NEGATIVE_INFINITY : parseTimestamp(filter.since);
  if (since === undefined) {
    throw invalid(
      `since is no date-time with a time zone (${JSON.stringify(filter.since)}). Give a time such as 2026-08-18T20:28:14Z`,
    );
  }
  checkLimit(limit);
  if (name !== undefined && !operations.some((operation) => isOperation(operation, name))) {
    const known = operations.map((operation) => toOperationName(operation)).join(', ');
    throw invalid(`operation is ${JSON.stringify(name)}, which the contract does not have. It has ${known}`);
  }
  const fitting = exchanges.filter((exchange) => exchange.time >= since && isFit(exchange, filter));
  return limit === undefined ? fitting : fitting.slice(Math.max(0, fitting.length - limit));
}

/** The conditions of a filter. A misspelt one would fit everything, and a test would prove nothing by it. */
const KEYS: ReadonlySet<string> = new Set<keyof ExchangeFilter>([
  'operation',
  'method',
  'path',
  'status',
  'valid',
  'since',
  'limit',
  'body',
]);

/** @throws {MockError} `admin-request-invalid` where a limit is no count */
export function checkLimit(limit: number | undefined): void {
  if (limit !== undefined && !(Number.isInteger(limit) && limit >= 0)) {
    throw invalid(`limit is not a count from 0 up (${limit})`);
  }
}

function invalid(reason: string): MockError {
  return new MockError('admin-request-invalid', `Failed to read the filter: ${reason}.`);
}

function isFit(exchange: Exchange, { operation, method, path, status, valid, body }: ExchangeFilter): boolean {
  const { request, reply, violations } = exchange;
  return (
    (operation === undefined || (exchange.operation !== undefined && isOperation(exchange.operation, operation))) &&
    (method === undefined || method.toUpperCase() === request.method) &&
    (path === undefined || isPathMatch(path, decodeUrlPath(parseTarget(exchange.target).path))) &&
    (status === undefined || status === reply.status) &&
    (valid === undefined || valid === (violations.length === 0)) &&
    (body === undefined || isBodyMatch(request.body, body))
  );
}

function isBodyMatch(bytes: Uint8Array, pattern: unknown): boolean {
  const json = parsePythonJson(bytes);
  return json.ok && containsPattern(json.value, pattern);
}
