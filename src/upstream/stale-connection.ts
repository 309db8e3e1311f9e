import { buildConnector, errors } from 'undici';

/** The methods whose requests may be sent again (RFC 9110, 9.2.2). */
const IDEMPOTENT: ReadonlySet<string> = new Set(['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PUT', 'TRACE']);

/** Makes connections, and tells whether one that failed had been in use before. */
export interface Connections {
  readonly connect: buildConnector.connector;
  /**
   * Whether a request that got no reply is to be sent once more, as reverse proxies do: the server may have closed a connection that was
   * kept open for the next request at the moment at which that request was sent. On a new connection, the server refuses the request.
   */
  isWorthAnotherTry(method: string, error: unknown): boolean;
}

/** @param timeout for connecting, in milliseconds */
export function createConnections(timeout: number): Connections {
  const connect = buildConnector({ timeout });
  /** Errors such as ECONNRESET, which do not tell the connection, unlike undici's own. */
  const afterBytes = new WeakSet<Error>();
  return {
    connect: (options, callback) =>
      connect(options, (...[error, socket]) => {
        if (error !== null) {
          callback(error, null);
          return;
        }
        socket.on('error', (failure: Error) => {
          if (socket.bytesRead > 0) afterBytes.add(failure);
        });
        callback(null, socket);
      }),
    isWorthAnotherTry: (method, error) =>
      IDEMPOTENT.has(method) &&
      error instanceof Error &&
      (afterBytes.has(error) || (error instanceof errors.SocketError && (error.socket?.bytesRead ?? 0) > 0)),
  };
}
