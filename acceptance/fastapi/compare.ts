import { isDeepStrictEqual } from 'node:util';
import type { RawReply } from './connection.ts';
import { parseExactly } from './parse-exactly.ts';
import type { RawRequest } from './raw-request.ts';

/** Both answers to one request. */
export interface Answers {
  readonly request: RawRequest;
  readonly oracle: RawReply;
  readonly mock: RawReply;
}

/**
 * Returns the first difference of two answers in a few words, or undefined if there is none: of the status, `allow`, `location`,
 * `content-type`, the body, or bytes after it. If the oracle gave no reply, the answers differ. Bodies are compared byte for byte, those of a
 * 200 as JSON, since pydantic and JavaScript write the same number in several ways.
 */
export function findDifference({ request, oracle, mock }: Answers): string | undefined {
  if (oracle.status === 0) return `no reply from FastAPI, status ${mock.status} from the mock`;
  if (oracle.status !== mock.status) return `status ${oracle.status} and ${mock.status}`;
  for (const name of ['content-type', 'location']) {
    if (oracle.headers[name] !== mock.headers[name]) return `${name} ${oracle.headers[name]} and ${mock.headers[name]}`;
  }
  // Starlette keeps the methods of a route in a set, whose order changes from start to start.
  const [theirs, ours] = [oracle, mock].map(({ headers: { allow } }) => allow?.split(', ').toSorted().join(', '));
  if (theirs !== ours) return `allow ${theirs} and ${ours}`;
  if (!oracle.surplus.equals(mock.surplus)) {
    return `${oracle.surplus.length} and ${mock.surplus.length} bytes behind the answer`;
  }
  if (oracle.body.equals(mock.body)) return undefined;
  if (!isSuccess(oracle.status)) return `body of a ${oracle.status}`;
  const isUpdate = request.method === 'PUT';
  return isDeepStrictEqual(parseBody(oracle, isUpdate), parseBody(mock, isUpdate))
    ? undefined
    : `body of a ${oracle.status}`;
}

/** Whether a status is one of those that a contract documents for success. */
export function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

function parseBody({ body }: RawReply, isUpdate: boolean): unknown {
  const value: unknown = parseExactly(body);
  // The time of the update is each server's own.
  return isUpdate && typeof value === 'object' ? { ...value, updated_at: undefined } : value;
}
