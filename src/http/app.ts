import type { Socket } from 'node:net';
import type { Express, Request, Response } from 'express';
import express from 'express';
import type { AdminHandler, AdminOptions } from '../admin/admin.ts';
import { checkToken } from '../admin/bearer-token.ts';
import { ADMIN_BODY_SIZE, BODY_SIZE } from '../budgets.ts';
import type { OptionSchemas } from '../control/check-options.ts';
import { checkOptions } from '../control/check-options.ts';
import { isAdminTarget } from '../exchange/admin-target.ts';
import type { MockRequest } from '../exchange/exchange.ts';
import { isMetricsTarget } from '../exchange/metrics-target.ts';
import { toMockError, toProblemReply } from '../exchange/problem-reply.ts';
import type { BrokenReply, HttpReply } from '../exchange/reply.ts';
import { isPassedOn } from '../exchange/reply.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { MockError } from '../mock-error.ts';
import type { TrackerMock } from '../mock/tracker-mock.ts';
import type { CorsOption } from './cors.ts';
import { createCors, parseAdminOrigins } from './cors.ts';
import { readDashboardFile } from './dashboard-files.ts';
import { HEALTH_REPLY, isHealthRequest } from './health-reply.ts';
import { countActive, toMetricsReply } from './metrics-reply.ts';
import type { OnOwnReply } from './own-reply.ts';
import { readBody } from './read-body.ts';
import { admitReply } from './replies-in-flight.ts';
import { isHealthTarget } from './request-target.ts';
import { sendReply, toOverloadedError } from './send-reply.ts';
import { takeTurn } from './take-turns.ts';
import { whenGone } from './when-gone.ts';

export interface AppOptions {
  /**
   * Which pages may call the API: all of them (`*`), those of one origin (`https://app.example`) or of several, or none (`false`).
   *
   * @default '*'
   */
  readonly cors?: CorsOption;
  /**
   * The control API under `/__admin`: open to this machine (`true`), to callers with the token, or not served (`false`). `cors` are the
   * origins whose pages may use it with the token; without it, pages of other origins are refused.
   *
   * @default true
   */
  readonly admin?: boolean | { readonly token: string; readonly cors?: string | readonly string[] };
  /**
   * The largest request body to the API, in bytes. A larger one is answered with 413.
   *
   * @default 16777216
   */
  readonly maxBodySize?: number;
}

/** The schemas of the options, for {@link checkOptions}. */
export const APP_OPTIONS: OptionSchemas<AppOptions> = {
  cors: { anyOf: [{ type: 'string' }, { type: 'boolean' }, { type: 'array', items: { type: 'string' } }] },
  admin: {
    anyOf: [
      { type: 'boolean' },
      {
        type: 'object',
        required: ['token'],
        properties: {
          token: { type: 'string' },
          cors: { anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }] },
        },
        additionalProperties: false,
      },
    ],
  },
  maxBodySize: { type: 'integer', minimum: 1 },
};

/**
 * The mock as an Express app: supertest takes it, and another Express app can mount it.
 *
 * @throws {MockError} `option-invalid`
 * @example
 * ```ts
 * const app = createApp(createTrackerMock());
 * await request(app).get('/tracker').expect(200);
 * ```
 */
export function createApp(mock: TrackerMock, options: AppOptions = {}): Express {
  return createWatchedApp(mock, options, () => {});
}

/**
 * Creates an app that reports the replies which are not the mock's.
 *
 * @param metrics are served at `/metrics`. @default not at all
 * @throws {MockError} `option-invalid`
 */
