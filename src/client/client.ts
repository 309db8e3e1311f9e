import type { ExchangeFilter } from '../journal/exchange-filter.ts';
import type { ExchangeRecord } from '../journal/exchange-record.ts';
import type { Har } from '../journal/har.ts';
import type { UnmatchedRecord } from '../journal/unmatched.ts';
import type { ViolationRecord } from '../journal/violation-record.ts';
import { toViolationsError } from '../journal/violations-error.ts';
import { MockError } from '../mock-error.ts';
import type { ClockState } from '../sessions/session-clock.ts';
import type { SessionControl, SnapshotInfo, WorldState } from '../sessions/session-control.ts';
import type { SessionInfo } from '../sessions/session-info.ts';
import { checkSessionName, DEFAULT_SESSION } from '../sessions/session-name.ts';
import type { Stub } from '../stubs/stub.ts';
import type { Tracker, TrackerEvent } from '../trackers/tracker.ts';
import { createCaller } from './caller.ts';

// For `instanceof`, where the package's own entry, which is Node's, cannot be loaded.
export { MockError } from '../mock-error.ts';

export interface AdminClientOptions {
  /** What the mock was started with as `--admin-token`; nothing where it was started without. */
  readonly token?: string;
  /**
   * The session to control.
   *
   * @default what the URL selects by `/__session/NAME` at its end, else `default`
   */
  readonly session?: string;
  /**
   * What sends the requests.
   *
   * @default the platform's `fetch`
   */
  readonly fetch?: typeof globalThis.fetch;
}

/** The controls of one session over HTTP, and what there is of other sessions. */
export interface AdminClient extends SessionControl {
  /** All sessions of the mock, the one that was not used for longest first. */
  sessions(): Promise<SessionInfo[]>;
  /** Drops a session with all that it holds; it is made anew when it is used next. */
  deleteSession(name: string): Promise<void>;
  deleteSessions(): Promise<void>;
}

/**
 * The controls of a session of a mock that runs elsewhere: what `mock.session(name)` is in its own process, with the same failures.
 * Needs `fetch` alone, so it also runs in a browser, on a page that the mock's own origin serves.
 *
 * Every method rejects with a `MockError`: as `mock.session` does, and with `admin-unreachable` where nothing answers or something else
 * than the control API, `admin-unauthorized` and `admin-forbidden`.
 *
 * @param url where the mock listens: `http://127.0.0.1:4010`
 * @throws {MockError} `option-invalid` where the URL is none; `session-name-invalid`
 * @example
 * ```ts
 * const session = createAdminClient('http://127.0.0.1:4010', { session: 'checkout' });
 * await session.stub({ match: { method: 'PUT' }, times: 1, reply: { status: 503 } });
 * await session.assertNoViolations();
 * ```
 */
export function createAdminClient(url: string | URL, options: AdminClientOptions = {}): AdminClient {
  const { base, session } = parseBase(url);
  const name = options.session ?? session ?? DEFAULT_SESSION;
  checkSessionName(name);
  const { get, send } = createCaller({ base, session: name, token: options.token, fetch: options.fetch });

  const find = async (filter: ExchangeFilter): Promise<ExchangeRecord[]> =>
    (await send<{ requests: ExchangeRecord[] }>('POST', ['requests', 'find'], filter)).requests;
  const violations = async (): Promise<ViolationRecord[]> =>
    (await get<{ violations: ViolationRecord[] }>(['violations'])).violations;

  return {
    name,
    reset: () => send('POST', ['reset']),
    state: {
      get: () => get<WorldState>(['state']),
      set: (world) => send('PUT', ['state'], world),
      snapshots: async () => (await get<{ snapshots: SnapshotInfo[] }>(['state', 'snapshots'])).snapshots,
      snapshot: (snapshot) => send('POST', ['state', 'snapshots'], { name: snapshot }),
      restore: (snapshot) => send('POST', ['state', 'snapshots', snapshot, 'restore']),
      deleteSnapshot: (snapshot) => send('DELETE', ['state', 'snapshots', snapshot]),
    },
    trackers: {
      add: (tracker) => send<Tracker>('POST', ['trackers'], tracker),
      put: (id, tracker) => send<Tracker>('PUT', ['trackers', id], tracker),
      delete: (id) => send('DELETE', ['trackers', id]),
    },
    events: {
      add: (event) => send<TrackerEvent>('POST', ['events'], event),
      list: async (filter = {}) => (await get<{ events: TrackerEvent[] }>(['events'], { ...filter })).events,
    },
    clock: {
      get: () => get<ClockState>(['clock']),
      set: (clock) => send<ClockState>('PUT', ['clock'], clock),
    },
    stub: (stub) => send<Stub>('POST', ['stubs'], stub),
    stubs: async () => (await get<{ stubs: Stub[] }>(['stubs'])).stubs,
    removeStub: (id) => send('DELETE', ['stubs', id]),
    removeAllStubs: () => send('DELETE', ['stubs']),
    requests: (filter = {}) => find(filter),
    request: (id) => get<ExchangeRecord>(['requests', id]),
    find,
    count: async (filter = {}) => (await send<{ count: number }>('POST', ['requests', 'count'], filter)).count,
    unmatched: async () => (await get<{ requests: UnmatchedRecord[] }>(['requests', 'unmatched'])).requests,
    har: () => get<Har>(['requests.har']),
    clearRequests: () => send('DELETE', ['requests']),
    violations,
    async assertNoViolations() {
      const found = await violations();
      if (found.length > 0) throw toViolationsError(found);
    },

    sessions: async () => (await get<{ sessions: SessionInfo[] }>(['sessions'])).sessions,
    deleteSession: (other) => send('DELETE', ['sessions', other]),
    deleteSessions: () => send('DELETE', ['sessions']),
  };
}

/** A mock's address, and the session that it selects. */
function parseBase(url: string | URL): { base: string; session: string | undefined } {
  const text = String(url);
  const parsed = URL.canParse(text) ? new URL(text) : undefined;
  if (parsed === undefined || !/^https?:$/.test(parsed.protocol)) {
    throw new MockError(
      'option-invalid',
      `Failed to make a client of the control API: ${JSON.stringify(text)} is no HTTP address. Give one such as http://127.0.0.1:4010.`,
    );
  }
  const { origin, pathname } = parsed;
  const [, path = '', session] = /^(.*?)(?:\/__session\/([^/]*))?\/*$/.exec(pathname) ?? [];
  return { base: origin + path, session };
}
