import type { Contract } from '../contract/contract.ts';
import type { Operation } from '../contract/operation.ts';
import { createReplyVerifier } from '../contract/verify-reply.ts';
import type { ClockInput, SessionInfo } from '../control/control-types.ts';
import type { Exchange, MockRequest } from '../exchange/exchange.ts';
import type { MockReply } from '../exchange/reply.ts';
import { createRouter } from '../fastapi/router.ts';
import type { AgentKeyPolicy } from '../operations/agent-keys.ts';
import { refuseAgentKey } from '../operations/agent-keys.ts';
import { createFixtureRules } from '../operations/fixture-rules.ts';
import { withHealthChecks } from '../operations/health-checks.ts';
import { createOperationHandler } from '../operations/operation-handler.ts';
import type { Profile } from '../operations/profile.ts';
import { createServiceRoutes } from '../operations/service-routes.ts';
import { createSessionControl } from '../sessions/control.ts';
import type { Clock } from '../sessions/session-clock.ts';
import { realClock, toMicroseconds } from '../sessions/session-clock.ts';
import type { SessionControl } from '../sessions/session-control.ts';
import { toSessionInfo } from '../sessions/session-info.ts';
import { checkSessionName, DEFAULT_SESSION } from '../sessions/session-name.ts';
import { createSessionStore } from '../sessions/session-store.ts';
import type { SessionStart } from '../sessions/session.ts';
import { createSession } from '../sessions/session.ts';
import type { TrackerModel } from '../trackers/tracker-model.ts';
import type { EventPolicy } from '../trackers/update-tracker.ts';
import type { WorldContent } from '../trackers/world.ts';
import { createWorld } from '../trackers/world.ts';
import { createFetch } from '../web/fetch.ts';
import { createPipeline } from './pipeline.ts';

export interface MockOptions {
  readonly contract: Contract;
  readonly model: TrackerModel;
  readonly content: WorldContent;
  readonly profile: Profile;
  /** Which agent keys the deployed profile accepts. @default 'known' */
  readonly agentKeys?: AgentKeyPolicy;
  readonly events: EventPolicy;
  /** The machine's time. */
  readonly machine?: Clock;
  /** What a session's clock is set to at its start. @default the machine's time */
  readonly clock?: ClockInput | undefined;
  /** What the sessions' draws come from: the same seed, the same run. */
  readonly seed?: string;
  /** How many exchanges a session's journal keeps. */
  readonly journalSize?: number;
  readonly maxSessions?: number;
  /** In milliseconds. */
  readonly maxIdle?: number;
  /** Returns the address of the server that makes an operation's replies. @default the mock makes all of them */
  readonly findUpstream?: (operation: Operation) => string | undefined;
}

export type ExchangeListener = (exchange: Exchange) => void;

/** The sessions that a mock has. */
export interface Sessions {
  /** The least recently used first. */
  list(): SessionInfo[];
  /** Returns the session of a name, or undefined if there is none. */
  find(name: string): SessionInfo | undefined;
  /** Deletes a session with its world, stubs and journal. Returns false if there is none of that name. */
  delete(name: string): boolean;
}

/** The API, without a transport: a request goes in, a reply comes out. */
export interface TrackerMock {
  readonly contract: Contract;
  /** Answers one request. Never throws: its own failures are replies, too. */
  handle(request: MockRequest): MockReply;
  /**
   * Answers one request as a Fetch API server does, without a socket. Waits for a delay; rejects with a `TypeError` for a fault on the wire.
   *
   * @example
   * ```ts
   * const response = await mock.fetch(new Request('http://mock.test/tracker?limit=1'));
   * ```
   */
  fetch(request: Request): Promise<Response>;
  /**
   * Returns the controls of a session, which is created at first use. Without a name: of the default session.
   *
   * @throws {MockError} `session-name-invalid`
   */
  session(name?: string): SessionControl;
  readonly sessions: Sessions;
  /** Calls back after each exchange. Returns a function that ends that. What a listener throws is logged and changes no reply. */
  onExchange(listener: ExchangeListener): () => void;
}

