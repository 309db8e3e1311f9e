import type { Contract } from '../contract/contract.ts';
import { checkLimit, filterExchanges } from '../journal/exchange-filter.ts';
import type { ExchangeFilter } from '../journal/exchange-filter.ts';
import type { ExchangeRecord } from '../journal/exchange-record.ts';
import { toExchangeRecord } from '../journal/exchange-record.ts';
import { toHar } from '../journal/har.ts';
import { toUnmatchedRecord } from '../journal/unmatched.ts';
import type { ViolationRecord } from '../journal/violation-record.ts';
import { toViolationRecords } from '../journal/violation-record.ts';
import { toViolationsError } from '../journal/violations-error.ts';
import { MockError } from '../mock-error.ts';
import { checkStub } from '../stubs/check-stub.ts';
import { drawUuid } from '../stubs/random.ts';
import type { FixtureRules } from '../trackers/fixture.ts';
import { loadFixtures } from '../trackers/fixture.ts';
import { toTimestamp } from '../trackers/timestamp.ts';
import type { Tracker, TrackerEvent } from '../trackers/tracker.ts';
import type { World } from '../trackers/world.ts';
import { createWorld } from '../trackers/world.ts';
import { checkPlainName } from './plain-name.ts';
import type { EventFilter, SessionControl, SnapshotInfo } from './session-control.ts';
import type { SessionStore } from './session-store.ts';
import type { Session, SessionStart } from './session.ts';
import { resetSession } from './session.ts';

export interface ControlContext {
  readonly sessions: SessionStore;
  readonly contract: Contract;
  readonly rules: FixtureRules;
  readonly getStart: () => SessionStart;
}

/** How many snapshots a session may keep. */
const SNAPSHOTS = 100;

/** The controls of one session, in the process. Each call finds the session anew: it may have been dropped in between. */
export function createSessionControl(name: string, context: ControlContext): SessionControl {
  const { sessions, contract, rules, getStart } = context;
  const use = (): Session => sessions.use(name);
  /** Runs a step whose failures are the promise's: the same as over HTTP. */
  const run = <T>(step: (session: Session) => T): Promise<T> => Promise.resolve().then(() => step(use()));

  const find = (filter: ExchangeFilter): Promise<ExchangeRecord[]> =>
    run(({ journal }) =>
      filterExchanges(journal.exchanges(), filter, contract.operations).map((exchange) => toExchangeRecord(exchange)),
    );

  return {
    name,
    reset: () => run((session) => resetSession(session, getStart())),
    state: {
      get: () =>
        // A copy, as over HTTP: what the world holds is shared by all sessions.
        run(({ world, clock }) =>
          structuredClone({ trackers: [...world.trackers()], events: [...world.events()], clock: clock.state() }),
        ),
      set: (state) =>
        run((session) => {
          const { clock: clockInput, ...content } = state;
          const world = createWorld(loadFixtures([{ name: 'state', content }], rules, 'the state').content);
          if (clockInput !== undefined) session.clock.set(clockInput);
          session.world = world;
        }),
      snapshots: () =>
        run(({ snapshots }) => [...snapshots].map(([snapshot, { world }]) => toSnapshotInfo(snapshot, world))),
      snapshot: (snapshot) => run((session) => takeSnapshot(session, snapshot)),
      restore: (snapshot) => run((session) => restoreSnapshot(session, snapshot)),
      deleteSnapshot: (snapshot) =>
        run(({ snapshots }) => {
          if (!snapshots.delete(snapshot)) throw notFound(`the snapshot ${JSON.stringify(snapshot)}`);
        }),
    },
    trackers: {
      add: (tracker) =>
        run((session) => {
          const now = toTimestamp(session.clock.now());
          const added: Readonly<Record<string, unknown>> = {
            id: drawUuid(session.random),
            created_at: now,
            updated_at: now,
            ...tracker,
          };
          if (session.world.findTracker(String(added['id'])) !== undefined) {
            throw conflict(`a tracker with the id ${JSON.stringify(added['id'])}`);
          }
          return putTracker(session, added, rules);
        }),
      put: (id, tracker) =>
        run((session) => {
          const now = toTimestamp(session.clock.now());
          return putTracker(
            session,
            { created_at: session.world.findTracker(id)?.created_at ?? now, updated_at: now, ...tracker, id },
            rules,
          );
        }),
      delete: (id) =>
        run(({ world }) => {
          if (world.findTracker(id) === undefined) throw notFound(`the tracker ${JSON.stringify(id)}`);
          world.deleteTracker(id);
        }),
    },
    events: {
      add: (input) =>
        run(({ world, clock, random }) => {
          const event: TrackerEvent = {
            id: drawUuid(random),
            created_at: toTimestamp(clock.now()),
            content: null,
            ...input,
            sequence_id: world.nextSequence,
          };
          loadFixtures([{ name: 'event', content: { events: [event] } }], rules, 'the event');
          if (world.findEvent(event.id) !== undefined) {
            throw conflict(`an event with the id ${JSON.stringify(event.id)}`);
          }
          world.addEvent(event);
          clock.tick();
          return event;
        }),
      list: (filter = {}) => run(({ world }) => listEvents(world, filter)),
    },
    clock: {
      get: () => run(({ clock }) => clock.state()),
      set: (input) =>
        run(({ clock }) => {
          clock.set(input);
          return clock.state();
        }),
    },
    stub: (input) =>
      run(({ stubs }) => {
        checkStub(input, contract);
        return stubs.add(input);
      }),
    stubs: () => run(({ stubs }) => stubs.list()),
    removeStub: (id) =>
      run(({ stubs }) => {
        if (!stubs.delete(id)) throw notFound(`the stub ${JSON.stringify(id)}`);
      }),
    removeAllStubs: () => run(({ stubs }) => stubs.clear()),
    requests: (filter = {}) => find(filter),
    request: (id) =>
      run(({ journal }) => {
        const exchange = journal.find(Number(id));
        if (exchange === undefined) {
          throw notFound(`the request ${JSON.stringify(id)} in the journal, which keeps the last ones alone`);
        }
        return toExchangeRecord(exchange);
      }),
    find,
    count: (filter = {}) =>
      run(({ journal }) => filterExchanges(journal.exchanges(), filter, contract.operations).length),
    unmatched: () =>
      run(({ journal }) =>
        journal
          .exchanges()
          .filter(({ isUnmatched }) => isUnmatched)
          .map((exchange) => toUnmatchedRecord(exchange, contract.operations)),
      ),
    har: () => run(({ journal }) => toHar(journal.exchanges())),
    clearRequests: () => run(({ journal }) => journal.clear()),
    violations: () => run(listViolations),
    assertNoViolations: () =>
      run((session) => {
        const found = listViolations(session);
        if (found.length > 0) throw toViolationsError(found);
      }),
  };
}

