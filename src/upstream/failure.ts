import { UPSTREAM_HEADER_SIZE } from '../budgets.ts';
import { parseTarget } from '../exchange/incoming-request.ts';
import type { PassedOnRequest } from '../exchange/passed-on.ts';
import { MockError } from '../mock-error.ts';

/** How long a server may take for each part of a reply, in milliseconds. */
export interface UpstreamTimeouts {
  /** To accept the connection. */
  readonly connect: number;
  /** From the request to the headers of the reply. */
  readonly headers: number;
  /** Between two parts of the body. */
  readonly idle: number;
}

/** Returns the members of an error of Node or undici. */
export function toFailure(error: unknown): { readonly code: string; readonly message: string; readonly name: string } {
  const { message, name } = error instanceof Error ? error : new Error(String(error));
  return { code: error instanceof Error && 'code' in error ? String(error.code) : '', message, name };
}

/** Returns why a server gave no reply, or no whole one. */
export function toFailureReason(error: unknown, timeouts: UpstreamTimeouts): string {
  const { code, message, name } = toFailure(error);
  switch (code) {
    case 'ECONNREFUSED':
      return 'nothing listens there';
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'its host name is not known';
    case 'ECONNRESET':
    case 'EPIPE':
    case 'UND_ERR_SOCKET':
      // It is the only reply with a valid form that undici refuses.
      if (message === 'bad response') return 'it sent "100 Continue" without being asked to, which cannot be passed on';
      return 'the connection was closed before the end of the reply';
    case 'UND_ERR_CONNECT_TIMEOUT':
      return `it did not accept the connection within ${timeouts.connect} ms`;
    case 'UND_ERR_HEADERS_TIMEOUT':
      return `it sent no reply within ${timeouts.headers} ms`;
    case 'UND_ERR_BODY_TIMEOUT':
      return `it sent nothing more of the body for ${timeouts.idle} ms`;
    case 'UND_ERR_HEADERS_OVERFLOW':
      return `the headers of its reply are larger than ${UPSTREAM_HEADER_SIZE} bytes`;
    case 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH':
      return 'the body is not as long as its content-length says';
    default:
      if (name === 'AbortError' || code === 'UND_ERR_ABORTED') return 'the client closed the connection first';
      return name === 'HTTPParserError' ? `its reply is not HTTP (${message})` : message;
  }
}

/** How much of a path a message quotes. */
const LONGEST_PATH = 200;

/** Returns what was to be passed on: `GET /tracker`. Without the query, which may have secrets. */
export function toPassedOnName({ request, target }: Pick<PassedOnRequest, 'request' | 'target'>): string {
  const { path } = parseTarget(target);
  return `${request.method} ${path.length > LONGEST_PATH ? `${path.slice(0, LONGEST_PATH)}…` : path}`;
}

export function toUpstreamError(passedOn: PassedOnRequest, reason: string, cause?: unknown): MockError {
  const message = `Failed to pass ${toPassedOnName(passedOn)} on to ${passedOn.upstream}: ${reason}. Check that the server runs and that this is its address.`;
  return new MockError('upstream-failed', message, [], { cause });
}
