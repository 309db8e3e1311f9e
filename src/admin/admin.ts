import { findNearestName } from '../control/nearest-name.ts';
import type { MockRequest } from '../exchange/exchange.ts';
import { IncomingRequest, parseTarget } from '../exchange/incoming-request.ts';
import type { ByteStream } from '../exchange/passed-on.ts';
import { toMockError, toProblemReply } from '../exchange/problem-reply.ts';
import type { HttpReply, ReplyHeaders } from '../exchange/reply.ts';
import { createRouter } from '../fastapi/router.ts';
import { MockError } from '../mock-error.ts';
import type { TrackerMock } from '../mock/tracker-mock.ts';
import { unquote } from '../python/unquote.ts';
import type { SelectedSession } from '../sessions/session-name.ts';
import { selectSession } from '../sessions/session-name.ts';
import { createAdminCors } from './admin-cors.ts';
import { ADMIN_DOCUMENT } from './admin-document.ts';
import type { ReadFile } from './dashboard-page.ts';
import { answerDashboard, isDashboardPath, toGuardedHeaders } from './dashboard-page.ts';
import type { OperationObject } from './document-part.ts';
import { createGuard } from './guard.ts';
import type { AdminCall, AdminOperationHandler } from './handlers.ts';
import { HANDLERS, LARGE_REPLIES, LOCATIONS, STREAMED } from './handlers.ts';
import { readAdminRequest } from './request-reader.ts';

export interface AdminOptions {
  /** The bearer token that callers need. Without one the control API is open to this machine only. */
  readonly token: string | undefined;
  /** The origins whose pages may use the control API, with the token. @default none */
  readonly origins?: readonly string[];
  /** Reads the files of the dashboard. @default there is no dashboard */
  readonly readDashboardFile?: ReadFile;
  /** Runs a step that takes long when others have had their time. @default runs it at once */
  readonly takeTurn?: TakeTurn;
}

export type TakeTurn = <T>(step: () => Promise<T>) => Promise<T>;

/** A request to the control API. Its target may begin with a session prefix. */
export interface AdminRequest extends Omit<MockRequest, 'body'> {
  /** The address that the connection comes from; undefined if it is closed already. */
  readonly peer: string | undefined;
  /** Reads the body; not called if the caller is refused. Undefined if the client has disconnected. */
  readonly readBody: () => Promise<Uint8Array | undefined>;
  /** Returns a signal that is aborted if the client goes away. */
  readonly createGoneSignal: () => AbortSignal;
}

/** Answers one request to the control API, or returns undefined if the client has disconnected. */
export type AdminHandler = (request: AdminRequest) => Promise<HttpReply | undefined>;

interface Route {
  /** `POST /__admin/stubs`. */
  readonly name: string;
  readonly operation: OperationObject;
  readonly handle: AdminOperationHandler;
}

/**
 * Serves the control API of a mock, as its document describes it.
 *
 * @throws {MockError} `option-invalid` if the token cannot be sent in a header
 */
export function createAdmin(mock: TrackerMock, options: AdminOptions): AdminHandler {
  const { token, origins = [], readDashboardFile, takeTurn = (step) => step() } = options;
  const cors = createAdminCors(origins);
  const guard = createGuard(token, (headers) => cors.admits(headers));
  const router = createRouter(listRoutes());

  const answer = async (
    request: AdminRequest,
    { name, target, prefix }: SelectedSession,
  ): Promise<HttpReply | undefined> => {
    const { path } = parseTarget(target);
    if (readDashboardFile !== undefined && isDashboardPath(path)) {
      await guard(toGuardedHeaders(request.headers), 'no-token', request.peer);
      return answerDashboard(request.method, path, readDashboardFile);
    }
    const isHealth = path === HEALTH;
    await guard(request.headers, isHealth ? 'everybody' : 'token', request.peer);
    // Tools that wait for a server send HEAD.
    const method = isHealth && request.method === 'HEAD' ? 'GET' : request.method;
    // Matched before it is decoded, so that an id may contain a slash.
    const match = router.find(method, path);
    if (match.kind !== 'matched') {
      const allowed = isHealth
        ? ['GET', 'HEAD']
        : METHODS.filter((known) => router.find(known, path).kind === 'matched');
      return toUnmatchedReply(request.method, path, allowed);
    }

    const { name: line, operation, handle } = match.endpoint;
    const parameters = Object.entries(match.parameters).map(([key, value]) => [key, unquote(value)] as const);
    // Nothing of a request for the health is read but its path: it needs no token, and a probe may add a query against caches.
    const body = isHealth ? new Uint8Array() : await request.readBody();
    if (body === undefined) return undefined;
    const asked = isHealth ? path : target;
    const input = readAdminRequest(line, operation, new IncomingRequest(request.method, asked, request.headers, body));
    const call: AdminCall = {
      ...input,
      path: Object.fromEntries(parameters),
      headers: request.headers,
      createGoneSignal: request.createGoneSignal,
      mock,
      control: mock.session(name),
    };
    const run = async (): Promise<HttpReply> =>
      toReply(operation, await handle(call), `${request.basePath ?? ''}${prefix}`);
    return LARGE_REPLIES.has(operation.operationId) ? takeTurn(run) : run();
  };

  return async (request) => {
    // Before the guard: a browser sends no token with it.
    const preflight = cors.answerPreflight(request);
    if (preflight !== undefined) return preflight;
    const corsHeaders = cors.headers(request.headers);
    let selected: SelectedSession | undefined;
    try {
      selected = selectSession(request);
      const reply = await answer(request, selected);
      return reply === undefined ? undefined : withOwnHeaders(reply, selected, corsHeaders);
    } catch (error) {
      return withOwnHeaders(toFailureReply(error), selected, corsHeaders);
    }
  };
}