export function createWatchedApp(
  mock: TrackerMock,
  options: AppOptions,
  onOwnReply: OnOwnReply,
  metrics?: Metrics,
): Express {
  checkMock(mock);
  checkOptions('createApp', options, APP_OPTIONS);
  const { cors = '*', admin = true, maxBodySize = BODY_SIZE } = options;
  const app = express();
  app.disable('x-powered-by');
  const handleAdmin = admin === false ? undefined : createAdminHandler(mock, toAdminOptions(admin), onOwnReply);
  const access = admin === false ? undefined : admin === true ? 'open' : 'token';
  const hasMetrics = metrics !== undefined;
  const answerApi = createApiHandler(mock, { cors, maxBodySize, admin: access, hasMetrics, onOwnReply });
  const handleApi = metrics === undefined ? answerApi : withMetrics(metrics, answerApi, onOwnReply);
  // The health check of the control API is answered also if the rest of it is off.
  const handleOwnPath: Handler = (request, response) =>
    isHealthRequest(request)
      ? void sendReply(response, closeIfUnread(HEALTH_REPLY, request))
      : handleApi(request, response);
  // A single handler, since each further one would cost as much as the mock's own routing.
  app.use((request: Request, response: Response) => {
    // Before CORS: pages of other origins must not use the control API.
    const handle = isAdminTarget(request.url) ? (handleAdmin ?? handleOwnPath) : handleApi;
    if (!admitReply(response, () => handle(request, response))) {
      const reply = toProblemReply(toOverloadedError('too many replies are in flight'));
      // Not of a connection that was closed instead.
      if (!request.socket.destroyed) onOwnReply({ by: 'server', request, reply });
      sendReply(response, reply);
    }
  });
  return app;
}

type Handler = (request: Request, response: Response) => void;

/** What to do about a body that is too large. */
const API_ADVICE = 'Send a smaller body, or start the mock with a higher --max-body-size.';
const ADMIN_ADVICE = 'Send a smaller body, or start the mock with a larger world from a file (--fixtures).';

interface ApiOptions {
  readonly cors: CorsOption;
  readonly maxBodySize: number;
  readonly admin: MockRequest['admin'];
  readonly hasMetrics: boolean;
  readonly onOwnReply: OnOwnReply;
}

function createApiHandler(mock: TrackerMock, options: ApiOptions): Handler {
  const { cors: option, maxBodySize, admin, hasMetrics, onOwnReply } = options;
  const cors = option === false ? undefined : createCors(option);
  return (request, response) => {
    const preflight = cors?.answerPreflight(request);
    if (preflight !== undefined && !isHealthTarget(request.url)) {
      if (preflight.status >= 400) onOwnReply({ by: 'server', request, reply: preflight });
      sendReply(response, preflight);
      return;
    }
    void respond(
      response,
      async () => {
        const body = await readBody(request, maxBodySize, API_ADVICE);
        const { method, url: target, headers, baseUrl: basePath } = request;
        if (body === undefined) return undefined;
        const server = toServerName(request.socket);
        const scheme = toScheme(request);
        const peer = request.socket.remoteAddress;
        // A single literal, since this runs for every request and a spread takes V8 ten times as long.
        const sent: MockRequest = { method, target, headers, body, basePath, server, peer, scheme, admin, hasMetrics };
        const reply = mock.handle(sent);
        return isPassedOn(reply) ? reply.delivery.send(createGoneSignal(response)) : reply;
      },
      onOwnReply,
      (reply) => cors?.addHeaders(reply, request) ?? reply,
    );
  };
}

/** Serves the metrics beside the API. */
function withMetrics(metrics: Metrics, handleApi: Handler, onOwnReply: OnOwnReply): Handler {
  return (request, response) => {
    if (isMetricsTarget(request.url)) {
      const answer = async (): Promise<HttpReply> =>
        closeIfUnread(await toMetricsReply(metrics, request.method), request);
      void respond(response, answer, onOwnReply);
      return;
    }
    countActive(metrics, response);
    handleApi(request, response);
  };
}

/** Returns a signal that is aborted if the connection of a reply closes before the reply is sent. */
function createGoneSignal(response: Response): AbortSignal {
  const controller = new AbortController();
  const forget = whenGone(response, () => controller.abort());
  // Comes before the end of the connection, and for a reply that waits for its turn not at all.
  response.once('close', () => {
    forget();
    if (!response.writableFinished) controller.abort();
  });
  return controller.signal;
}

/** Returns the server's end of a connection as uvicorn names it. */
function toServerName({ localAddress, localPort }: Socket): string | undefined {
  if (localAddress === undefined) return undefined;
  const host = localAddress.includes(':') ? `[${localAddress}]` : localAddress;
  return localPort === 80 ? host : `${host}:${localPort}`;
}

