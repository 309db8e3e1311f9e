import type { Contract } from '../contract/contract.ts';
import type { Operation, Response } from '../contract/operation.ts';
import { findResponse, toOperationName } from '../contract/operation.ts';
import { createReplyCheck } from '../contract/reply-check.ts';
import type { Check } from '../contract/schema.ts';
import type { Violation } from '../contract/violation.ts';
import type { Answer } from '../exchange/answer.ts';
import { toJsonAnswer } from '../exchange/answer.ts';
import type { Exchange, MockReply, MockRequest } from '../exchange/exchange.ts';
import { toProblemReply } from '../exchange/problem-reply.ts';
import type { Route, RouteMatch, Target } from '../fastapi/router.ts';
import { createRouter, encodeLocation, isHost, parseTarget } from '../fastapi/router.ts';
import { decodeUrlPath } from '../fastapi/url-path.ts';
import { MockError } from '../mock-error.ts';
import { toCodedAnswer } from '../operations/coded-answer.ts';
import type { HandlerOptions, OperationHandler } from '../operations/operation-handler.ts';
import { createOperationHandler } from '../operations/operation-handler.ts';
import type { ServiceRoute } from '../operations/service-route.ts';
import { createServiceRoutes } from '../operations/service-route.ts';
import { parsePythonJson } from '../python/json.ts';
import type { Session } from '../sessions/session.ts';
import { toContractViolation } from '../stubs/contract-violation-fault.ts';
import type { Applied, Plan } from '../stubs/override.ts';
import { createPlan, toOverrideNotes, toPreferenceApplied } from '../stubs/override.ts';
import { parsePreference } from '../stubs/prefer-header.ts';
import type { StubReply } from '../stubs/stub.ts';

/** What comes of one request: the reply, as yet without the headers that tell of the verdicts, and the verdicts. */
export type Result = Pick<
  Exchange,
  'reply' | 'operation' | 'isUnmatched' | 'violations' | 'isUndocumented' | 'stubbed'
> &
  Pick<Answer, 'rewrite'>;

/** Answers one request in a session. Throws nothing: the mock's own failures are replies, too. */
export type Pipeline = (session: Session, request: MockRequest, target: string) => Result;

type RouteTarget =
  | { readonly operation: Operation; readonly handle: OperationHandler }
  | { readonly serve: ServiceRoute };

/**
 * The whole path of a request: route it, see what is stubbed for it, ask for the answer, check the answer against the contract, and only
 * then make its change.
 *
 * @throws {MockError} `contract-invalid` where the contract has an operation that the mock has no behaviour for
 */
export function createPipeline(options: HandlerOptions): Pipeline {
  const router = createRouter<RouteTarget>(listRoutes(options.contract, options));
  const checks: ReplyChecks = new Map(
    options.contract.operations.flatMap(({ responses }) =>
      [...responses.values()].map((response) => [response, createReplyCheck(options.contract, response)] as const),
    ),
  );

  return (session, request, target) => {
    let operation: Operation | undefined;
    try {
      const { path, query } = parseTarget(target);
      const match = router.find(request.method, path);
      const matched = match.kind === 'matched' ? match.target : undefined;
      operation = matched !== undefined && 'operation' in matched ? matched.operation : undefined;

      const plan = findPlan(session, request, path, operation);
      const wanted = plan === undefined ? undefined : toPlannedAnswer(plan, operation, match, options.errors);
      const answer = wanted ?? toOwnAnswer(match, { path, query }, session, request);
      return toResult(answer, match.kind !== 'matched', session, plan, wanted === undefined ? checks : NO_CHECKS);
    } catch (error) {
      return toFailedResult(error, operation);
    }
  };

  /** What the API answers, with nothing stubbed. */
  function toOwnAnswer(
    match: RouteMatch<RouteTarget>,
    { query }: Target,
    session: Session,
    request: MockRequest,
  ): Answer {
    if (match.kind !== 'matched') return toUnmatchedAnswer(match, query, request);
    if ('serve' in match.target) return match.target.serve();
    const { headers, body } = request;
    return match.target.handle(
      { pathParameters: match.parameters, query, headers, body },
      session.world,
      session.clock.now(),
    );
  }
}

