import type { Operation } from '../contract/operation.ts';
import type { Result } from '../exchange/result.ts';
import { toJsonResult } from '../exchange/result.ts';
import type { ErrorDetail } from '../fastapi/error-detail.ts';
import { toErrorResult, toInvalidResult, toNotFound } from './error-result.ts';
import type { Profile } from './profile.ts';

/** The reason phrases of the statuses that clients and the deployed server know, for messages. */
const REASONS: Readonly<Record<number, string>> = {
  400: 'Bad request',
  403: 'Forbidden',
  404: 'Not found',
  408: 'Request timeout',
  409: 'Conflict',
  429: 'Too many requests',
  500: 'Internal server error',
  502: 'Bad gateway',
  503: 'Service temporarily unavailable',
  504: 'Gateway timeout',
};

/**
 * Returns a result with a given status, whatever the request: 422 in the profile's form, 404 as for an unknown tracker, 401
 * and any other error as the deployed server sends it.
 *
 * @param id the tracker that the request names, or undefined if it names none
 */
export function toStatusResult(status: number, operation: Operation, id: string | undefined, profile: Profile): Result {
  if (status === 422) return toMissingResult(operation, profile);
  if (status < 400 || status === 405) return { status, value: undefined, body: '' };
  // Its authorization gateway answers as FastAPI's HTTPException does.
  if (status === 401) return toJsonResult(status, { detail: 'Unauthorized' });
  if (status === 404 && id !== undefined) return toNotFound(id);
  return toErrorResult(status, REASONS[status] ?? `Status ${status}`);
}

/** A 422 for a missing field. The request was not read, so it has no violations. */
function toMissingResult(operation: Operation, profile: Profile): Result {
  const [place, name] =
    operation.requestBody === undefined
      ? [operation.parameters[0]?.in ?? 'query', operation.parameters[0]?.name ?? '']
      : ['body', ''];
  const loc = name === '' ? [place] : [place, name];
  const details: ErrorDetail[] = [{ type: 'missing', loc, msg: 'Field required', input: null }];
  return { ...toInvalidResult(operation, details, profile), violations: [] };
}
