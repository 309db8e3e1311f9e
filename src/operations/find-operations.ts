import type { Contract } from '../contract/contract.ts';
import { contractError } from '../contract/document.ts';
import { toPointer } from '../contract/json-pointer.ts';
import type { Operation } from '../contract/operation.ts';
import { toOperationName } from '../contract/operation.ts';
import type { MockError } from '../mock-error.ts';

/** What the mock does for an operation. */
export type OperationKind = 'retrieve' | 'update' | 'list' | 'retrieve-event' | 'list-events';

const KINDS: ReadonlyMap<string, OperationKind> = new Map([
  ['GET /tracker/{}', 'retrieve'],
  ['PUT /tracker/{}', 'update'],
  ['GET /tracker', 'list'],
  ['GET /events/{}', 'retrieve-event'],
  ['GET /events', 'list-events'],
]);

const SERVED =
  'PUT /tracker/{tracker_id}, GET /tracker/{tracker_id}, GET /tracker, GET /events/{event_id} and GET /events';

/** Returns what the mock does for an operation, by its method and path, or undefined if it does not serve the operation. */
export function findOperationKind({ method, path }: Pick<Operation, 'method' | 'path'>): OperationKind | undefined {
  return KINDS.get(`${method} ${path.replaceAll(/\{[^}]*\}/g, '{}')}`);
}

/**
 * Refuses a contract without operations, or with operations that the mock does not serve.
 *
 * @throws {MockError} `contract-invalid`, with the pointer of the first such operation
 */
export function checkOperations({ operations }: Contract): void {
  if (operations.length === 0) throw contractError('/paths', `has no operation. Define at least one of ${SERVED}.`);
  const others = operations.filter((operation) => findOperationKind(operation) === undefined);
  if (others.length > 0) throw toUnservedError(others);
}

/** Returns the error for a contract with operations that the mock does not serve. */
export function toUnservedError(operations: readonly Operation[]): MockError {
  const [first = { method: '', path: '' }] = operations;
  const count = operations.length - 1;
  const more = count === 0 ? '' : `, like ${count === 1 ? 'one other operation' : `${count} other operations`}`;
  return contractError(
    toPointer('/paths', first.path, first.method.toLowerCase()),
    `is ${toOperationName(first)}, which the mock does not serve${more}. It serves ${SERVED}: remove the rest from the file.`,
  );
}
