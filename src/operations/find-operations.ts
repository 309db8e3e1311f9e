import type { Contract } from '../contract/contract.ts';
import { contractError } from '../contract/document.ts';
import type { Operation } from '../contract/operation.ts';

/** What the mock does for an operation. */
export type OperationKind = 'retrieve' | 'update' | 'list' | 'retrieve-event' | 'list-events';

const KINDS: ReadonlyMap<string, OperationKind> = new Map([
  ['GET /tracker/{}', 'retrieve'],
  ['PUT /tracker/{}', 'update'],
  ['GET /tracker', 'list'],
  ['GET /events/{}', 'retrieve-event'],
  ['GET /events', 'list-events'],
]);

/** Returns what the mock does for an operation, by its method and path, or undefined if it does not serve the operation. */
export function findOperationKind({ method, path }: Pick<Operation, 'method' | 'path'>): OperationKind | undefined {
  return KINDS.get(`${method} ${path.replaceAll(/\{[^}]*\}/g, '{}')}`);
}

/**
 * Refuses a contract without operations.
 *
 * @throws {MockError} `contract-invalid`
 */
export function checkOperations({ operations }: Contract): void {
  if (operations.length === 0) throw contractError('/paths', 'has no operation. Define at least one.');
}
