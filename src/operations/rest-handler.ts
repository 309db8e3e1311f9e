import { toOperationName } from '../contract/operation.ts';
import type { Operation } from '../contract/operation.ts';
import type { Schemas } from '../contract/schema.ts';
import type { LateResult, Result } from '../exchange/result.ts';
import { toJsonResult } from '../exchange/result.ts';
import type { RequestReader } from '../fastapi/request-reader.ts';
import { createRequestReader } from '../fastapi/request-reader.ts';
import { MockError } from '../mock-error.ts';
import { toUnhandledResult } from './deployed-checks.ts';
import { toDeployedFault } from './deployed-fault.ts';
import { toInvalidResult, toUnreadableResult } from './error-result.ts';
import type { RouteHandler, RunContext } from './operation-handler.ts';
import type { Profile } from './profile.ts';
import { createRestReread } from './rest-body.ts';

/** A valid request to an operation without state. */
export interface RestRequest extends RunContext {
  readonly operation: Operation;
  /** As the contract's types, defaults included. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Null if there is none. */
  readonly body: unknown;
}

/** Makes the reply to a valid request to an operation without state. Has no side effects: a change is in the result. */
export type RestReply = (request: RestRequest) => Result | LateResult;

/**
 * Returns what makes the replies of an operation without state, `none` if it is answered as a path that no operation has, or undefined if
 * nothing in this process makes them. A stream gets no reply of the mock.
 */
export type CreateRestReply = (operation: Operation) => RestReply | 'none' | undefined;

export interface RestOptions {
  readonly schemas: Schemas;
  readonly profile: Profile;
  /** @default a valid request is refused as not served */
  readonly reply: RestReply | undefined;
}

/** Answers an operation without state: an invalid request gets the errors of any operation, and a valid one the reply that `reply` makes. */
export function createRestHandler(
  operation: Operation,
  { schemas, profile, reply = refuse }: RestOptions,
): RouteHandler {
  let reader: RequestReader | undefined;
  return {
    operation,
    read(request, pathParameters) {
      // Created for the first request, since most operations get none.
      reader ??= createReader(schemas, operation, profile);
      return reader(request, pathParameters);
    },
    run(reading, context) {
      if (reading.kind === 'unreadable') return toUnreadableResult();
      if ('details' in reading) return toInvalidResult(operation, reading.details, profile);
      if (reading.kind === 'failed') {
        const { type, text } = reading.exception;
        return toUnhandledResult(toDeployedFault(type, text));
      }
      const { parameters, body } = reading;
      return reply({ ...context, operation, parameters, body });
    },
  };
}

function createReader(schemas: Schemas, operation: Operation, profile: Profile): RequestReader {
  const { requestBody } = operation;
  const reread = requestBody && createRestReread(schemas, requestBody.schema.pointer, profile);
  return createRequestReader(schemas, operation, reread);
}

function refuse({ operation }: RestRequest): never {
  throw toNotServedError(operation, 'the request is valid, but the mock has no reply for this operation. Add a stub');
}

/** Refuses a valid request whose success is a stream, unless another server answers it. */
export function refuseStream({ operation }: RestRequest): never {
  throw toNotServedError(
    operation,
    'its reply is a stream of events, which the mock cannot make up. Name a server that sends it with --rest or --serve, or add a stub',
  );
}

/** Answers an operation that is turned off as a path that no operation has: nothing is read. */
export function createUnservedHandler(operation: Operation): RouteHandler {
  return {
    operation,
    read: () => ({ kind: 'read', parameters: {}, body: null }),
    run: () => ({ ...toJsonResult(404, { detail: 'Not Found' }), isUnserved: true }),
  };
}

function toNotServedError(operation: Operation, reason: string): MockError {
  return new MockError('operation-not-served', `Failed to answer ${toOperationName(operation)}: ${reason}.`);
}
