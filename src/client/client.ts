import { parseUrl } from '../contract/parse-url.ts';
import type { OptionSchemas } from '../control/check-options.ts';
import { checkOptions } from '../control/check-options.ts';
import type {
  Allowances,
  ClockState,
  Count,
  Coverage,
  CoverageFilter,
  CoveringRequest,
  CoveringRequests,
  Document,
  Events,
  ExchangeRecord,
  Exchanges,
  Har,
  OperationName,
  ScenarioStatus,
  SessionInfo,
  Sessions,
  SnapshotInfo,
  Snapshots,
  StreamFilter,
  Stub,
  Stubs,
  Tracker,
  TrackerEvent,
  TrackerPage,
  TrackerProgress,
  UnmatchedRequests,
  Violations,
  WorldState,
} from '../control/control-types.ts';
import { toViolationsError } from '../journal/violations-error.ts';
import { MockError } from '../mock-error.ts';
import type { SessionControl } from '../sessions/session-control.ts';
import { checkSessionName, DEFAULT_SESSION } from '../sessions/session-name.ts';
import { createCaller } from './caller.ts';
import type { ReceivedEvent } from './read-events.ts';
import { readEvents } from './read-events.ts';

// For `instanceof` where the package's main entry, which needs Node, cannot be loaded.
export { MockError } from '../mock-error.ts';

export interface AdminClientOptions {
  /** The mock's `--admin-token`. Omit it if the mock has none. */
  readonly token?: string;
  /**
   * The session to control.
   *
   * @default the NAME of `/__session/NAME` at the end of the URL, or `default`
   */
  readonly session?: string;
  /**
   * The function that sends the requests.
   *
   * @default the platform's `fetch`
   */
  readonly fetch?: typeof globalThis.fetch;
}

/** The controls of one session over HTTP, and of the mock's list of sessions. */
export interface AdminClient extends SessionControl {
  /** All sessions of the mock, the least recently used one first. */
  sessions(): Promise<SessionInfo[]>;
  /** Deletes a session with everything it holds. It is created again when it is next used. */
  deleteSession(name: string): Promise<void>;
  /** Deletes all sessions with everything they hold. */
  deleteSessions(): Promise<void>;
  /** The contract that the mock serves: an OpenAPI 3.1 document. */
  contract(): Promise<Readonly<Record<string, unknown>>>;
  /** What of the contract the exchanges in the journals cover, of all sessions or of one. */
  coverage(filter?: CoverageFilter): Promise<Coverage>;
  /** Requests that cover the parts of an operation. Each was tried on a copy of the world of the session `default`. */
  coveringRequests(operation: OperationName): Promise<CoveringRequest[]>;
  /**
   * The exchanges of all sessions as they happen. Ends if the mock ends the stream, and throws if the connection breaks: open another one
   * with the id of the last event to go on after it.
   *
   * @example
   * ```ts
   * for await (const event of client.stream({ valid: false })) {
   *   if (event.kind === 'exchange') console.log(event.data.path, event.data.violation?.message);
   * }
   * ```
   */
  stream(filter?: StreamFilter, options?: StreamOptions): AsyncIterable<ReceivedEvent>;
}

export interface StreamOptions {
  /** The id of the last event that is known already. */
  readonly lastEventId?: string | undefined;
  /** Ends the stream: it then throws. */
  readonly signal?: AbortSignal | undefined;
}

const OPTIONS: OptionSchemas<AdminClientOptions> = {
  token: { type: 'string' },
  session: { type: 'string' },
  fetch: {},
};

/**
 * Creates the controls of a session of a mock that runs elsewhere. They do what those of `mock.session(name)` do, with the same failures.
 * Needs only `fetch`, so it also runs in a browser: on a page of the mock's own origin, or with a token on a page of an origin that the
 * mock's `--admin-cors` names.
 *
 * Every method rejects with a `MockError` if it fails: as those of `mock.session(name)` do, and with `admin-unauthorized`,
 * `admin-forbidden`, or `admin-unreachable` if nothing answers, or something other than the control API does.
 *
 * @param url where the mock listens: `http://127.0.0.1:4010`
 * @throws {MockError} `option-invalid` if the URL or an option is not valid; `session-name-invalid`
 * @example
 * ```ts
 * const session = createAdminClient('http://127.0.0.1:4010', { session: 'checkout' });
 * await session.stub({ match: { method: 'PUT' }, times: 1, reply: { status: 503 } });
 * await session.assertNoViolations();
 * ```
 */
