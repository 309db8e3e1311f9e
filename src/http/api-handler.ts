import type { Socket } from 'node:net';
import type { Request } from 'express';
import type { MockRequest } from '../exchange/exchange.ts';
import { isMetricsTarget } from '../exchange/metrics-target.ts';
import type { HttpReply } from '../exchange/reply.ts';
import { isPassedOn } from '../exchange/reply.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { TrackerMock } from '../mock/tracker-mock.ts';
import type { CorsOption } from './cors.ts';
import { createCors } from './cors.ts';
import { countActive, toMetricsReply } from './metrics-reply.ts';
import type { OnOwnReply } from './own-reply.ts';
import { readBody } from './read-body.ts';
import { isHealthTarget } from './request-target.ts';
import type { Handler } from './respond.ts';
import { closeIfUnread, respond } from './respond.ts';
import { sendReply } from './send-reply.ts';
import { createGoneSignal } from './when-gone.ts';

/** What to do about a body that is too large. */
const ADVICE = 'Send a smaller body, or start the mock with a higher --max-body-size.';

export interface ApiOptions {
  readonly cors: CorsOption;
  readonly maxBodySize: number;
  readonly admin: MockRequest['admin'];
  readonly hasMetrics: boolean;
  readonly onOwnReply: OnOwnReply;
}

/** Hands the requests to the API to the mock, and sends its replies. */
export function createApiHandler(mock: TrackerMock, options: ApiOptions): Handler {
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
        const body = await readBody(request, maxBodySize, ADVICE);
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
export function withMetrics(metrics: Metrics, handleApi: Handler, onOwnReply: OnOwnReply): Handler {
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
