import type { Socket } from 'node:net';
import type { Express, Request, Response } from 'express';
import express from 'express';
import type { AdminHandler } from '../admin/admin.ts';
import type { OptionSchemas } from '../control/check-options.ts';
import { checkOptions } from '../control/check-options.ts';
import type { MockRequest } from '../exchange/exchange.ts';
import { toMockError, toProblemReply } from '../exchange/problem-reply.ts';
import type { BrokenReply, HttpReply } from '../exchange/reply.ts';
import { isPassedOn } from '../exchange/reply.ts';
import type { TrackerMock } from '../mock/mock.ts';
import { passOn } from '../upstream/pass-on.ts';
import { isAdminTarget } from './admin-target.ts';
import { createCors } from './cors.ts';
import { readBody } from './read-body.ts';
import { addReply } from './replies-in-flight.ts';
import { sendReply } from './send-reply.ts';

export interface AppOptions {
  /**
   * Whose pages may call the API: any (`*`), one origin (`https://app.example`), or none (`false`).
   *
   * @default '*'
   */
  readonly cors?: string | false;
  /**
   * The control API under `/__admin`: open to this machine (`true`), to who has the token, or not there (`false`).
   *
   * @default true
   */
  readonly admin?: boolean | { readonly token: string };
}

/** The schemas of the options, for {@link checkOptions}. */
export const APP_OPTIONS: OptionSchemas<AppOptions> = {
  cors: { anyOf: [{ type: 'string' }, { type: 'boolean' }] },
  admin: {
    anyOf: [
      { type: 'boolean' },
      { type: 'object', required: ['token'], properties: { token: { type: 'string' } }, additionalProperties: false },
    ],
  },
};

/** How large a request's body may be, in bytes: 1 MiB for the API, 16 MiB for the control API, which takes whole worlds. */
const API_LIMIT = 1024 * 1024;
const ADMIN_LIMIT = 16 * 1024 * 1024;

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
  checkOptions('createApp', options, APP_OPTIONS);
  const { cors = '*', admin = true } = options;
  const app = express();
  app.disable('x-powered-by');
  const handleAdmin = admin === false ? undefined : createAdminHandler(mock, admin === true ? undefined : admin.token);
  const addCors = cors === false ? undefined : createCors(cors);
  // One handler in place of three: each would cost as much as routing in the mock itself.
  app.use((request: Request, response: Response) => {
    addReply(response);
    // Before CORS: the control API is for no page of another origin.
    if (handleAdmin !== undefined && isAdminTarget(request.url)) handleAdmin(request, response);
    else if (addCors === undefined) void answerRequest(mock, request, response);
    else addCors(request, response, () => void answerRequest(mock, request, response));
  });
  return app;
}

function answerRequest(mock: TrackerMock, request: Request, response: Response): Promise<void> {
  return respond(response, async () => {
    const body = await readBody(request, API_LIMIT);
    const { method, url: target, headers, baseUrl: basePath } = request;
    if (body === undefined) return undefined;
    const sent: MockRequest = { method, target, headers, body, basePath, server: toServerName(request.socket) };
    const reply = mock.handle(sent);
    if (!isPassedOn(reply) && reply.status !== null && reply.isOutsideCors) {
      for (const name of response.getHeaderNames()) {
        if (name === 'vary' || name.startsWith('access-control-')) response.removeHeader(name);
      }
    }
    return isPassedOn(reply) ? passOn(reply, sent) : reply;
  });
}

/** What uvicorn calls the end of a connection that is its own. */
function toServerName({ localAddress, localPort }: Socket): string | undefined {
  if (localAddress === undefined) return undefined;
  const host = localAddress.includes(':') ? `[${localAddress}]` : localAddress;
  return localPort === 80 ? host : `${host}:${localPort}`;
}

function createAdminHandler(
  mock: TrackerMock,
  token: string | undefined,
): (request: Request, response: Response) => void {
  // Loaded at the first call: most starts never see one.
  let loading: Promise<AdminHandler> | undefined;
  const load = async (): Promise<AdminHandler> => {
    const { createAdmin } = await import('../admin/admin.ts');
    return createAdmin(mock, { token });
  };
  return (request, response) => {
    loading ??= load();
    const { method, url: target, headers, baseUrl: basePath } = request;
    const readAll = (): ReturnType<typeof readBody> => readBody(request, ADMIN_LIMIT);
    void respond(response, async () => {
      const reply = await (await loading)?.({ method, target, headers, basePath, readBody: readAll });
      // A body that is not read to its end leaves the connection of no use.
      const isRead = request.readableEnded || (headers['content-length'] ?? headers['transfer-encoding']) === undefined;
      return reply === undefined || isRead ? reply : { ...reply, headers: { ...reply.headers, connection: 'close' } };
    });
  };
}

/** Sends what comes of a request; nothing where the client went away. */
async function respond(response: Response, answer: () => Promise<HttpReply | BrokenReply | undefined>): Promise<void> {
  try {
    const reply = await answer();
    if (reply !== undefined) sendReply(response, reply);
  } catch (error) {
    const reply = toProblemReply(toMockError(error));
    // A body that is not read to its end leaves the connection of no use.
    sendReply(response, { ...reply, headers: { ...reply.headers, connection: 'close' } });
  }
}