/** Addresses whose `X-Forwarded-Proto` uvicorn trusts by default. */
const TRUSTED_PROXIES = new Set<string | undefined>(['127.0.0.1', '::ffff:127.0.0.1']);

/** Returns the scheme that a proxy on this machine says the client used. */
function toScheme(request: Request): string {
  if (request.headers['x-forwarded-proto'] === undefined) return 'http';
  const scheme = request.headersDistinct['x-forwarded-proto']?.at(-1)?.trim() ?? '';
  return TRUSTED_PROXIES.has(request.socket.remoteAddress) && /^(?:http|ws)s?$/.test(scheme) ? scheme : 'http';
}

/** @throws {MockError} `option-invalid` if the token cannot be sent, or an origin is not one */
function toAdminOptions(admin: Exclude<AppOptions['admin'], false | undefined>): AdminOptions {
  if (admin === true) return { token: undefined };
  // At once, since the control API is loaded late.
  checkToken(admin.token);
  return { token: admin.token, origins: parseAdminOrigins(admin.cors ?? []) };
}

/**
 * JavaScript has no types that would refuse the options in the place of the mock.
 *
 * @throws {MockError} `option-invalid`
 */
function checkMock(mock: unknown): void {
  if (typeof mock === 'object' && mock !== null && 'handle' in mock) return;
  throw new MockError(
    'option-invalid',
    'Failed to create the app: the first argument is not a mock. Pass what createTrackerMock() returns.',
  );
}

function createAdminHandler(mock: TrackerMock, options: AdminOptions, onOwnReply: OnOwnReply): Handler {
  // Loaded at the first call, since most runs never make one.
  let loading: Promise<AdminHandler> | undefined;
  const load = async (): Promise<AdminHandler> => {
    const { createAdmin } = await import('../admin/admin.ts');
    return createAdmin(mock, { ...options, readDashboardFile, takeTurn: (step) => takeTurn('reply', step) });
  };
  return (request, response) => {
    loading ??= load();
    const { method, url: target, headers, baseUrl: basePath } = request;
    const peer = request.socket.remoteAddress;
    const readAll = (): ReturnType<typeof readBody> => readBody(request, ADMIN_BODY_SIZE, ADMIN_ADVICE);
    const started = performance.now();
    const answer = async (): Promise<HttpReply | undefined> => {
      const createSignal = (): AbortSignal => createGoneSignal(response);
      const handle = await loading;
      const reply = await handle?.({
        method,
        target,
        headers,
        basePath,
        peer,
        readBody: readAll,
        createGoneSignal: createSignal,
      });
      if (reply === undefined) return undefined;
      onOwnReply({ by: 'admin', request, reply, ms: performance.now() - started });
      return closeIfUnread(reply, request);
    };
    void respond(response, answer, onOwnReply);
  };
}

/** Sends the reply to a request, or nothing if the client went away. A refusal in place of the reply is reported. */
async function respond(
  response: Response,
  answer: () => Promise<HttpReply | BrokenReply | undefined>,
  onOwnReply: OnOwnReply,
  addHeaders: (reply: HttpReply) => HttpReply = (reply) => reply,
): Promise<void> {
  const { req: request } = response;
  let reply: HttpReply | BrokenReply | undefined;
  try {
    reply = await answer();
  } catch (error) {
    const refusal = closeAfter(toProblemReply(toMockError(error)));
    onOwnReply({ by: 'server', request, reply: refusal });
    reply = refusal;
  }
  if (reply === undefined) return;
  const refusal = sendReply(response, reply.status === null ? reply : addHeaders(reply));
  if (refusal !== undefined) onOwnReply({ by: 'server', request, reply: refusal });
}

function closeIfUnread(reply: HttpReply, { headers, readableEnded }: Request): HttpReply {
  const isRead = readableEnded || (headers['content-length'] ?? headers['transfer-encoding']) === undefined;
  return isRead ? reply : closeAfter(reply);
}

/** Closes the connection after a reply: the unread rest of a body would be parsed as the next request. */
function closeAfter(reply: HttpReply): HttpReply {
  return { ...reply, headers: { ...reply.headers, connection: 'close' } };
}
