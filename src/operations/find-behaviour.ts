import type { Contract } from '../contract/contract.ts';
import type { Operation } from '../contract/operation.ts';
import type { Behaviour } from './behaviour.ts';
import { createListEvents, createRetrieveEvent } from './event-operations.ts';
import type { OperationKind } from './operation-kind.ts';
import { createList, createRetrieve, createUpdate } from './tracker-operations.ts';

/** Returns what the API does for an operation of a kind. */
export function findBehaviour(operation: Operation, kind: OperationKind, contract: Contract): Behaviour {
  return BEHAVIOURS[kind](operation, contract);
}

const BEHAVIOURS: Readonly<Record<OperationKind, (operation: Operation, contract: Contract) => Behaviour>> = {
  retrieve: createRetrieve,
  update: createUpdate,
  list: createList,
  'retrieve-event': createRetrieveEvent,
  'list-events': createListEvents,
};