function listRoutes(contract: Contract, options: HandlerOptions): Route<RouteTarget>[] {
  return [
    ...contract.operations.map((operation) => ({
      method: operation.method,
      path: operation.path,
      target: { operation, handle: createOperationHandler(operation, options) },
    })),
    ...createServiceRoutes(contract.document).map(({ target, ...route }) => ({ ...route, target: { serve: target } })),
  ];
}

function toUnmatchedAnswer(
  match: Exclude<RouteMatch<unknown>, { kind: 'matched' }>,
  query: string,
  request: MockRequest,
): Answer {
  switch (match.kind) {
    case 'not-found':
      return toJsonAnswer(404, { detail: 'Not Found' });
    case 'method-not-allowed':
      return toJsonAnswer(405, { detail: 'Method Not Allowed' }, { headers: { allow: match.allow } });
    case 'redirect': {
      const { host } = request.headers;
      const authority = isHost(host) ? host : request.server;
      const origin = authority === undefined ? '' : `http://${authority}`;
      const location = encodeLocation(
        `${origin}${request.basePath ?? ''}${match.path}${query === '' ? '' : `?${query}`}`,
      );
      return { status: 307, value: undefined, text: '', headers: { location } };
    }
  }
}

function findPlan(
  session: Session,
  request: MockRequest,
  path: string,
  operation: Operation | undefined,
): Plan | undefined {
  const { stubs, random } = session;
  const { method, headers } = request;
  const preference = parsePreference(headers['prefer']);
  if (stubs.size === 0) return createPlan(preference, undefined, random);
  let body: { readonly value: unknown } | undefined;
  const readBody = (): unknown => {
    body ??= { value: readJson(request.body) };
    return body.value;
  };
  return createPlan(
    preference,
    stubs.take({ method, path: decodeUrlPath(path), headers, operation, readBody }, random),
    random,
  );
}

function readJson(bytes: Uint8Array): unknown {
  const json = parsePythonJson(bytes);
  return json.ok ? json.value : undefined;
}

/** Faults after which a client has no reply of the API; the request then changes nothing either. */
const WIRE_FAULTS: ReadonlySet<string | undefined> = new Set([
  'connection-reset-by-peer',
  'empty-response',
  'malformed-response-chunk',
  'random-data-then-close',
]);

/** The answer that a plan asks for in place of the API's own; undefined where it asks for none. */
function toPlannedAnswer(
  plan: Plan,
  operation: Operation | undefined,
  match: RouteMatch<RouteTarget>,
  errors: HandlerOptions['errors'],
): Answer | undefined {
  const rest = operation === undefined ? {} : { operation };
  if (WIRE_FAULTS.has(plan.fault)) {
    return { status: plan.fault === 'malformed-response-chunk' ? 200 : 0, value: undefined, text: '', ...rest };
  }
  if (plan.reply !== undefined) return toStubAnswer(plan.reply, rest);
  if (plan.code === undefined || plan.code === 200 || operation === undefined || match.kind !== 'matched') {
    return undefined;
  }
  return toCodedAnswer(plan.code, operation, Object.values(match.parameters)[0], errors);
}

function toStubAnswer({ status, headers = {}, body }: StubReply, rest: Pick<Answer, 'operation'>): Answer {
  const lowerCased = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  return { status, value: body, text: body === undefined ? '' : JSON.stringify(body), headers: lowerCased, ...rest };
}

const JSON_TYPE: Readonly<Record<string, string>> = { 'content-type': 'application/json' };
const NOTHING: readonly never[] = [];

/** How the body of each documented response is checked. */
type ReplyChecks = ReadonlyMap<Response, Check | undefined>;

