import type { Contract } from '../contract/contract.ts';
import { findResponse, toOperationName } from '../contract/operation.ts';
import type { Violation } from '../contract/violation.ts';
import type { RouteMatch, Target } from '../fastapi/router.ts';
import { createRouter, encodeLocation, parseTarget } from '../fastapi/router.ts';
import { MockError } from '../mock-error.ts';
import type { TrackerModel } from '../trackers/tracker-model.ts';
import type { EventPolicy } from '../trackers/update-tracker.ts';
import type { WorldContent } from '../trackers/world.ts';
import { createWorld } from '../trackers/world.ts';
import type { Answer } from './answer.ts';
import { toJsonAnswer } from './answer.ts';
import type { Clock } from './clock.ts';
import { realClock } from './clock.ts';
import type { Exchange, MockReply, MockRequest } from './exchange.ts';
import type { ErrorStyle, OperationHandler } from './operation-handler.ts';
import { createOperationHandler } from './operation-handler.ts';
import { toProblemReply } from './problem-reply.ts';
import type { ServiceRoute } from './service-route.ts';
import { createServiceRoutes } from './service-route.ts';
import { toViolationHeaders } from './violation-headers.ts';

export interface MockOptions {
  readonly contract: Contract;
  readonly model: TrackerModel;
  readonly content: WorldContent;
  readonly errors: ErrorStyle;
  readonly events: EventPolicy;
  /** The time in replies. */
  readonly clock?: Clock;
}

export type ExchangeListener = (exchange: Exchange) => void;

/** The API, without a transport: a request goes in, a reply comes out. */
export interface TrackerMock {
  readonly contract: Contract;
  /** Answers one request. Never throws: its own failures are replies, too. */
  handle(request: MockRequest): MockReply;
  /** Puts a world in the place of the one that is served. */
  load(content: WorldContent): void;
  /** Calls back after each exchange; gives what ends that. */
  onExchange(listener: ExchangeListener): () => void;
}

type RouteTarget = { readonly handle: OperationHandler } | { readonly serve: ServiceRoute };

/**
 * A mock over a contract and a world.
 *
 * @throws {MockError} `contract-invalid` where the contract has an operation that the mock has no behaviour for
 */
export function createMock(options: MockOptions): TrackerMock {
  const { contract, clock = realClock } = options;
  let world = createWorld(options.content);
  const listeners = new Set<ExchangeListener>();
  const router = createRouter<RouteTarget>([
    ...createServiceRoutes(contract.document).map(({ target, ...route }) => ({ ...route, target: { serve: target } })),
    ...contract.operations.map((operation) => ({
      method: operation.method,
      path: operation.path,
      target: {
        handle: createOperationHandler(operation, { contract, model: options.model, errors: options.errors, policy: options.events }),
      },
    })),
  ]);

  const answer = (request: MockRequest): Answer => {
    const target = parseTarget(request.target);
    const match = router.find(request.method, target.path);
    if (match.kind !== 'matched') return toUnmatchedAnswer(match, target, request);
    if ('serve' in match.target) return match.target.serve();
    const { headers, body } = request;
    return match.target.handle({ pathParameters: match.parameters, query: target.query, headers, body }, world, clock());
  };

  return {
    contract,
    handle(request) {
      const started = performance.now();
      let exchange: Omit<Exchange, 'time' | 'ms' | 'request'>;
      try {
        exchange = toExchange(answer(request));
      } catch (error) {
        exchange = toFailedExchange(error);
      }
      if (listeners.size > 0) {
        const ms = performance.now() - started;
        const record = { ...exchange, request, time: realClock() - Math.round(ms * 1000), ms };
        for (const listener of listeners) listener(record);
      }
      return exchange.reply;
    },
    load(content) {
      world = createWorld(content);
    },
    onExchange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

function toUnmatchedAnswer(match: Exclude<RouteMatch<unknown>, { kind: 'matched' }>, { query }: Target, request: MockRequest): Answer {
  switch (match.kind) {
    case 'not-found':
      return toJsonAnswer(404, { detail: 'Not Found' });
    case 'method-not-allowed':
      return toJsonAnswer(405, { detail: 'Method Not Allowed' }, { headers: { allow: match.allow } });
    case 'redirect': {
      const { host } = request.headers;
      const origin = typeof host === 'string' && host !== '' ? `http://${host}` : '';
      const location = encodeLocation(`${origin}${request.basePath ?? ''}${match.path}${query === '' ? '' : `?${query}`}`);
      return { status: 307, value: undefined, text: '', headers: { location } };
    }
  }
}

/** Checks an answer, makes its change, and gives what goes out. */
function toExchange(answer: Answer): Omit<Exchange, 'time' | 'ms' | 'request'> {
  const { operation, violations = [] } = answer;
  const response = operation === undefined ? undefined : findResponse(operation, answer.status);
  const errors = response?.schema?.check(answer.value);
  if (operation !== undefined && errors !== undefined) {
    const breaches = errors.map((error): Violation => ({
      side: 'reply',
      location: ['body', ...error.instancePath.split('/').slice(1)],
      rule: error.keyword,
      message: `${error.message ?? 'is not valid'} (${error.schemaPath})`,
    }));
    const problems = errors.map((error) => `${error.instancePath === '' ? '/' : error.instancePath} ${error.message ?? 'is not valid'}, by the rule ${error.schemaPath}`);
    const reason = `the ${answer.status} reply breaks the contract at ${problems[0] ?? '/'}`;
    const failure = new MockError('reply-breaks-contract', `Failed to answer ${toOperationName(operation)}: ${reason}. Nothing was changed. Mend the fixture or the contract.`, problems);
    return { operation, violations: [...violations, ...breaches], isUndocumented: false, reply: toProblemReply(failure, [...violations, ...breaches]) };
  }
  answer.commit?.();
  const headers = { ...(answer.text === '' ? {} : JSON_TYPE), ...answer.headers, ...toViolationHeaders(violations) };
  return {
    operation,
    violations,
    isUndocumented: operation !== undefined && response === undefined,
    reply: { status: answer.status, headers, body: answer.text },
  };
}

const JSON_TYPE = { 'content-type': 'application/json' };

function toFailedExchange(error: unknown): Omit<Exchange, 'time' | 'ms' | 'request'> {
  const failure = error instanceof MockError ? error : new MockError('internal-error', `Failed to answer: ${String(error)}. This is a defect of the mock.`, [], { cause: error });
  return { operation: undefined, violations: [], isUndocumented: false, reply: toProblemReply(failure) };
}
