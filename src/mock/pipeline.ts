import type { Operation } from '../contract/operation.ts';
import type { VerifyReply } from '../contract/verify-reply.ts';
import { toReplyError } from '../contract/verify-reply.ts';
import type { Violation } from '../contract/violation.ts';
import type { MockRequest } from '../exchange/exchange.ts';
import { IncomingRequest } from '../exchange/incoming-request.ts';
import type { PassOn } from '../exchange/passed-on.ts';
import { toMockError } from '../exchange/problem-reply.ts';
import type { BrokenReply, HttpReply, MockReply, PassedOnReply } from '../exchange/reply.ts';
import type { Result } from '../exchange/result.ts';
import type { Router } from '../fastapi/router.ts';
import { toReadingViolations } from '../operations/error-result.ts';
import type { RouteHandler } from '../operations/operation-handler.ts';
import type { Profile } from '../operations/profile.ts';
import { createRoutingHandler } from '../operations/routing-handler.ts';
import type { SelectedSession } from '../sessions/session-name.ts';
import { DEFAULT_SESSION, selectSession, toDefaultSession } from '../sessions/session-name.ts';
import type { SessionStore } from '../sessions/session-store.ts';
import type { Session } from '../sessions/session.ts';
import { applyWireFault } from '../stubs/apply-override.ts';
import { findOverride, toReplacement } from '../stubs/override.ts';
import type { World } from '../trackers/world.ts';
import { toHardError } from './hard-error.ts';
import type { NewExchange, Opening } from './new-exchange.ts';
import { areAllowed, complete, fail, toExchange } from './new-exchange.ts';
import { createSend } from './pass-through.ts';

export interface PipelineOptions {
  readonly sessions: SessionStore;
  readonly router: Router<RouteHandler>;
  readonly verifyReply: VerifyReply;
  readonly profile: Profile;
  /** Returns the reply to a request that is refused before it is read, or undefined. Undefined itself if the profile refuses none. */
  readonly refuseRequest: ((request: IncomingRequest, world: World) => Result | undefined) | undefined;
  /**
   * Returns the address of the server that makes an operation's replies, or undefined if the mock does. Is also asked about requests that no
   * operation matches.
   */
  readonly findUpstream: (operation: Operation | undefined) => string | undefined;
  readonly passOn: PassOn;
  /** True if a request that would be passed on, or its reply, is refused if it breaks the contract. */
  readonly isHard: boolean;
  /** @param started when the request was received, by `performance.now()` */
  readonly record: (session: Session, exchange: NewExchange, started: number) => void;
}

/**
 * Creates the function that takes a request through all steps, from selecting its session to recording the exchange. The function never
 * throws: failures of the mock are replies, too.
 */
export function createPipeline(options: PipelineOptions): (request: MockRequest) => MockReply {
  const { sessions, router, verifyReply, profile, refuseRequest, findUpstream, passOn, isHard } = options;

  return (request) => {
    const started = performance.now();
    let selected: SelectedSession;
    try {
      selected = selectSession(request);
    } catch (error) {
      // Recorded in the default session, since its own has no valid name.
      const refused: Opening = {
        request,
        selected: toDefaultSession(request.target),
        operation: undefined,
        isUnmatched: false,
        allowsViolations: false,
      };
      const exchange = fail(refused, toMockError(error));
      options.record(sessions.use(DEFAULT_SESSION), exchange, started);
      return exchange.reply;
    }
    const session = sessions.use(selected.name);
    const incoming = new IncomingRequest(request.method, selected.target, request.headers, request.body);
    const match = router.find(incoming.method, incoming.path);
    const { handler, parameters } =
      match.kind === 'matched'
        ? { handler: match.endpoint, parameters: match.parameters }
        : { handler: createRoutingHandler(match, request, incoming.query, selected.prefix), parameters: NO_PARAMETERS };
    const { operation } = handler;
    const opening: Opening = {
      request,
      selected,
      operation,
      isUnmatched: match.kind !== 'matched',
      allowsViolations: session.allowsViolations,
    };
    const finish = <Reply extends HttpReply | BrokenReply>(exchange: NewExchange & { reply: Reply }): Reply => {
      options.record(session, exchange, started);
      return exchange.reply;
    };

    try {
      const override = findOverride(session, incoming, operation);
      const broken = override && applyWireFault(override);
      if (broken !== undefined) return finish(toExchange(opening, broken.reply, { override: broken.applied }));

      const replacement = override && toReplacement(override, operation, Object.values(parameters)[0], profile);
      if (replacement !== undefined) {
        // Its violations do not count: a stub's reply was checked when the stub was added, or breaks the contract on purpose.
        return finish(complete(opening, replacement, verifyReply(operation, replacement).response, override));
      }

      const upstream = findUpstream(operation);
      if (upstream !== undefined) {
        const { target } = selected;
        const violations = toReadingViolations(handler.read(incoming, parameters));
        const isAllowed = (found: readonly Violation[]): boolean => areAllowed(found, opening, override);
        const refuses = (found: readonly Violation[]): boolean => isHard && found.length > 0 && !isAllowed(found);
        if (refuses(violations)) {
          return finish(fail(opening, toHardError('request', operation, violations), violations));
        }
        const send = createSend({
          passedOn: { request, upstream, target, prefix: `${request.basePath ?? ''}${selected.prefix}` },
          operation,
          violations,
          refuses,
          passOn,
          verifyReply,
          complete: (result, response) => complete(opening, result, response, override),
          fail: (error, found) => ({ ...fail(opening, error, found), isAllowed: isAllowed(found) }),
          record: (exchange) => options.record(session, exchange, started),
        });
        return toPassedOn(upstream, target, send);
      }

      // Health checks and the API document need no credentials.
      const isService = match.kind === 'matched' && operation === undefined;
      const refusal = isService ? undefined : refuseRequest?.(incoming, session.world);
      const context = {
        world: session.world,
        now: session.clock.now(),
        request: incoming,
        pathParameters: parameters,
        received: request,
        selected,
        seed: session.seed,
      };
      const result = refusal ?? handler.run(handler.read(incoming, parameters), context);
      const conclude = (final: Result): HttpReply => {
        if (final.isUnserved === true) {
          const exchange = complete(opening, final, undefined, override);
          return finish({ ...exchange, isUnmatched: true, isUndocumented: false });
        }
        const verdict = verifyReply(operation, final);
        if (verdict.violations.length > 0) {
          const violations = [...(final.violations ?? []), ...verdict.violations];
          return finish(fail(opening, toReplyError(operation, final, verdict), violations));
        }
        commit(session, final);
        return finish(complete(opening, final, verdict.response, override));
      };
      if (!('later' in result)) return conclude(result);
      const send = async (): Promise<HttpReply> => {
        try {
          return conclude(await result.later());
        } catch (error) {
          return finish(fail(opening, toMockError(error)));
        }
      };
      return toPassedOn('', selected.target, send);
    } catch (error) {
      return finish(fail(opening, toMockError(error)));
    }
  };
}

const NO_PARAMETERS: Readonly<Record<string, string>> = {};

function toPassedOn(upstream: string, target: string, send: PassedOnReply['delivery']['send']): PassedOnReply {
  return { status: null, headers: {}, body: '', delivery: { kind: 'pass-through', upstream, target, send } };
}

function commit(session: Session, result: Result): void {
  if (result.commit === undefined) return;
  result.commit();
  session.clock.tick();
}