export function createAdminClient(url: string | URL, options: AdminClientOptions = {}): AdminClient {
  checkOptions('createAdminClient', options, OPTIONS);
  const { base, session } = parseBase(url);
  const name = options.session ?? session ?? DEFAULT_SESSION;
  checkSessionName(name);
  const { get, send, open } = createCaller({ base, session: name, token: options.token, fetch: options.fetch });

  const violations = async (): Promise<Violations['violations']> => (await get<Violations>(['violations'])).violations;

  return {
    name,
    reset: () => send('POST', ['reset']),
    state: {
      get: () => get<WorldState>(['state']),
      set: (world) => send('PUT', ['state'], world),
      snapshots: async () => [...(await get<Snapshots>(['state', 'snapshots'])).snapshots],
      snapshot: (snapshot) => send<SnapshotInfo>('POST', ['state', 'snapshots'], { name: snapshot }),
      restore: (snapshot) => send('POST', ['state', 'snapshots', snapshot, 'restore']),
      deleteSnapshot: (snapshot) => send('DELETE', ['state', 'snapshots', snapshot]),
    },
    trackers: {
      list: (filter = {}) => get<TrackerPage>(['trackers'], { ...filter }),
      get: (id) => get<TrackerProgress>(['trackers', id]),
      add: (tracker) => send<Tracker>('POST', ['trackers'], tracker),
      put: (id, tracker) => send<Tracker>('PUT', ['trackers', id], tracker),
      delete: (id) => send('DELETE', ['trackers', id]),
    },
    events: {
      add: (event) => send<TrackerEvent>('POST', ['events'], event),
      list: async (filter = {}) => [...(await get<Events>(['events'], { ...filter })).events],
    },
    clock: {
      get: () => get<ClockState>(['clock']),
      set: (clock) => send<ClockState>('PUT', ['clock'], clock),
    },
    scenario: {
      status: () => get<ScenarioStatus>(['scenario']),
      load: (scenario) => send<ScenarioStatus>('PUT', ['scenario'], scenario),
      remove: () => send('DELETE', ['scenario']),
      play: (input = {}) => send<ScenarioStatus>('POST', ['scenario', 'play'], input),
      pause: () => send<ScenarioStatus>('POST', ['scenario', 'pause']),
      step: () => send<ScenarioStatus>('POST', ['scenario', 'step']),
      restart: () => send<ScenarioStatus>('POST', ['scenario', 'restart']),
    },
    stub: (stub) => send<Stub>('POST', ['stubs'], stub),
    stubs: async () => [...(await get<Stubs>(['stubs'])).stubs],
    removeStub: (id) => send('DELETE', ['stubs', id]),
    removeAllStubs: () => send('DELETE', ['stubs']),
    requests: async (filter = {}) => [...(await send<Exchanges>('POST', ['requests', 'find'], filter)).requests],
    request: (id) => get<ExchangeRecord>(['requests', id]),
    count: async (filter = {}) => (await send<Count>('POST', ['requests', 'count'], filter)).count,
    unmatched: async () => [...(await get<UnmatchedRequests>(['requests', 'unmatched'])).requests],
    har: () => get<Har>(['requests.har']),
    clearRequests: () => send('DELETE', ['requests']),
    allowances: {
      get: () => get<Allowances>(['allowances']),
      set: (allowances) => send<Allowances>('PUT', ['allowances'], allowances),
    },
    violations: async () => [...(await violations())],
    async assertNoViolations() {
      const found = await violations();
      if (found.length > 0) throw toViolationsError(found);
    },

    sessions: async () => [...(await get<Sessions>(['sessions'])).sessions],
    deleteSession: (other) => send('DELETE', ['sessions', other]),
    deleteSessions: () => send('DELETE', ['sessions']),
    contract: () => get<Document>(['contract']),
    coverage: (filter = {}) => get<Coverage>(['coverage'], { ...filter }),
    coveringRequests: async (operation) => [
      ...(await get<CoveringRequests>(['coverage', 'requests', operation])).requests,
    ],
    async *stream(filter = {}, { lastEventId, signal } = {}) {
      const headers = lastEventId === undefined ? {} : { 'last-event-id': lastEventId };
      yield* readEvents(await open(['requests', 'stream'], { ...filter }, { headers, signal }));
    },
  };
}

/** Splits a mock's URL into its address and the session that it selects. */
function parseBase(url: string | URL): { base: string; session: string | undefined } {
  const text = String(url);
  const parsed = parseUrl(text);
  if (parsed === undefined || !/^https?:$/.test(parsed.protocol)) {
    throw new MockError(
      'option-invalid',
      `Failed to call createAdminClient: ${JSON.stringify(text)} is not an HTTP address. Give one such as http://127.0.0.1:4010.`,
    );
  }
  const { origin, pathname } = parsed;
  const [, path = '', session] = /^(.*?)(?:\/__session\/([^/]*))?\/*$/.exec(pathname) ?? [];
  return { base: origin + path, session };
}
