import type { Operation } from '../contract/operation.ts';
import { toOperationName } from '../contract/operation.ts';
import type { Answer } from '../exchange/answer.ts';
import { toJsonAnswer } from '../exchange/answer.ts';
import type { ErrorDetail } from '../fastapi/error-detail.ts';
import { toContractBody, toDeployedBody } from '../fastapi/error-detail.ts';
import type { ErrorStyle } from './operation-handler.ts';

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
 * An answer of a status that somebody asked for, whatever the request: 422 in the style at hand, 404 as for an unknown tracker, any other
 * error in the deployed server's shape. Nothing is changed.
 *
 * @param id the tracker that the request names; undefined where it names none
 */
export function toCodedAnswer(
  status: number,
  operation: Operation,
  id: string | undefined,
  errors: ErrorStyle,
): Answer {
  if (status === 422) return toInvalidAnswer(operation, errors);
  if (status < 400 || status === 405) return { status, value: undefined, text: '', operation };
  const message =
    status === 404 && id !== undefined
      ? `Item with id '${id}' does not exist.`
      : (REASONS[status] ?? `Status ${status}`);
  return toJsonAnswer(status, { message, code: status, data: null }, { operation });
}

function toInvalidAnswer(operation: Operation, errors: ErrorStyle): Answer {
  const [place, name] =
    operation.requestBody === undefined
      ? [operation.parameters[0]?.in ?? 'query', operation.parameters[0]?.name ?? '']
      : ['body', ''];
  const loc = name === '' ? [place] : [place, name];
  const details: ErrorDetail[] = [{ type: 'missing', loc, msg: 'Field required', input: null }];
  const text = errors === 'contract' ? toContractBody(details) : toDeployedBody(details, toOperationName(operation));
  return { status: 422, value: JSON.parse(text) as unknown, text, operation };
}
