import type { Contract } from '../contract/contract.ts';
import type { Operation } from '../contract/operation.ts';
import type { Behaviour } from './behaviour.ts';
import { createListEvents, createRetrieveEvent } from './event-operations.ts';
import type { OperationKind } from './find-operations.ts';
import { findOperationKind, toUnservedError } from './find-operations.ts';
import { createList, createRetrieve, createUpdate } from './tracker-operations.ts';

/**
 * Returns what the API does for an operation.
 *
 * @throws {MockError} `contract-invalid` if the mock has no behaviour for it
 */
export function findBehaviour(operation: Operation, contract: Contract): Behaviour {
  const kind = findOperationKind(operation);
  if (kind === undefined) throw toUnservedError([operation]);
  return BEHAVIOURS[kind](operation, contract);
}

const BEHAVIOURS: Readonly<Record<OperationKind, (operation: Operation, contract: Contract) => Behaviour>> = {
  retrieve: createRetrieve,
  update: createUpdate,
  list: createList,
  'retrieve-event': createRetrieveEvent,
  'list-events': createListEvents,
};
