import type { Contract } from '../contract/contract.ts';
import type { Operation } from '../contract/operation.ts';
import { toOperationName } from '../contract/operation.ts';
import type { MockRequest } from '../exchange/exchange.ts';
import { IncomingRequest, parseTarget } from '../exchange/incoming-request.ts';
import { toMockError, toProblemReply } from '../exchange/problem-reply.ts';
import type { HttpReply } from '../exchange/reply.ts';
import { createRouter } from '../fastapi/router.ts';
import { MockError } from '../mock-error.ts';
import type { TrackerMock } from '../mock/mock.ts';
import { unquote } from '../python/unquote.ts';
import type { SelectedSession } from '../sessions/session-name.ts';
import { selectSession } from '../sessions/session-name.ts';
import { loadAdminContract } from './admin-contract.ts';
import { createGuard } from './guard.ts';
import type { AdminOperationHandler } from './handlers.ts';
import { HANDLERS, LOCATIONS } from './handlers.ts';
import type { AdminInput } from './request-reader.ts';
import { createAdminReader } from './request-reader.ts';

export interface AdminOptions {
  /** The bearer token that callers need; without one the control API is open to this machine. */
  readonly token: string | undefined;
}

/** A request to the control API. Its target may have a session in front. */
export interface AdminRequest extends Omit<MockRequest, 'body'> {
  /** Reads the body, which nobody does for a caller that is refused. Undefined where the client went away. */
  readonly readBody: () => Promise<Uint8Array | undefined>;
}

/** Answers one request to the control API; undefined where the client went away. */
export type AdminHandler = (request: AdminRequest) => Promise<HttpReply | undefined>;

interface Route {
  readonly operation: Operation;
  readonly read: ReturnType<typeof createAdminReader>;
  readonly handle: AdminOperationHandler;
}

/**
 * The control API of a mock, by its own document: every request is checked before it is handled, every reply before it goes out.
 *
 * @throws {MockError} `option-invalid` where the token could not stand in a header
 */
export function createAdmin(mock: TrackerMock, { token }: AdminOptions): AdminHandler {
  const guard = createGuard(token);
  const contract = loadAdminContract();
  const router = createRouter(
    contract.operations.map((operation) => ({
      method: operation.method,
      path: operation.path,
      target: toRoute(contract, operation),
    })),
  );

  const answer = async (
    request: AdminRequest,
    { name, target, prefix }: SelectedSession,
  ): Promise<HttpReply | undefined> => {
    const { path } = parseTarget(target);
    await guard(request.headers, path === '/__admin/health');
    // Routed as it is written and decoded afterwards, so that an id may have a slash in it.
    const match = router.find(request.method, path);
    if (match.kind !== 'matched') {
      const allowed = METHODS.filter((method) => router.find(method, path).kind === 'matched');
      return toUnmatchedReply(`${request.method} ${path}`, allowed);
    }

    const { operation, read, handle } = match.target;
    const pathParameters = Object.fromEntries(
      Object.entries(match.parameters).map(([key, value]) => [key, unquote(value)]),
    );
    const body = await request.readBody();
    if (body === undefined) return undefined;
    const input: AdminInput = read(new IncomingRequest(request.method, target, request.headers, body), pathParameters);
    const value = await handle({ ...input, mock, control: mock.session(name) });
    return toReply(operation, value, `${request.basePath ?? ''}${prefix}`);
  };

  return async (request) => {
    let selected: SelectedSession | undefined;
    try {
      selected = selectSession(request);
      const reply = await answer(request, selected);
      return reply === undefined ? undefined : withOwnHeaders(reply, selected);
    } catch (error) {
      return withOwnHeaders(toFailureReply(error), selected);
    }
  };
}

function toRoute(contract: Contract, operation: Operation): Route {
  const handle = HANDLERS[operation.id];
  if (handle === undefined) {
    throw new MockError('internal-error', `Failed to start the control API: ${operation.id} has no handler.`);
  }
  return { operation, read: createAdminReader(contract, operation), handle };
}

/** The methods that the document has. */
const METHODS = ['GET', 'PUT', 'POST', 'DELETE'];

function toUnmatchedReply(line: string, allowed: readonly string[]): HttpReply {
  const name = JSON.stringify(line.slice(0, 200));
  if (allowed.length === 0) {
    const message = `Failed to answer ${name}: the control API has no such path. See /__admin/openapi.json.`;
    return toProblemReply(new MockError('not-found', message));
  }
  const allow = allowed.join(', ');
  const message = `Failed to answer ${name}: the control API has ${allow} there. See /__admin/openapi.json.`;
  const reply = toProblemReply(new MockError('method-not-allowed', message));
  return { ...reply, headers: { ...reply.headers, allow } };
}

/** A value as the operation's one successful reply. */
function toReply(operation: Operation, value: unknown, base: string): HttpReply {
  const [status, response] = [...operation.responses].find(([key]) => key.startsWith('2')) ?? [];
  if (response?.schema === undefined) return { status: Number(status), headers: {}, body: '' };
  const [breach] = response.schema.check(value) ?? [];
  if (breach !== undefined) {
    const reason = `${breach.instancePath === '' ? '/' : breach.instancePath} ${breach.message ?? 'is not valid'}`;
    throw new MockError(
      'internal-error',
      `Failed to answer ${toOperationName(operation)}: the reply is not as /__admin/openapi.json says: ${reason}. This is a defect of the mock.`,
    );
  }
  const segments = LOCATIONS[operation.id]?.(value as never);
  const location = segments === undefined ? {} : { location: toLocation(base, segments) };
  return {
    status: Number(status),
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

/** No answer is kept anywhere, or taken for a page. */
const OWN_HEADERS = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

function withOwnHeaders(reply: HttpReply, selected: SelectedSession | undefined): HttpReply {
  const session = selected?.isNamed === true ? { 'x-mock-session': selected.name } : {};
  return { ...reply, headers: { ...reply.headers, ...OWN_HEADERS, ...session } };
}