/** A mock, and what is not for everybody who has it. */
export interface MockCore {
  readonly mock: TrackerMock;
  /** Replaces the world that sessions start with, and every session's own. All else of a session stays. */
  readonly load: (content: WorldContent) => void;
  /** Adds Prism's opinion to an exchange's record, if the journal still has that. */
  readonly addPrism: (exchange: Exchange, prism: NonNullable<Exchange['prism']>) => void;
}

/** How much all journals may hold together, in bytes: 64 MiB. */
const JOURNAL_BYTES = 64 * 1024 * 1024;

/**
 * Creates a mock of a contract and a world.
 *
 * @throws {MockError} `contract-invalid` if the contract has an operation that the mock has no behaviour for
 */
export function createMock(options: MockOptions): MockCore {
  const {
    contract,
    model,
    profile,
    agentKeys = 'known',
    events: policy,
    machine = realClock,
    seed = 'agentex',
    journalSize = 1000,
  } = options;
  const { maxSessions = 10_000, maxIdle = 3_600_000, findUpstream = () => undefined } = options;
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
  const rules = createFixtureRules(contract, model, policy);
  const router = withHealthChecks(
    createRouter([
      ...contract.operations.map((operation) => ({
        method: operation.method,
        path: operation.path,
        target: createOperationHandler(operation, { contract, model, profile, policy }),
      })),
      ...createServiceRoutes(contract.document),
    ]),
    profile === 'contract',
  );
  let sequence = 0;

  const handle = createPipeline({
    sessions,
    router,
    verifyReply: createReplyVerifier(contract),
    profile,
    refuseRequest:
      profile === 'deployed' && agentKeys === 'known'
        ? ({ headers }, world) => refuseAgentKey(headers, world)
        : undefined,
    findUpstream,
    record(session, opened, started) {
      sequence += 1;
      const exchange: Exchange = {
        sequence,
        session: session.name,
        time: toMicroseconds(started),
        ms: performance.now() - started + (opened.reply.delivery?.delay ?? 0),
        // Member by member: this is for every request, and a spread takes V8 ten times as long.
        request: opened.request,
        target: opened.target,
        reply: opened.reply,
        operation: opened.operation,
        isUnmatched: opened.isUnmatched,
        violations: opened.violations,
        isUndocumented: opened.isUndocumented,
        override: opened.override,
      };
      session.journal.add(exchange);
      sessions.trimJournals();
      for (const listener of listeners) notify(listener, exchange);
    },
  });

  const mock: TrackerMock = {
    contract,
    handle,
    fetch: createFetch(handle),
    session(name = DEFAULT_SESSION) {
      checkSessionName(name);
      return createSessionControl(name, { sessions, rules, contract, getStart: () => start });
    },
    sessions: {
      list: () => sessions.list().map((session) => toSessionInfo(session)),
      find(name) {
        const session = sessions.find(name);
        return session === undefined ? undefined : toSessionInfo(session);
      },
      delete: (name) => sessions.delete(name),
    },
    onExchange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
  return {
    mock,
    load(content) {
      start = { ...start, world: createWorld(content) };
      for (const session of sessions.list()) session.world = start.world.fork();
    },
    addPrism(exchange, prism) {
      sessions.find(exchange.session)?.journal.addPrism(exchange.sequence, prism);
    },
  };
}

/** The change is made and the reply is on its way: a listener that throws must not turn either into a failure. */
function notify(listener: ExchangeListener, exchange: Exchange): void {
  try {
    listener(exchange);
  } catch (error) {
    // oxlint-disable-next-line no-console -- whoever wrote the listener must see why it failed, and the mock itself has no log
    console.error('A listener of onExchange() threw:', error);
  }
}
