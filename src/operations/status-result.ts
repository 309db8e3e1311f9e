import type { Operation } from '../contract/operation.ts';
import type { Result } from '../exchange/result.ts';
import type { ErrorDetail } from '../fastapi/error-detail.ts';
import type { ErrorStyle } from './error-result.ts';
import { toErrorResult, toInvalidResult, toNotFound } from './error-result.ts';

/** The reason phrases of the statuses that clients and the deployed server know, for messages. */
const REASONS: Readonly<Record<number, string>> = {
  400: 'Bad request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not found',
  408: 'Request timeout',
  409: 'Conflict',
  429: 'Too many requests',
  500: 'Internal server error',
  502: 'Bad gateway',
  503: 'Service unavailable',
  504: 'Gateway timeout',
};

/**
 * A result with the status that somebody asked for, whatever the request: 422 in the style at hand, 404 as for an unknown tracker, any other
 * error in the deployed server's shape.
 *
 * @param id the tracker that the request names, or undefined if it names none
 */
export function toStatusResult(
  status: number,
  operation: Operation,
  id: string | undefined,
  style: ErrorStyle,
): Result {
  if (status === 422) return toMissingResult(operation, style);
  if (status < 400 || status === 405) return { status, value: undefined, body: '' };
  if (status === 404 && id !== undefined) return toNotFound(id);
  return toErrorResult(status, REASONS[status] ?? `Status ${status}`);
}

/** A 422 that says that a field is missing. The request was not read, so it has no violations. */
function toMissingResult(operation: Operation, style: ErrorStyle): Result {
  const [place, name] =
    operation.requestBody === undefined
      ? [operation.parameters[0]?.in ?? 'query', operation.parameters[0]?.name ?? '']
      : ['body', ''];
  const loc = name === '' ? [place] : [place, name];
  const details: ErrorDetail[] = [{ type: 'missing', loc, msg: 'Field required', input: null }];
  return { ...toInvalidResult(operation, details, style), violations: [] };
}
