import type { Operation } from '../contract/operation.ts';
import type { Result } from '../exchange/result.ts';
import { createRequestReader } from '../fastapi/request-reader.ts';
import { findMember } from '../python/lossless-value.ts';
import { isStorable } from './database-fault.ts';
import { createReread } from './deployed-body.ts';
import { createDeployedChecks, toUnhandledResult } from './deployed-checks.ts';
import { toDeployedFault } from './deployed-fault.ts';
import { toErrorResult, toInvalidResult, toUnreadableResult } from './error-result.ts';
import { findBehaviour } from './find-behaviour.ts';
import type { HandlerOptions, RouteHandler } from './operation-handler.ts';
import type { OperationKind } from './operation-kind.ts';

const UPDATE_MODEL = 'src.api.schemas.agent_task_tracker.UpdateAgentTaskTrackerRequest';

/**
 * Answers an operation's requests as the deployed server does. Unlike FastAPI with the published contract, it looks up the tracker
 * before it validates the request, parses the text of a body that is a JSON string, and fails if its database does.
 *
 * Source: sequences recorded from the deployed server.
 */
export function createDeployedHandler(
  operation: Operation,
  kind: OperationKind,
  { contract, model, policy }: HandlerOptions,
): RouteHandler {
  const behave = findBehaviour(operation, kind, contract);
  const idName = operation.parameters.find(({ in: place }) => place === 'path')?.name;
  const { refuseId, findFault } = createDeployedChecks(operation, kind, contract, model);

  return {
    operation,
    read: createRequestReader(contract.schemas, operation, createReread(UPDATE_MODEL)),
    run(reading, { request, pathParameters, world, now }) {
      if (reading.kind === 'unreadable') return toUnreadableResult();
      if (reading.kind === 'malformed') return toInvalidResult(operation, reading.details, 'deployed');
      const refusal = idName === undefined ? undefined : refuseId?.(pathParameters[idName] ?? '', world);
      if (refusal !== undefined) return refusal;
      if (reading.kind === 'invalid') return toInvalidResult(operation, reading.details, 'deployed');
      if (reading.kind === 'failed') return toFaultResult(reading.exception);

      const { parameters, body } = reading;
      const fault = findFault?.({ parameters, query: request.query }, world);
      if (fault !== undefined) return toUnhandledResult(fault);
      if (!isStorableValue(findMember(body, 'last_processed_event_id'))) return toErrorResult(500, HANDLED);
      const result = behave({ parameters, body, world, model, policy, now });
      return result.commit === undefined || isStorableRow(result.value) ? result : toErrorResult(500, HANDLED);
    },
  };
}

/** The message of an exception that the deployed server handles. */
const HANDLED = 'Internal server error';

function toFaultResult({ type, text }: { readonly type: string; readonly text: string }): Result {
  return toUnhandledResult(toDeployedFault(type, text));
}

function isStorableRow(row: unknown): boolean {
  return Object.values(row as Readonly<Record<string, unknown>>).every(isStorableValue);
}

function isStorableValue(value: unknown): boolean {
  return typeof value !== 'string' || isStorable(value);
}
