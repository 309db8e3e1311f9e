import { errors } from 'undici';
import { toFailure } from './failure.ts';

/** The methods whose requests may be sent again (RFC 9110, 9.2.2). */
const IDEMPOTENT: ReadonlySet<string> = new Set(['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PUT', 'TRACE']);

/**
 * Whether a request that got no reply is to be sent once more, as reverse proxies do: the server may have closed a connection that was kept
 * open for the next request at the moment at which that request was sent.
 */
export function isWorthAnotherTry(method: string, error: unknown): boolean {
  if (!IDEMPOTENT.has(method)) return false;
  const { code } = toFailure(error);
  return code === 'ECONNRESET' || code === 'EPIPE' || hasReceived(error);
}

/** Whether bytes were received on the connection that failed. Without any it was a new one: the server refuses the request. */
function hasReceived(error: unknown): boolean {
  return error instanceof errors.SocketError && (error.socket?.bytesRead ?? 0) > 0;
}
