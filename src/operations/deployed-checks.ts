import type { Contract } from '../contract/contract.ts';
import type { Operation } from '../contract/operation.ts';
import type { Result } from '../exchange/result.ts';
import type { TrackerModel } from '../trackers/tracker-model.ts';
import type { World } from '../trackers/world.ts';
import type { Table } from './database-fault.ts';
import { findIdFault } from './database-fault.ts';
import { createContentCheck, EVENTS, findEventListFault } from './deployed-events.ts';
import type { DeployedFault } from './deployed-fault.ts';
import type { ListRequest } from './deployed-list.ts';
import { createListCheck } from './deployed-list.ts';
import { TRACKERS } from './deployed-query.ts';
import { toErrorResult, toNotFound } from './error-result.ts';
import { selectEvents } from './event-operations.ts';
import type { OperationKind } from './operation-kind.ts';

/** How the deployed server refuses a request that FastAPI alone would not. */
export interface DeployedChecks {
  /** Returns the answer to an id that is unknown, which comes before the request is validated. */
  readonly refuseId?: (id: string, world: World) => Result | undefined;
  /** Returns the fault with which a valid request fails in the database, or undefined. */
  readonly findFault?: (request: ListRequest, world: World) => DeployedFault | undefined;
}

/** Returns the checks of an operation of a kind. */
export function createDeployedChecks(
  operation: Operation,
  kind: OperationKind,
  contract: Contract,
  model: TrackerModel,
): DeployedChecks {
  return CHECKS[kind](operation, contract, model);
}

type CreateChecks = (operation: Operation, contract: Contract, model: TrackerModel) => DeployedChecks;

const findTracker: CreateChecks = () => ({
  refuseId: (id, world) => refuseId(TRACKERS, id, world.findTracker(id) !== undefined),
});

const CHECKS: Readonly<Record<OperationKind, CreateChecks>> = {
  retrieve: findTracker,
  update: findTracker,
  list: (operation, _, model) => ({ findFault: createListCheck(operation, model) }),
  'retrieve-event': (operation, contract) => {
    const checkContent = createContentCheck(contract, operation);
    return {
      refuseId(id, world) {
        const event = world.findEvent(id);
        const fault = event && checkContent(event);
        return fault === undefined ? refuseId(EVENTS, id, event !== undefined) : toUnhandledResult(fault);
      },
    };
  },
  'list-events': (operation, contract) => {
    const checkContent = createContentCheck(contract, operation);
    return {
      findFault({ parameters }, world) {
        const fault = findEventListFault(parameters, world);
        if (fault !== undefined) return fault;
        for (const event of selectEvents(parameters, world)) {
          const found = checkContent(event);
          if (found !== undefined) return found;
        }
        return undefined;
      },
    };
  },
};

function refuseId(table: Table, id: string, isKnown: boolean): Result | undefined {
  const fault = findIdFault(table, id);
  if (fault !== undefined) return toUnhandledResult(fault);
  return isKnown ? undefined : toNotFound(id);
}

/** Such an exception is handled outside of the server's CORS middleware. */
export function toUnhandledResult({ status, message }: DeployedFault): Result {
  return { ...toErrorResult(status, message), isOutsideCors: true };
}
