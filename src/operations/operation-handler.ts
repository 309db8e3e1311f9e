import type { Contract } from '../contract/contract.ts';
import type { Operation } from '../contract/operation.ts';
import { toOperationName } from '../contract/operation.ts';
import type { Violation } from '../contract/violation.ts';
import type { Answer } from '../exchange/answer.ts';
import { toJsonAnswer } from '../exchange/answer.ts';
import type { ErrorDetail } from '../fastapi/error-detail.ts';
import { toContractBody, toDeployedBody } from '../fastapi/error-detail.ts';
import type { RoutedRequest } from '../fastapi/request-reader.ts';
import { createRequestReader } from '../fastapi/request-reader.ts';
import type { TrackerModel } from '../trackers/tracker-model.ts';
import type { Tracker } from '../trackers/tracker.ts';
import type { EventPolicy } from '../trackers/update-tracker.ts';
import type { World } from '../trackers/world.ts';
import { findBehaviour } from './behaviour.ts';

/** Which 422 is sent: the published contract's, or the deployed server's. */
export type ErrorStyle = 'contract' | 'deployed';

export interface HandlerOptions {
  readonly contract: Contract;
  readonly model: TrackerModel;
  readonly errors: ErrorStyle;
  readonly policy: EventPolicy;
}

/** Answers one operation's requests. Changes nothing: the change stands in the answer. */
export type OperationHandler = (request: RoutedRequest, world: World, now: number) => Answer;

/**
 * The handler of one operation: reads the request, and where it keeps the contract asks what the API does.
 *
 * @throws {MockError} `contract-invalid` where the mock has no behaviour for the operation
 */
export function createOperationHandler(
  operation: Operation,
  { contract, model, errors, policy }: HandlerOptions,
): OperationHandler {
  const read = createRequestReader(contract.schemas, operation);
  const behave = findBehaviour(operation);

  return (request, world, now) => {
    const reading = read(request);
    if (reading.kind === 'unreadable') {
      return toJsonAnswer(400, UNREADABLE, { operation, violations: [UNREADABLE_VIOLATION] });
    }
    if (reading.kind === 'invalid') return toInvalidAnswer(operation, reading.details, errors);
    const { parameters, body } = reading;
    const outcome = behave({ parameters, body, world, model, policy, now });
    if (outcome.status !== 200) {
      return toJsonAnswer(
        outcome.status,
        { message: outcome.message, code: outcome.status, data: null },
        { operation },
      );
    }
    const { trackers, commit } = outcome;
    // What an update gives is rarely read again before the next one; what is read often is.
    const text = commit === undefined ? toText(trackers) : JSON.stringify(trackers);
    return { status: 200, value: trackers, text, operation, commit, rewrite: toRewrite(trackers) };
  };
}

const UNREADABLE = { detail: 'There was an error parsing the body' };
const UNREADABLE_VIOLATION: Violation = {
  side: 'request',
  location: ['body'],
  rule: 'unreadable',
  message: 'The body cannot be read as JSON: its bytes are no text, or it goes past a limit of Python.',
};

function toInvalidAnswer(operation: Operation, details: readonly ErrorDetail[], errors: ErrorStyle): Answer {
  const text = errors === 'contract' ? toContractBody(details) : toDeployedBody(details, toOperationName(operation));
  const violations = details.map(({ loc, type, msg }): Violation => ({
    side: 'request',
    location: loc,
    rule: type,
    message: msg,
  }));
  const value: unknown = errors === 'contract' ? { detail: details } : JSON.parse(text);
  return { status: 422, value, text, operation, violations };
}

/** A tracker's JSON, kept as long as the tracker: it is replaced, never changed. */
const texts = new WeakMap<Tracker, string>();

function toText(trackers: Tracker | readonly Tracker[]): string {
  if (isList(trackers)) return `[${trackers.map((tracker) => toText(tracker)).join(',')}]`;
  let text = texts.get(trackers);
  if (text === undefined) {
    text = JSON.stringify(trackers);
    texts.set(trackers, text);
  }
  return text;
}

/** A list's text is long, while its trackers are there anyhow and never change. */
function toRewrite(trackers: Tracker | readonly Tracker[]): (() => string) | undefined {
  return isList(trackers) ? () => toText(trackers) : undefined;
}

function isList(trackers: Tracker | readonly Tracker[]): trackers is readonly Tracker[] {
  return Array.isArray(trackers);
}
