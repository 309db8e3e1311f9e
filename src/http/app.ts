import type { Express, Request, Response } from 'express';
import express from 'express';
import { MockError } from '../mock-error.ts';
import type { MockReply } from '../mock/exchange.ts';
import type { TrackerMock } from '../mock/mock.ts';
import { toProblemReply } from '../mock/problem-reply.ts';
import { createCors } from './cors.ts';
import { readBody } from './read-body.ts';

export interface AppOptions {
  /**
   * Whose pages may call the API: any (`*`), one origin (`https://app.example`), or none (`false`).
   *
   * @default '*'
   */
  readonly cors?: string | false;
}

/**
 * The mock as an Express app: supertest takes it, and another Express app can mount it.
 *
 * @example
 * ```ts
 * const app = createApp(createTrackerMock());
 * await request(app).get('/tracker').expect(200);
 * ```
 */
export function createApp(mock: TrackerMock, options: AppOptions = {}): Express {
  const { cors = '*' } = options;
  const app = express();
  app.disable('x-powered-by');
  if (cors !== false) app.use(createCors(cors));
  app.use((request: Request, response: Response) => respond(mock, request, response));
  return app;
}

async function respond(mock: TrackerMock, request: Request, response: Response): Promise<void> {
  const { method = 'GET', url, headers, baseUrl } = request;
  let body: Uint8Array | undefined;
  try {
    body = await readBody(request);
  } catch (error) {
    if (!(error instanceof MockError)) throw error;
    // What is left of the body is not read, so the connection cannot be used again.
    send(response, { ...toProblemReply(error), headers: { ...toProblemReply(error).headers, connection: 'close' } });
    return;
  }
  if (body !== undefined) send(response, mock.handle({ method, target: url, headers, body, basePath: baseUrl }));
}

/** Writes a reply. The one place that does. */
function send(response: Response, { status, headers, body }: MockReply): void {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}
