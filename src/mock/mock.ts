import { JOURNAL_SIZE, STATE_SIZE } from '../budgets.ts';
import type { Contract } from '../contract/contract.ts';
import type { Operation } from '../contract/operation.ts';
import { createReplyVerifier } from '../contract/verify-reply.ts';
import type { ClockInput, StubInput } from '../control/control-types.ts';
import type { Exchange } from '../exchange/exchange.ts';
import type { PassedOnRequest, PassOn } from '../exchange/passed-on.ts';
import { createRouter } from '../fastapi/router.ts';
import { createMask } from '../journal/mask.ts';
import { MockError } from '../mock-error.ts';
import type { AgentKeyPolicy } from '../operations/agent-keys.ts';
import { refuseAgentKey } from '../operations/agent-keys.ts';
import { withHealthChecks } from '../operations/health-checks.ts';
import { createOperationHandler } from '../operations/operation-handler.ts';
import type { Profile } from '../operations/profile.ts';
import type { CreateRestReply } from '../operations/rest-handler.ts';
import { createServiceRoutes } from '../operations/service-routes.ts';
import { withPages } from '../pages/with-pages.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { createSessionControl } from '../sessions/create-session-control.ts';
import { createExchangeStreams } from '../sessions/exchange-streams.ts';
import { catchUp, startScenario } from '../sessions/scenario-run.ts';
import type { Clock } from '../sessions/session-clock.ts';
import { realClock, toMicroseconds } from '../sessions/session-clock.ts';
import { toSessionInfo } from '../sessions/session-info.ts';
import { checkSessionName, DEFAULT_SESSION } from '../sessions/session-name.ts';
import type { SessionStore } from '../sessions/session-store.ts';
import { createSessionStore } from '../sessions/session-store.ts';
import type { Session, SessionStart } from '../sessions/session.ts';
import { createSession } from '../sessions/session.ts';
import type { StateMemory } from '../sessions/state-memory.ts';
import { toFixtureStubs } from '../stubs/stub-list.ts';
import type { FixtureRules } from '../trackers/fixture.ts';
import type { WorldContent } from '../trackers/world.ts';
import { createWorld } from '../trackers/world.ts';
import { createFetch } from '../web/fetch.ts';
import { createExchangeListeners } from './exchange-listeners.ts';
import { createPipeline } from './pipeline.ts';
import type { ReloadedSessions, ReloadMode } from './reload-worlds.ts';
import { reloadWorlds } from './reload-worlds.ts';
import type { Scenarios } from './scenarios.ts';
import { checkStart, createScenarios } from './scenarios.ts';
import type { TrackerMock } from './tracker-mock.ts';

export interface MockOptions {
  readonly contract: Contract;
  readonly rules: FixtureRules;
  readonly content: WorldContent;
  readonly profile: Profile;
  /** Which agent keys the deployed profile accepts. @default 'known' */
  readonly agentKeys?: AgentKeyPolicy;
  /** The system clock. */
  readonly machine?: Clock;
  /** What a session's clock is set to when the session is created. @default the system time */
  readonly clock?: ClockInput | undefined;
  /** The stubs that sessions start with. @default none */
  readonly stubs?: readonly StubInput[];
  /** The seed of the sessions' random numbers: the same seed repeats a run. */
  readonly seed?: string;
  /** The scenario that sessions have. @default none */
  readonly scenario?: Scenario | undefined;
  /** The speed at which scenarios are played. @default 1 */
  readonly speed?: number;
  /** Whether the default session begins by playing its scenario. @default false */
  readonly playsScenario?: boolean;
  /** The maximum number of exchanges in a session's journal. */
  readonly journalSize?: number;
  readonly maxSessions?: number;
  /** Whether the default session is never deleted by a limit. @default false */
  readonly keepsDefaultSession?: boolean;
  /** How much all sessions may change over the fixtures, in bytes. */
  readonly maxStateSize?: number;
  /** Further headers and query members whose values are masked. */
  readonly mask?: readonly string[];
  /** In milliseconds. */
  readonly maxIdle?: number;
  /** Returns what makes the replies of an operation without state. @default no operation without state has a reply */
  readonly createRestReply?: CreateRestReply;
  /** Returns the address of the server that makes an operation's replies. @default the mock makes all of them */
  readonly findUpstream?: (operation: Operation | undefined) => string | undefined;
  /** Passes requests on to the addresses that `findUpstream` returns. */
  readonly passOn?: PassOn;
  /** Whether a request that would be passed on, or its reply, is refused if it breaks the contract. @default false */
  readonly isHard?: boolean;
}

