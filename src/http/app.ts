import type { Express, Request, Response } from 'express';
import express from 'express';
import type { AdminOptions } from '../admin/admin.ts';
import { checkToken } from '../admin/bearer-token.ts';
import { BODY_SIZE } from '../budgets.ts';
import type { OptionSchemas } from '../control/check-options.ts';
import { checkOptions } from '../control/check-options.ts';
import { isAdminTarget } from '../exchange/admin-target.ts';
import { toProblemReply } from '../exchange/problem-reply.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { MockError } from '../mock-error.ts';
import type { TrackerMock } from '../mock/tracker-mock.ts';
import { createAdminHandler } from './admin-handler.ts';
import { createApiHandler, withMetrics } from './api-handler.ts';
import type { CorsOption } from './cors.ts';
import { parseAdminOrigins } from './cors.ts';
import { HEALTH_REPLY, isHealthRequest } from './health-reply.ts';
import type { OnOwnReply } from './own-reply.ts';
import { admitReply } from './replies-in-flight.ts';
import type { Handler } from './respond.ts';
import { closeIfUnread } from './respond.ts';
import { sendReply, toOverloadedError } from './send-reply.ts';

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
