import type { Contract } from '../contract/contract.ts';
import type { Exchange, MockReply, MockRequest } from '../exchange/exchange.ts';
import { toProblemReply } from '../exchange/problem-reply.ts';
import { withViolationHeaders } from '../exchange/violation-headers.ts';
import { MockError } from '../mock-error.ts';
import { createFixtureRules } from '../operations/fixture-rules.ts';
import type { ErrorStyle } from '../operations/operation-handler.ts';
import type { Clock } from '../sessions/clock.ts';
import { realClock, toMicroseconds } from '../sessions/clock.ts';
import { createSessionControl } from '../sessions/control.ts';
import type { ClockInput } from '../sessions/session-clock.ts';
import type { SessionControl } from '../sessions/session-control.ts';
import { checkSessionName, DEFAULT_SESSION, selectSession } from '../sessions/session-name.ts';
import type { SessionStore } from '../sessions/session-store.ts';
import { createSessionStore } from '../sessions/session-store.ts';
import type { SessionStart } from '../sessions/session.ts';
import { createSession } from '../sessions/session.ts';
import type { TrackerModel } from '../trackers/tracker-model.ts';
import type { EventPolicy } from '../trackers/update-tracker.ts';
import type { WorldContent } from '../trackers/world.ts';
import { createWorld } from '../trackers/world.ts';
import { createPipeline } from './pipeline.ts';

export interface MockOptions {
  readonly contract: Contract;
  readonly model: TrackerModel;
  readonly content: WorldContent;
  readonly errors: ErrorStyle;
  readonly events: EventPolicy;
  /** The machine's time. */
  readonly machine?: Clock;
  /** What a session's clock is set to at its start; the machine's time where there is nothing. */
  readonly clock?: ClockInput | undefined;
  /** What the sessions' draws come from: the same seed, the same run. */
  readonly seed?: string;
  /** How many exchanges a session's journal keeps. */
  readonly journalSize?: number;
  readonly maxSessions?: number;
  readonly maxIdle?: number;
}

export type ExchangeListener = (exchange: Exchange) => void;

/** The API, without a transport: a request goes in, a reply comes out. */
export interface TrackerMock {
  readonly contract: Contract;
  /** Answers one request. Never throws: its own failures are replies, too. */
  handle(request: MockRequest): MockReply;
  /**
   * The controls of a session, which is made where there is none. The default session without a name.
   *
   * @throws {MockError} `session-name-invalid`
   */
  session(name?: string): SessionControl;
  readonly sessions: SessionStore;
  /** Puts a world in the place of the one that sessions start with, and of every session's own. All else of a session stays. */
  load(content: WorldContent): void;
  /** Calls back after each exchange; gives what ends that. */
  onExchange(listener: ExchangeListener): () => void;
  /** Adds Prism's opinion to an exchange's record, where the journal still has that. */
  addPrism(exchange: Exchange, prism: NonNullable<Exchange['prism']>): void;
}

/** How much all journals may hold together, in bytes: 64 MiB. */
const JOURNAL_BYTES = 64 * 1024 * 1024;

/**
 * A mock over a contract and a world.
 *
 * @throws {MockError} `contract-invalid` where the contract has an operation that the mock has no behaviour for
 */
export function createMock(options: MockOptions): TrackerMock {
  const { contract, model, errors, events, machine = realClock, seed = 'agentex', journalSize = 1000 } = options;
  const { maxSessions = 10_000, maxIdle = 3_600_000 } = options;
  const pipeline = createPipeline({ contract, model, errors, policy: events });
  const budget = { bytes: 0 };
  let start: SessionStart = {
    world: createWorld(options.content),
    machine,
    clock: options.clock,
    seed,
    journalSize,
    budget,
  };
  const sessions = createSessionStore((name) => createSession(name, start), budget, {
    maxSessions,
    maxIdle,
    maxJournalBytes: JOURNAL_BYTES,
  });
  const listeners = new Set<ExchangeListener>();
  const rules = createFixtureRules(contract, model, events);
  let sequence = 0;

  return {
    contract,
    sessions,
    handle(request) {
      const started = performance.now();
      let selected;
      try {
        selected = selectSession(request);
      } catch (error) {
        if (error instanceof MockError) return toProblemReply(error);
        throw error;
      }
      const { name, target, prefix, isNamed } = selected;
      const session = sessions.use(name);
      const placed = prefix === '' ? request : { ...request, basePath: `${request.basePath ?? ''}${prefix}` };
      const result = pipeline(session, placed, target);
      const { violations, rewrite } = result;
      const ownHeaders = isNamed ? { 'x-mock-session': name, ...result.reply.headers } : result.reply.headers;
      const headers = withViolationHeaders(ownHeaders, violations);
      const reply = headers === result.reply.headers ? result.reply : { ...result.reply, headers };

      sequence += 1;
      const exchange: Exchange = {
        sequence,
        session: session.name,
        time: toMicroseconds(started),
        ms: performance.now() - started + (reply.delay ?? 0),
        request,
        target,
        reply,
        operation: result.operation,
        isUnmatched: result.isUnmatched,
        violations,
        isUndocumented: result.isUndocumented,
        stubbed: result.stubbed,
      };
      session.journal.add(exchange, { ownHeaders, rewrite });
      sessions.trimJournals();
      for (const listener of listeners) listener(exchange);
      return reply;
    },
    session(name = DEFAULT_SESSION) {
      checkSessionName(name);
      return createSessionControl(name, { sessions, rules, contract, getStart: () => start });
    },
    load(content) {
      start = { ...start, world: createWorld(content) };
      for (const session of sessions.list()) session.world = start.world.fork();
    },
    onExchange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    addPrism(exchange, prism) {
      sessions.find(exchange.session)?.journal.addPrism(exchange.sequence, prism);
    },
  };
}