function listViolations({ journal }: Session): ViolationRecord[] {
  return journal.exchanges().flatMap((exchange) => toViolationRecords(exchange));
}

function toSnapshotInfo(name: string, { trackerCount, eventCount }: World): SnapshotInfo {
  return { name, trackers: trackerCount, events: eventCount };
}

function takeSnapshot(session: Session, name: string): SnapshotInfo {
  const { snapshots, world, clock } = session;
  const problem = checkPlainName(name);
  if (problem !== undefined) {
    throw new MockError('admin-request-invalid', `Failed to keep a snapshot: its name ${problem}.`);
  }
  if (!snapshots.has(name) && snapshots.size >= SNAPSHOTS) {
    throw conflict(`as many snapshots as a session may keep (${SNAPSHOTS}); delete one`);
  }
  snapshots.set(name, { world: world.fork(), clock: clock.copy() });
  return toSnapshotInfo(name, world);
}

function restoreSnapshot(session: Session, name: string): void {
  const snapshot = session.snapshots.get(name);
  if (snapshot === undefined) throw notFound(`the snapshot ${JSON.stringify(name)}`);
  session.world = snapshot.world.fork();
  session.clock = snapshot.clock.copy();
}

function putTracker({ world, clock }: Session, given: Readonly<Record<string, unknown>>, rules: FixtureRules): Tracker {
  // Its events are the world's, so its cursor is looked up there.
  const [tracker] = loadFixtures(
    [{ name: 'tracker', content: { trackers: [given] } }],
    { ...rules, policy: 'open' },
    'the tracker',
  ).content.trackers;
  if (tracker === undefined) throw notFound('the tracker');
  const cursor = tracker.last_processed_event_id;
  if (rules.policy === 'strict' && typeof cursor === 'string' && world.findEvent(cursor) === undefined) {
    throw notFound(`the event ${JSON.stringify(cursor)} that the cursor is at`);
  }
  if (world.findByPair(tracker.agent_id, tracker.task_id).some(({ id }) => id !== tracker.id)) {
    throw conflict('a tracker for this agent and task');
  }
  world.putTracker(tracker);
  clock.tick();
  return tracker;
}

function listEvents(world: World, { task_id, agent_id, after, limit }: EventFilter): TrackerEvent[] {
  checkLimit(limit);
  const start = after === undefined ? undefined : world.findEvent(after);
  if (after !== undefined && start === undefined) throw notFound(`the event ${JSON.stringify(after)}`);
  const found: TrackerEvent[] = [];
  for (const event of world.events()) {
    if (limit !== undefined && found.length >= limit) break;
    const isBehind = start === undefined || event.sequence_id > start.sequence_id;
    if (
      isBehind &&
      (task_id === undefined || event.task_id === task_id) &&
      (agent_id === undefined || event.agent_id === agent_id)
    ) {
      found.push(event);
    }
  }
  return found;
}

function notFound(what: string): MockError {
  return new MockError('not-found', `There is no such thing: ${what}.`);
}

function conflict(what: string): MockError {
  return new MockError('conflict', `It is there already: ${what}.`);
}