/** For what somebody stubbed: it was checked then, or breaks the contract on purpose. */
const NO_CHECKS: ReplyChecks = new Map();

/** Checks an answer, makes its change, and gives what goes out. */
function toResult(
  answer: Answer,
  isUnmatched: boolean,
  session: Session,
  plan: Plan | undefined,
  checks: ReplyChecks,
): Result {
  const { operation, violations = NOTHING } = answer;
  const response = operation === undefined ? undefined : findResponse(operation, answer.status);
  const breaches = response === undefined ? undefined : checks.get(response)?.(answer.value);
  if (operation !== undefined && breaches !== undefined) return toViolatingReplyResult(operation, answer, breaches);
  if (answer.commit !== undefined) {
    answer.commit();
    session.clock.tick();
  }
  // Where the wire fails there is no status.
  const isUndocumented = operation !== undefined && response === undefined && answer.status !== 0;
  if (plan === undefined) {
    const reply = { status: answer.status, headers: toHeaders(answer), body: answer.text };
    return { operation, isUnmatched, violations, isUndocumented, stubbed: NOTHING, reply, rewrite: answer.rewrite };
  }

  const breach =
    plan.fault === 'contract-violation' && response?.schema !== undefined
      ? toContractViolation(answer.value, response.schema, plan.violation)
      : undefined;
  const applied: Applied = {
    code: plan.code === answer.status,
    fault: plan.fault !== 'contract-violation' || breach !== undefined,
  };
  const note = toPreferenceApplied(plan, applied);
  const reply: MockReply = {
    status: answer.status,
    headers: { ...toHeaders(answer), ...(note === undefined ? {} : { 'preference-applied': note }) },
    body: breach === undefined ? answer.text : JSON.stringify(breach),
    ...(plan.delay === 0 ? {} : { delay: plan.delay }),
    ...(plan.fault === undefined || plan.fault === 'contract-violation' ? {} : { fault: plan.fault }),
  };
  return { operation, isUnmatched, violations, isUndocumented, stubbed: toOverrideNotes(plan, applied), reply };
}

function toHeaders({ text, headers }: Answer): Readonly<Record<string, string>> {
  if (text === '') return headers ?? {};
  // Most replies are JSON and nothing else: those share one object.
  return headers === undefined ? JSON_TYPE : { ...JSON_TYPE, ...headers };
}

type Breaches = NonNullable<ReturnType<Check>>;

/** The API's own reply breaks the contract: that is the mock's failure, and changes nothing. */
function toViolatingReplyResult(operation: Operation, answer: Answer, breaches: Breaches): Result {
  const problems = breaches.map(
    ({ instancePath, message = 'is not valid', schemaPath }) =>
      `${instancePath === '' ? '/' : instancePath} ${message}, by the rule ${schemaPath}`,
  );
  const reason = `the ${answer.status} reply breaks the contract at ${problems[0] ?? '/'}`;
  const error = new MockError(
    'reply-breaks-contract',
    `Failed to answer ${toOperationName(operation)}: ${reason}. Nothing was changed. Mend the fixture or the contract.`,
    problems,
  );
  const found = breaches.map(({ instancePath, message = 'is not valid', keyword }): Violation => ({
    side: 'reply',
    location: ['body', ...instancePath.split('/').slice(1)],
    rule: keyword,
    message,
  }));
  const violations = [...(answer.violations ?? []), ...found];
  return {
    operation,
    isUnmatched: false,
    violations,
    isUndocumented: false,
    stubbed: [],
    reply: toProblemReply(error),
  };
}

function toFailedResult(error: unknown, operation: Operation | undefined): Result {
  const failure =
    error instanceof MockError
      ? error
      : new MockError('internal-error', `Failed to answer: ${String(error)}. This is a defect of the mock.`, [], {
          cause: error,
        });
  return {
    operation,
    isUnmatched: false,
    violations: [],
    isUndocumented: false,
    stubbed: [],
    reply: toProblemReply(failure),
  };
}