function listRoutes(): { method: string; path: string; endpoint: Route }[] {
  return Object.entries(ADMIN_DOCUMENT.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([key, operation]) => {
      const method = key.toUpperCase();
      const name = `${method} ${path}`;
      const handle = HANDLERS[operation.operationId];
      if (handle === undefined) {
        throw new MockError('internal-error', `Failed to start the control API: ${name} has no handler.`);
      }
      return { method, path, endpoint: { name, operation, handle } };
    }),
  );
}

/** Tells whoever asks that the mock is up, such as a probe from another machine. */
const HEALTH = '/__admin/health';

/** What all paths begin with. */
const BASE = '/__admin/';

/** The rest of each path. */
const PATHS = Object.keys(ADMIN_DOCUMENT.paths).map((path) => path.slice(BASE.length));

/** The methods that the document has. */
const METHODS = ['GET', 'PUT', 'POST', 'DELETE'];

function toUnmatchedReply(method: string, path: string, allowed: readonly string[]): HttpReply {
  const name = JSON.stringify(`${method} ${path}`.slice(0, 200));
  if (allowed.length === 0) {
    const nearest = findNearestName(path.slice(BASE.length), PATHS);
    const advice = nearest === undefined ? '' : ` Did you mean ${BASE}${nearest}?`;
    const message = `Failed to answer ${name}: the control API has no such path.${advice} See ${BASE}openapi.json.`;
    return toProblemReply(new MockError('not-found', message));
  }
  const allow = allowed.join(', ');
  const message = `Failed to answer ${name}: the control API allows ${allow} on this path. See /__admin/openapi.json.`;
  const reply = toProblemReply(new MockError('method-not-allowed', message));
  return { ...reply, headers: { ...reply.headers, allow } };
}

/** Returns the operation's one successful reply, with a value. */
function toReply({ operationId, responses }: OperationObject, value: unknown, base: string): HttpReply {
  const status = Number(Object.keys(responses).find((key) => key.startsWith('2')));
  if (STREAMED.has(operationId)) {
    const content = value as ByteStream;
    // A proxy such as nginx would keep the events until it has enough of them.
    const headers = { 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' };
    return { status, headers, body: '', content, delivery: { kind: 'endless', delay: 0 } };
  }
  if (status === 204) return { status, headers: {}, body: '' };
  const segments = LOCATIONS[operationId]?.(value as never);
  const location = segments === undefined ? {} : { location: toLocation(base, segments) };
  return {
    status,
    headers: { 'content-type': 'application/json', ...location },
    body: JSON.stringify(value),
  };
}

function toLocation(base: string, segments: readonly string[]): string {
  return `${base}/__admin/${segments.map((segment) => encodeURIComponent(segment.toWellFormed())).join('/')}`;
}

function toFailureReply(error: unknown): HttpReply {
  const failure = toMockError(error);
  const reply = toProblemReply(failure);
  return failure.code === 'admin-unauthorized'
    ? { ...reply, headers: { ...reply.headers, 'www-authenticate': 'Bearer' } }
    : reply;
}

/** No reply may be cached, or interpreted as a page. */
const OWN_HEADERS = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

function withOwnHeaders(reply: HttpReply, selected: SelectedSession | undefined, more: ReplyHeaders): HttpReply {
  const session = selected?.isNamed === true ? { 'x-mock-session': selected.name } : {};
  return { ...reply, headers: { ...reply.headers, ...OWN_HEADERS, ...session, ...more } };
}
