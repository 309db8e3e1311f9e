import type { Operation } from '../contract/operation.ts';
import { toOperationName } from '../contract/operation.ts';
import type { Violation } from '../contract/violation.ts';
import type { Result } from '../exchange/result.ts';
import { toJsonResult } from '../exchange/result.ts';
import type { ErrorDetail } from '../fastapi/error-detail.ts';
import { toContractBody, toDeployedBody } from '../fastapi/error-detail.ts';
import type { Reading } from '../fastapi/request-reader.ts';
import type { Profile } from './profile.ts';

/** An error in the deployed server's shape. */
export function toErrorResult(status: number, message: string): Result {
  return toJsonResult(status, { message, code: status, data: null });
}

/** The 404 for an unknown tracker. */
export function toNotFound(id: string): Result {
  return toErrorResult(404, `Item with id '${id}' does not exist.`);
}

/** The 400 for a body that cannot be read. */
export function toUnreadableResult(): Result {
  return toJsonResult(400, UNREADABLE, { violations: [UNREADABLE_VIOLATION] });
}

const UNREADABLE = { detail: 'There was an error parsing the body' };
const UNREADABLE_VIOLATION: Violation = {
  side: 'request',
  location: ['body'],
  rule: 'unreadable',
  message: 'The body cannot be read as JSON: its bytes are not text, or it exceeds a limit of Python.',
};

/** The 422 for a request that does not validate: in FastAPI's form, or in the envelope of the deployed server. */
export function toInvalidResult(operation: Operation, details: readonly ErrorDetail[], profile: Profile): Result {
  const body = profile === 'contract' ? toContractBody(details) : toDeployedBody(details, toOperationName(operation));
  return {
    status: 422,
    value: profile === 'contract' ? { detail: details } : (JSON.parse(body) as unknown),
    body,
    violations: toViolations(details),
  };
}

/** Returns how a request that another server answers breaks the contract. */
export function toReadingViolations(reading: Reading): readonly Violation[] {
  if (reading.kind === 'unreadable') return [UNREADABLE_VIOLATION];
  return 'details' in reading ? toViolations(reading.details) : [];
}

function toViolations(details: readonly ErrorDetail[]): Violation[] {
  return details.map(({ loc, type, msg, ctx }) => {
    // FastAPI's message says only that the JSON is malformed, and the context says why.
    const reason = type === 'json_invalid' && typeof ctx?.['error'] === 'string' ? `: ${ctx['error']}` : '';
    return { side: 'request', location: loc, rule: type, message: msg + reason };
  });
}
