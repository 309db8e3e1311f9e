import type { Contract } from '../contract/contract.ts';
import type { Operation } from '../contract/operation.ts';
import type { MockRequest } from '../exchange/exchange.ts';
import type { IncomingRequest } from '../exchange/incoming-request.ts';
import type { LateResult, Result } from '../exchange/result.ts';
import type { Reading, RequestReader } from '../fastapi/request-reader.ts';
import { createRequestReader } from '../fastapi/request-reader.ts';
import type { TrackerModel } from '../trackers/tracker-model.ts';
import type { EventPolicy } from '../trackers/update-tracker.ts';
import type { World } from '../trackers/world.ts';
import { createDeployedHandler } from './deployed-handler.ts';
import { toInvalidResult, toUnreadableResult } from './error-result.ts';
import { findBehaviour } from './find-behaviour.ts';
import { toOperationClass } from './operation-class.ts';
import type { OperationKind } from './operation-kind.ts';
import type { Profile } from './profile.ts';
import { createReplyForm } from './reply-form.ts';
import type { CreateRestReply } from './rest-handler.ts';
import { createRestHandler, createUnservedHandler, refuseStream } from './rest-handler.ts';

/** A request, and the state of its session. */
export interface RunContext {
  readonly world: World;
  /** Microseconds since 1970. */
  readonly now: number;
  readonly request: IncomingRequest;
  /** The session's seed. */
  readonly seed: string;
  /** The values in the path by name, percent-decoded. */
  readonly pathParameters: Readonly<Record<string, string>>;
  /** The request as the transport received it. */
  readonly received: MockRequest;
  /** The session's name, and the prefix of the path that selected it, which `request` does not have. */
  readonly selected: { readonly name: string; readonly prefix: string };
}

/** How the requests of one route are read and answered. */
export interface RouteHandler {
  /** Undefined for a route that is not an operation of the contract. */
  readonly operation: Operation | undefined;
  readonly read: RequestReader;
  /** Answers a request. Has no side effects: the change is in the result. */
  readonly run: (reading: Reading, context: RunContext) => Result | LateResult;
}

export interface HandlerOptions {
  readonly contract: Contract;
  readonly model: TrackerModel;
  readonly profile: Profile;
  readonly policy: EventPolicy;
  readonly createRestReply: CreateRestReply | undefined;
}

export function createOperationHandler(operation: Operation, options: HandlerOptions): RouteHandler {
  const operationClass = toOperationClass(operation);
  switch (operationClass.name) {
    case 'served':
      return options.profile === 'deployed'
        ? createDeployedHandler(operation, operationClass.kind, options)
        : createContractHandler(operation, operationClass.kind, options);
    case 'stream':
    case 'rest':
      return createStatelessHandler(operation, operationClass.name === 'stream', options);
  }
}

function createStatelessHandler(
  operation: Operation,
  isStream: boolean,
  { contract, profile, createRestReply }: HandlerOptions,
): RouteHandler {
  const reply = createRestReply?.(operation);
  if (reply === 'none') return createUnservedHandler(operation);
  return createRestHandler(operation, {
    schemas: contract.schemas,
    profile,
    reply: isStream ? refuseStream : reply,
  });
}

function createContractHandler(
  operation: Operation,
  kind: OperationKind,
  { contract, model, policy }: HandlerOptions,
): RouteHandler {
  const behave = findBehaviour(operation, kind, contract);
  const toReply = createReplyForm(contract, operation, model);
  return {
    operation,
    read: createRequestReader(contract.schemas, operation),
    run(reading, { world, now }) {
      if (reading.kind === 'unreadable') return toUnreadableResult();
      if ('details' in reading) return toInvalidResult(operation, reading.details, 'contract');
      if (reading.kind === 'failed') throw new Error(`${reading.exception.type}: ${reading.exception.text}`);
      const { parameters, body } = reading;
      const result = behave({ parameters, body, world, model, policy, now });
      return toReply === undefined ? result : toReply(result);
    },
  };
}

const NOTHING_READ: Reading = { kind: 'read', parameters: {}, body: null };

/** Creates the handler of a route that reads no parameters and no body. */
export function createFixedHandler(run: (context: RunContext) => Result): RouteHandler {
  return { operation: undefined, read: () => NOTHING_READ, run: (_, context) => run(context) };
}
