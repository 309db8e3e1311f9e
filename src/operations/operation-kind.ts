import type { Operation } from '../contract/operation.ts';

/** What the mock does for an operation with state. */
export type OperationKind = 'retrieve' | 'update' | 'list' | 'retrieve-event' | 'list-events';

const KINDS: ReadonlyMap<string, OperationKind> = new Map([
  ['GET /tracker/{}', 'retrieve'],
  ['PUT /tracker/{}', 'update'],
  ['GET /tracker', 'list'],
  ['GET /events/{}', 'retrieve-event'],
  ['GET /events', 'list-events'],
]);

/** Returns what the mock does for an operation, by its method and path, or undefined if the operation has no state. */
export function findOperationKind({ method, path }: Pick<Operation, 'method' | 'path'>): OperationKind | undefined {
  return KINDS.get(`${method} ${path.replaceAll(/\{[^}]*\}/g, '{}')}`);
}
