import { checkInput } from '../control/check-input.ts';
import type {
  AllowancesInput,
  ClockInput,
  EventInput,
  ExchangeFilter,
  Scenario,
  ScenarioPlayInput,
  SessionInfo,
  SnapshotInput,
  StubInput,
  TrackerInput,
  WorldStateInput,
} from '../control/control-types.ts';
import { toNoSessionError } from '../control/not-found.ts';
import type { MockRequest } from '../exchange/exchange.ts';
import type { TrackerMock } from '../mock/tracker-mock.ts';
import type { SessionControl } from '../sessions/session-control.ts';
import { checkSessionName } from '../sessions/session-name.ts';
import { VERSION } from '../version.ts';
import { ADMIN_DOCUMENT } from './admin-document.ts';
import { toEventStream } from './event-stream.ts';
import type { AdminInput } from './request-reader.ts';

/** A request with the mock and session that it applies to. */
export interface AdminCall extends AdminInput {
  readonly mock: TrackerMock;
  /** The controls of the session that the request selects. */
  readonly control: SessionControl;
  /** Path parameters, decoded. */
  readonly path: Readonly<Record<string, string>>;
  readonly headers: MockRequest['headers'];
  /** Returns a signal that is aborted if the client goes away. */
  readonly createGoneSignal: () => AbortSignal;
}

/** What an operation does. Returns the reply's value, or undefined if the reply has no body. */
export type AdminOperationHandler = (call: AdminCall) => unknown;

/** By operationId. Each makes one call of the controls that a test in the process uses, which validate their input. */
export const HANDLERS: Readonly<Record<string, AdminOperationHandler>> = {
  getHealth: () => ({ status: 'ok' }),
  getVersion: () => ({ name: 'agentex-tracker-mock', version: VERSION }),
  getDocument: () => ADMIN_DOCUMENT,
  getContract: ({ mock }) => mock.contract.document,
  // Loaded when it is asked for, since most runs do not.
  getCoverage: async ({ mock, query }) => {
    const { measureCoverage } = await import('../coverage/journal-coverage.ts');
    return measureCoverage(mock, query);
  },
  findCoveringRequests: async ({ mock, path: { operation = '' } }) => {
    const { findCoveringRequests } = await import('../coverage/covering-requests.ts');
    return findCoveringRequests(mock, operation);
  },
  listSessions: ({ mock }) => ({ sessions: mock.sessions.list() }),
  deleteSessions: ({ mock }) => {
    for (const { name } of mock.sessions.list()) mock.sessions.delete(name);
  },
  getSession: (call) => findSession(call),
  deleteSession: (call) => void call.mock.sessions.delete(findSession(call).name),

  getState: ({ control }) => control.state.get(),
  setState: ({ control, body }) => control.state.set(body as WorldStateInput),
  reset: ({ control }) => control.reset(),
  listSnapshots: async ({ control }) => ({ snapshots: await control.state.snapshots() }),
  takeSnapshot: ({ control, body }) => {
    checkInput('SnapshotInput', body, 'take the snapshot');
    return control.state.snapshot((body as SnapshotInput).name);
  },
  restoreSnapshot: ({ control, path: { name = '' } }) => control.state.restore(name),
  deleteSnapshot: ({ control, path: { name = '' } }) => control.state.deleteSnapshot(name),
  listTrackers: ({ control, query }) => control.trackers.list(query),
  getTracker: ({ control, path: { id = '' } }) => control.trackers.get(id),
  addTracker: ({ control, body }) => control.trackers.add(body as TrackerInput),
  putTracker: ({ control, path: { id = '' }, body }) => control.trackers.put(id, body as TrackerInput),
  deleteTracker: ({ control, path: { id = '' } }) => control.trackers.delete(id),
  listEvents: async ({ control, query }) => ({ events: await control.events.list(query) }),
  addEvent: ({ control, body }) => control.events.add(body as EventInput),
  getClock: ({ control }) => control.clock.get(),
  setClock: ({ control, body }) => control.clock.set(body as ClockInput),

  getScenario: ({ control }) => control.scenario.status(),
  loadScenario: ({ control, body }) => control.scenario.load(body as Scenario),
  removeScenario: ({ control }) => control.scenario.remove(),
  playScenario: ({ control, body }) => control.scenario.play(body as ScenarioPlayInput | undefined),
  pauseScenario: ({ control }) => control.scenario.pause(),
  stepScenario: ({ control }) => control.scenario.step(),
  restartScenario: ({ control }) => control.scenario.restart(),

  listStubs: async ({ control }) => ({ stubs: await control.stubs() }),
  addStub: ({ control, body }) => control.stub(body as StubInput),
  removeAllStubs: ({ control }) => control.removeAllStubs(),
  removeStub: ({ control, path: { id = '' } }) => control.removeStub(id),

  listRequests: async ({ control, query }) => ({ requests: await control.requests(query) }),
  streamRequests: ({ mock, query, headers, createGoneSignal }) => {
    const [lastEventId] = [headers['last-event-id']].flat();
    return toEventStream(mock.stream(query, lastEventId), createGoneSignal());
  },
  findRequests: async ({ control, body }) => ({ requests: await control.requests(body as ExchangeFilter) }),
  countRequests: async ({ control, body }) => ({ count: await control.count(body as ExchangeFilter) }),
  clearRequests: ({ control }) => control.clearRequests(),
  getRequest: ({ control, path: { id = '' } }) => control.request(id),
  listUnmatched: async ({ control }) => ({ requests: await control.unmatched() }),
  getHar: ({ control }) => control.har(),
  getAllowances: ({ control }) => control.allowances.get(),
  setAllowances: ({ control, body }) => control.allowances.set(body as AllowancesInput),
  listViolations: async ({ control }) => ({ violations: await control.violations() }),
};

/** The operations that read a whole world or journal. They run one at a time, so that no more than one of their replies is being made. */
export const LARGE_REPLIES: ReadonlySet<string> = new Set([
  'getState',
  'listTrackers',
  'listEvents',
  'listRequests',
  'findRequests',
  'countRequests',
  'listUnmatched',
  'getHar',
  'listViolations',
  'getCoverage',
  'findCoveringRequests',
]);

/** The operations whose value is a stream of server-sent events. */
export const STREAMED: ReadonlySet<string> = new Set(['streamRequests']);

/** The path segments of what an operation has created, from the reply's value. */
export const LOCATIONS: Readonly<Record<string, (value: never) => readonly string[]>> = {
  addTracker: ({ id }: { id: string }) => ['trackers', id],
  takeSnapshot: ({ name }: { name: string }) => ['state', 'snapshots', name],
  addStub: ({ id }: { id: string }) => ['stubs', id],
};

/** Finds a session without creating it, unlike `use`. */
function findSession({ mock, path: { name = '' } }: AdminCall): SessionInfo {
  checkSessionName(name);
  const session = mock.sessions.find(name);
  if (session === undefined) {
    const known = mock.sessions.list().map((other) => other.name);
    throw toNoSessionError(name, known);
  }
  return session;
}
