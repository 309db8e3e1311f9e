import type { RequestListener, Server, ServerOptions } from 'node:http';
import { createServer, IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isIP, isIPv4 } from 'node:net';
import type { Express } from 'express';
import { checkTokenLength } from '../admin/bearer-token.ts';
import { HEADER_SIZE, REQUEST_TIMEOUT } from '../budgets.ts';
import type { OptionSchemas } from '../control/check-options.ts';
import { checkOptions } from '../control/check-options.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { MockError } from '../mock-error.ts';
import type { TrackerMock } from '../mock/tracker-mock.ts';
import type { AppOptions } from './app.ts';
import { APP_OPTIONS, createWatchedApp } from './app.ts';
import { answerClientErrors, INVALID_REQUEST } from './client-error.ts';
import { createCloser } from './close-server.ts';
import { listNetworkUrls, toLocalUrl } from './open-addresses.ts';
import type { OnOwnReply } from './own-reply.ts';
import { toPathTarget } from './request-target.ts';

export interface ServerStartOptions extends AppOptions {
  /**
   * The port to listen on; 0 selects a free one.
   *
   * @default 4010
   */
  readonly port?: number;
  /**
   * The address to listen on. Any other than a loopback address admits other machines.
   *
   * @default '127.0.0.1'
   */
  readonly host?: string;
  /**
   * The largest request line and headers of a request together, in bytes. A larger one is answered with 431.
   *
   * @default 65536
   */
  readonly maxHeaderSize?: number;
}

/** A server that is listening. */
export interface RunningServer extends AsyncDisposable {
  /** The address to send requests to: `http://127.0.0.1:4010`. */
  readonly url: string;
  /** The addresses for other machines, if it listens on all of this machine's, as with the host `0.0.0.0`. */
  readonly networkUrls: readonly string[];
  readonly port: number;
  /** Whether it serves the control API. */
  readonly hasAdmin: boolean;
  /** Stops listening, answers the requests in flight without stubbed delays, and closes remaining connections after 0.8 seconds. */
  close(): Promise<void>;
}

const SERVER_OPTIONS: OptionSchemas<ServerStartOptions> = {
  ...APP_OPTIONS,
  port: { type: 'integer', minimum: 0, maximum: 65_535 },
  host: { type: 'string' },
  maxHeaderSize: { type: 'integer', minimum: 1 },
};

/** In place of the reply to a client that had not received it when the server closed. */
const CUT_OFF = { status: null, body: '' };

/** How many connections may wait to be accepted, as in uvicorn. Node's default of 511 is too few for a thousand simultaneous clients. */
const BACKLOG = 2048;

/**
 * Serves a mock over HTTP.
 *
 * @throws {MockError} `option-invalid`, or `server-not-started` if the port is in use or the address does not belong to this machine
 * @example
 * ```ts
 * const server = await startServer(createTrackerMock(), { port: 0 });
 * await fetch(`${server.url}/tracker`);
 * await server.close();
 * ```
 */
export function startServer(mock: TrackerMock, options: ServerStartOptions = {}): Promise<RunningServer> {
  return startWatchedServer(mock, options, () => {});
}

/**
 * Starts a server that reports the replies which are not the mock's.
 *
 * @param metrics are served at `/metrics`. @default not at all
 * @throws {MockError} as {@link startServer}
 */
export async function startWatchedServer(
  mock: TrackerMock,
  options: ServerStartOptions,
  onOwnReply: OnOwnReply,
  metrics?: Metrics,
): Promise<RunningServer> {
  checkOptions('startServer', options, SERVER_OPTIONS);
  const { port = 4010, host = '127.0.0.1', maxHeaderSize = HEADER_SIZE, ...appOptions } = options;
  // Without a token, the control API is open to this machine only.
  const admin = options.admin === true || options.admin === undefined ? isLoopback(host) : options.admin;
  if (typeof admin === 'object' && !isLoopback(host)) checkTokenLength(admin.token, host);
  const app = createWatchedApp(mock, { ...appOptions, admin }, onOwnReply, metrics);
  const handle: RequestListener = (request, response) => {
    closer.watch(response);
    const target = toPathTarget(request.url ?? '');
    if (target === undefined) {
      onOwnReply({ by: 'server', request, reply: { status: 400, body: INVALID_REQUEST.text } });
      response.writeHead(400, INVALID_REQUEST.headers).end(INVALID_REQUEST.text);
      return;
    }
    request.url = target;
    app(request, response);
  };
  const server = createServer(toServerOptions(app, maxHeaderSize), handle);
  const closer = createCloser(server, (request) => onOwnReply({ by: 'server', request, reply: CUT_OFF }));
  answerClientErrors(server, onOwnReply);
  // Uvicorn ignores an expectation that it does not know.
  server.on('checkExpectation', handle);
  await listen(server, port, host);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a server that listens on a port has such an address
  const address = server.address() as AddressInfo;
  const closeOnce = (): Promise<void> => closer.close();
  return {
    url: toLocalUrl(isIP(host) === 0 ? host : address.address, address.port),
    networkUrls: listNetworkUrls(address.address, address.port),
    port: address.port,
    hasAdmin: admin !== false,
    close: closeOnce,
    [Symbol.asyncDispose]: closeOnce,
  };
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));
}

/**
 * Node's request and response with Express's members in their prototypes. Express changes the prototype of each request and response,
 * which makes them slow objects and costs two thirds of its speed; if they have that prototype already, it changes nothing.
 */
function toServerOptions(app: Express, maxHeaderSize: number): ServerOptions {
  class AppRequest extends IncomingMessage {}
  class AppResponse<Request extends IncomingMessage> extends ServerResponse<Request> {}
  copyMembers(app.request, AppRequest.prototype);
  copyMembers(app.response, AppResponse.prototype);
  Object.assign(app, { request: AppRequest.prototype, response: AppResponse.prototype });
  return {
    IncomingMessage: AppRequest,
    ServerResponse: AppResponse,
    // Uvicorn requires no Host.
    requireHostHeader: false,
    maxHeaderSize,
    requestTimeout: REQUEST_TIMEOUT,
    headersTimeout: REQUEST_TIMEOUT,
    connectionsCheckingInterval: 1000,
  };
}

/** Copies the members of Express's prototype to another one, those of the app last. */
function copyMembers(from: object, to: object): void {
  const kind: unknown = Object.getPrototypeOf(from);
  for (const level of [kind, from]) {
    Object.defineProperties(to, Object.getOwnPropertyDescriptors(level));
  }
}

async function listen(server: Server, port: number, host: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(toStartError(error, port, host)));
    server.listen(port, host, BACKLOG, () => {
      server.removeAllListeners('error');
      resolve();
    });
  });
}

/** Why a server cannot listen and what to do about it, by the system's error code. */
const START_FAILURES: Readonly<Record<string, string>> = {
  EADDRINUSE:
    'the port is in use. Stop the program that listens there, or choose another port with --port (0 for any free port)',
  EACCES: 'this user is not allowed to listen there. Choose a port from 1024 up with --port',
  EADDRNOTAVAIL: 'the address does not belong to this machine. Choose another one with --host, such as 127.0.0.1',
  ENOTFOUND: 'the host name is not known. Choose an address with --host, such as 127.0.0.1',
  EAI_AGAIN: 'the host name is not known. Choose an address with --host, such as 127.0.0.1',
};

function toStartError(error: NodeJS.ErrnoException, port: number, host: string): MockError {
  const reason = START_FAILURES[error.code ?? ''] ?? error.message;
  return new MockError('server-not-started', `Failed to listen on ${host} port ${port}: ${reason}.`, [], {
    cause: error,
  });
}
