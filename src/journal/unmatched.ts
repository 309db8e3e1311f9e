import type { Operation } from '../contract/operation.ts';
import { toOperationName } from '../contract/operation.ts';
import type { Exchange } from '../exchange/exchange.ts';
import { parseTarget } from '../fastapi/router.ts';
import { decodeUrlPath } from '../fastapi/url-path.ts';

/** A request that no operation matched. */
export interface UnmatchedRecord {
  /** The exchange's id. */
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** The operation that comes nearest: `PUT /tracker/{tracker_id}`; null where the contract has none. */
  readonly nearest: string | null;
  /** Why that one did not match, and what would. */
  readonly reason: string;
}

/** An unmatched exchange, with the operation that differs least and in what. */
export function toUnmatchedRecord(
  { sequence, request, target, reply }: Exchange,
  operations: readonly Operation[],
): UnmatchedRecord {
  const path = decodeUrlPath(parseTarget(target).path);
  const candidates = operations.map((operation) => compare(operation, request.method, path));
  const [nearest] = candidates.toSorted(
    (a, b) => a.differences.length - b.differences.length || a.distance - b.distance,
  );
  return {
    id: String(sequence),
    method: request.method,
    path: target,
    status: reply.status,
    nearest: nearest?.name ?? null,
    reason:
      nearest === undefined
        ? 'the contract has no operation'
        : `${nearest.differences.join(', and ')}. Send ${nearest.name}.`,
  };
}

interface Comparison {
  readonly name: string;
  readonly differences: readonly string[];
  /** How far the paths are apart, in segments. */
  readonly distance: number;
}

function compare(operation: Operation, method: string, path: string): Comparison {
  const wanted = operation.path.split('/').slice(1);
  const found = path.split('/').slice(1);
  const wrong = wanted.flatMap((segment, index) => {
    const given = found[index];
    return given !== undefined && (segment.startsWith('{') ? given !== '' : given === segment) ? [] : [index];
  });
  const pathDifference = describePath(wanted, found, wrong[0]);
  const methodDifference = method === operation.method ? [] : [`the method is ${method}, not ${operation.method}`];
  return {
    name: toOperationName(operation),
    differences: [...methodDifference, ...pathDifference],
    distance: wrong.length + Math.abs(wanted.length - found.length),
  };
}

function describePath(wanted: readonly string[], found: readonly string[], wrong: number | undefined): string[] {
  if (found.length === wanted.length + 1 && found.at(-1) === '' && wrong === undefined) {
    return ['the path ends in a slash'];
  }
  if (found.length > wanted.length) return [`the path has ${found.length} segments, not ${wanted.length}`];
  if (wrong === undefined) return [];
  const [given, expected] = [found[wrong], wanted[wrong]];
  if (given === undefined || given === '') return [`the path lacks ${expected}`];
  if (given.toLowerCase() === expected?.toLowerCase()) {
    return [`the path is case-sensitive: ${JSON.stringify(given)} is not ${JSON.stringify(expected)}`];
  }
  return [`the path has ${JSON.stringify(given)} in place of ${JSON.stringify(expected)}`];
}
