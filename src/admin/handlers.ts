import { MockError } from '../mock-error.ts';
import type { TrackerMock } from '../mock/mock.ts';
import type { ClockInput } from '../sessions/session-clock.ts';
import type { EventInput, SessionControl, TrackerInput, WorldStateInput } from '../sessions/session-control.ts';
import type { SessionInfo } from '../sessions/session-info.ts';
import { checkSessionName } from '../sessions/session-name.ts';
import type { StubInput } from '../stubs/stub.ts';
import { VERSION } from '../version.ts';
import { ADMIN_DOCUMENT } from './admin-document.ts';
import type { AdminInput } from './request-reader.ts';

/** A request that keeps the document, with what it is about. */
export interface AdminCall extends AdminInput {
  readonly mock: TrackerMock;
  /** The controls of the session that the request selects. */
  readonly control: SessionControl;
}

/** What an operation does: gives the reply's value, or nothing where the reply has no body. */
export type AdminOperationHandler = (call: AdminCall) => unknown;

/** By operationId. Each is one step to what the process itself would call, so that both ways are one. */
export const HANDLERS: Readonly<Record<string, AdminOperationHandler>> = {
  getHealth: () => ({ status: 'ok' }),
  getVersion: () => ({ name: 'agentex-tracker-mock', version: VERSION }),
  getDocument: () => ADMIN_DOCUMENT,
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
  takeSnapshot: ({ control, body }) => control.state.snapshot((body as { name: string }).name),
  restoreSnapshot: ({ control, parameters }) => control.state.restore(String(parameters['name'])),
  deleteSnapshot: ({ control, parameters }) => control.state.deleteSnapshot(String(parameters['name'])),
  addTracker: ({ control, body }) => control.trackers.add(body as TrackerInput),
  putTracker: ({ control, parameters, body }) =>
    control.trackers.put(String(parameters['id']), body as Record<string, unknown>),
  deleteTracker: ({ control, parameters }) => control.trackers.delete(String(parameters['id'])),
  listEvents: async ({ control, parameters }) => ({
    events: await control.events.list(toFilter(parameters)),
  }),
  addEvent: ({ control, body }) => control.events.add(body as EventInput),
  getClock: ({ control }) => control.clock.get(),
  setClock: ({ control, body }) => control.clock.set(body as ClockInput),

  listStubs: async ({ control }) => ({ stubs: await control.stubs() }),
  addStub: ({ control, body }) => control.stub(body as StubInput),
  removeAllStubs: ({ control }) => control.removeAllStubs(),
  removeStub: ({ control, parameters }) => control.removeStub(String(parameters['id'])),

  listRequests: async ({ control, parameters }) => ({ requests: await control.requests(toFilter(parameters)) }),
  clearRequests: ({ control }) => control.clearRequests(),
  getRequest: ({ control, parameters }) => control.request(String(parameters['id'])),
  countRequests: async ({ control, body }) => ({ count: await control.count(body ?? {}) }),
  findRequests: async ({ control, body }) => ({ requests: await control.find(body ?? {}) }),
  listUnmatched: async ({ control }) => ({ requests: await control.unmatched() }),
  getHar: ({ control }) => control.har(),
  listViolations: async ({ control }) => ({ violations: await control.violations() }),
};

/** Where what an operation has made is found, from the reply's value. */
export const LOCATIONS: Readonly<Record<string, (value: never) => readonly string[]>> = {
  addTracker: ({ id }: { id: string }) => ['trackers', id],
  takeSnapshot: ({ name }: { name: string }) => ['state', 'snapshots', name],
  addStub: ({ id }: { id: string }) => ['stubs', id],
};

/** Not by `use`, which would make it. */
function findSession({ mock, parameters }: AdminCall): SessionInfo {
  const name = String(parameters['name']);
  checkSessionName(name);
  const session = mock.sessions.find(name);
  if (session === undefined) {
    throw new MockError('not-found', `There is no such thing: the session ${JSON.stringify(name)}.`);
  }
  return session;
}

/** The parameters that the request has. Those of the header are no part of a filter. */
function toFilter(parameters: AdminInput['parameters']): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(parameters).filter(([name, value]) => value !== null && name !== 'x-mock-session'),
  );
}