/** A mock, and functions that are not part of the public API. */
export interface MockCore {
  readonly mock: TrackerMock;
  /**
   * Replaces the world, clock and stubs that sessions start with, and the world of every session, or of those that have no changes. Its
   * clock, its journal and the stubs that were added to it are kept.
   */
  readonly load: (start: Pick<MockOptions, 'content' | 'clock' | 'stubs'>, mode: ReloadMode) => ReloadedSessions;
  readonly sessions: SessionStore;
  /** What a session starts with. */
  readonly getStart: () => SessionStart;
  readonly rules: FixtureRules;
  readonly scenarios: Scenarios;
  /** Adds Prism's opinion to an exchange, if the journal still has it. */
  readonly addPrism: (exchange: Exchange, prism: NonNullable<Exchange['prism']>) => void;
}

/** Creates a mock of a contract and a world. */
export function createMock(options: MockOptions): MockCore {
  const {
    contract,
    rules,
    profile,
    agentKeys = 'known',
    machine = realClock,
    seed = 'agentex',
    journalSize = 1000,
  } = options;
  const {
    maxSessions = 10_000,
    maxIdle = 3_600_000,
    maxStateSize = STATE_SIZE,
    keepsDefaultSession = false,
    createRestReply,
    findUpstream = () => undefined,
    passOn = refuseToPassOn,
    isHard = false,
  } = options;
  const { model, policy } = rules;
  const budget = { bytes: 0 };
  let start: SessionStart = {
    world: createWorld(options.content),
    machine,
    clock: options.clock,
    stubs: toFixtureStubs(options.stubs ?? []),
    seed,
    journalSize,
    budget,
    scenario: options.scenario,
    speed: options.speed ?? 1,
    playsScenario: options.playsScenario ?? false,
  };
  checkStart(start, rules);
  const scenarios = createScenarios(() => start, rules);
  const create = (name: string, memory: StateMemory): Session => {
    const session = createSession(name, start, memory);
    startScenario(session, scenarios.context);
    return session;
  };
  const sessions = createSessionStore(create, budget, {
    maxSessions,
    maxIdle,
    maxJournalBytes: JOURNAL_SIZE,
    maxStateSize,
    isKept: (name) => keepsDefaultSession && name === DEFAULT_SESSION,
    catchUp: (session, run) => catchUp(session, run, scenarios.context),
  });
  const mask = createMask(options.mask);
  const listeners = createExchangeListeners();
  const routes = createRouter([
    ...contract.operations.map((operation) => ({
      method: operation.method,
      path: operation.path,
      endpoint: createOperationHandler(operation, { contract, model, profile, policy, createRestReply }),
    })),
    ...createServiceRoutes(contract),
  ]);
  const router = withHealthChecks(withPages(routes, contract, profile), profile === 'contract');
  let sequence = 0;
  const streams = createExchangeStreams({ sessions, contract, mask, getSequence: () => sequence });

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
    passOn,
    isHard,
    record(session, opened, started) {
      sequence += 1;
      const exchange: Exchange = {
        sequence,
        session: session.name,
        time: toMicroseconds(started),
        ms: performance.now() - started + (opened.reply.delivery?.delay ?? 0),
        // Copied member by member, since this runs for every request and a spread takes V8 ten times as long.
        request: opened.request,
        target: opened.target,
        reply: opened.reply,
        operation: opened.operation,
        isUnmatched: opened.isUnmatched,
        violations: opened.violations,
        isAllowed: opened.isAllowed,
        isUndocumented: opened.isUndocumented,
        source: opened.source,
        override: opened.override,
      };
      session.journal.add(exchange);
      sessions.trimJournals();
      streams.add(exchange);
      listeners.notify(exchange);
    },
  });

  const mock: TrackerMock = {
    contract,
    profile,
    handle,
    fetch: createFetch(handle),
    session(name = DEFAULT_SESSION) {
      checkSessionName(name);
      return createSessionControl(name, {
        sessions,
        rules,
        contract,
        getStart: () => start,
        mask,
        scenarios: scenarios.context,
      });
    },
    sessions: {
      list: () => sessions.list().map((session) => toSessionInfo(session)),
      find(name) {
        const session = sessions.find(name);
        return session === undefined ? undefined : toSessionInfo(session);
      },
      exchanges: (name) => sessions.find(name)?.journal.exchanges() ?? [],
      delete: (name) => sessions.delete(name),
    },
    onExchange: (listener) => listeners.add(listener),
    stream: (filter = {}, lastEventId) => streams.open(filter, lastEventId),
  };
  return {
    mock,
    load({ content, clock, stubs = [] }, mode) {
      const former = start.world;
      const next = { ...start, world: createWorld(content), clock, stubs: toFixtureStubs(stubs) };
      checkStart(next, rules);
      start = next;
      return reloadWorlds(sessions.list(), former, start, mode, scenarios.context);
    },
    sessions,
    getStart: () => start,
    rules,
    scenarios,
    addPrism(exchange, prism) {
      sessions.find(exchange.session)?.journal.addPrism(exchange.sequence, prism);
    },
  };
}

/** A mock without a transport to other servers. */
function refuseToPassOn({ upstream }: PassedOnRequest): Promise<never> {
  return Promise.reject(
    new MockError('upstream-failed', `Failed to pass a request on to ${upstream}: this mock cannot.`),
  );
}
