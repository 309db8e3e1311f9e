import type { Operation } from '../contract/operation.ts';
import { toOperationName } from '../contract/operation.ts';
import type { UnmatchedRecord } from '../control/control-types.ts';
import type { Exchange } from '../exchange/exchange.ts';
import { findBasePath, isSimilarPath, measureDistance } from '../exchange/explain-operation.ts';
import type { IncomingRequest } from '../exchange/incoming-request.ts';
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
  const redirected = exchange.reply.status === 307 ? findBesideSlash(request, operations) : undefined;
  if (redirected !== undefined) return { ...asked, ...redirected };
  const similar = operations.filter((operation) => isSimilarPath(path, operation.path));
  const candidates = similar.map((operation) => {
    const name = toOperationName(operation);
    const reasons = explainMismatch({ operation: name }, { request, operation: undefined });
    return { name, reasons, distance: measureDistance(path, operation.path) };
  });
  const own = candidates.some(({ distance }) => distance === 0) ? undefined : explainOwnPath(exchange);
  if (own !== undefined) return { ...asked, nearest: null, reason: own };
  const behind = findBehindBasePath(request, operations);
  if (behind !== undefined) return { ...asked, ...behind };
  const [nearest] = candidates.toSorted((a, b) => a.reasons.length - b.reasons.length || a.distance - b.distance);
  const none = 'the contract has no operation with a similar path';
  if (nearest === undefined) return { ...asked, nearest: null, reason: none };
  return { ...asked, nearest: nearest.name, reason: `${nearest.reasons.join(', and ')}. Send ${nearest.name}.` };
}

/** Returns the operation whose path differs by the slash at its end, to which the server redirects a request. */
function findBesideSlash(
  { method, path }: Pick<IncomingRequest, 'method' | 'path'>,
  operations: readonly Operation[],
): Pick<UnmatchedRecord, 'nearest' | 'reason'> | undefined {
  const other = path.endsWith('/') ? path.slice(0, -1) : `${path}/`;
  const beside = operations.filter((operation) => measureDistance(other, operation.path) === 0);
  const operation = beside.find((candidate) => candidate.method === method) ?? beside[0];
  if (operation === undefined) return undefined;
  const name = toOperationName(operation);
  const slash = path.endsWith('/') ? 'ends in a slash' : 'lacks the slash at its end';
  return { nearest: name, reason: `the path ${slash}, so the server redirects it. Send ${name}.` };
}

/** Returns the operation that a request would have reached without what its path begins with, if no operation's path begins so. */
function findBehindBasePath(
  { method, path }: Pick<IncomingRequest, 'method' | 'path'>,
  operations: readonly Operation[],
): Pick<UnmatchedRecord, 'nearest' | 'reason'> | undefined {
  const [, first] = path.split('/');
  if (operations.some((operation) => operation.path.split('/')[1] === first)) return undefined;
  for (const operation of operations) {
    const base = operation.method === method ? findBasePath(path, operation.path) : undefined;
    // A path that consists of parameters alone stands behind anything.
    if (base === undefined || !/\/[^{/]/.test(operation.path)) continue;
    const rest = JSON.stringify(path.slice(base.length));
    const reason = `the path has ${JSON.stringify(base)} in front of ${rest}. Leave it out of the base URL.`;
    return { nearest: toOperationName(operation), reason };
  }
  return undefined;
}
