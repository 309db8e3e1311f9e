import type { Contract } from '../contract/contract.ts';
import { checkInput, toProblemsError } from '../control/check-input.ts';
import { CONTROL_SCHEMAS } from '../control/control-schemas.ts';
import type {
  EventInput,
  ExchangeFilter,
  StubInput,
  Tracker,
  TrackerInput,
  ViolationRecord,
} from '../control/control-types.ts';
import { suggestName } from '../control/nearest-name.ts';
import { toNotFoundError } from '../control/not-found.ts';
import type { Exchange } from '../exchange/exchange.ts';
import { filterExchanges } from '../journal/exchange-filter.ts';
import { toExchangeRecord } from '../journal/exchange-record.ts';
import { toHar } from '../journal/har.ts';
import type { Mask } from '../journal/mask.ts';
import { toUnmatchedRecord } from '../journal/unmatched.ts';
import { toViolationRecords } from '../journal/violation-record.ts';
import { toViolationsError } from '../journal/violations-error.ts';
import type { MockErrorCode } from '../mock-error.ts';
import { MockError } from '../mock-error.ts';
import { drawFreeUuid } from '../samples/random.ts';
import { checkStub } from '../stubs/check-stub.ts';
import type { FixtureRules } from '../trackers/fixture.ts';
import { loadFixtures } from '../trackers/fixture.ts';
import { toTimestamp } from '../trackers/timestamp.ts';
import { createWorld } from '../trackers/world.ts';
import { createAllowancesControl } from './allowances.ts';
import { listEvents } from './list-events.ts';
import { listTrackers, toProgress } from './list-trackers.ts';
import { createScenarioControl } from './scenario-control.ts';
import type { ScenarioContext } from './scenario-run.ts';
import { startScenario } from './scenario-run.ts';
import type { SessionControl } from './session-control.ts';
import type { SessionStore } from './session-store.ts';
import type { Session, SessionStart } from './session.ts';
import { countState, replaceWorld, resetSession } from './session.ts';
import { restoreSnapshot, takeSnapshot, toSnapshotInfo } from './snapshots.ts';

export interface ControlContext {
  readonly sessions: SessionStore;
  readonly contract: Contract;
  readonly rules: FixtureRules;
  readonly getStart: () => SessionStart;
  readonly mask: Mask;
  readonly scenarios: ScenarioContext;
}

/** Creates the controls of one session, in the process. Each call looks the session up: it may have been deleted in between. */
export function createSessionControl(name: string, context: ControlContext): SessionControl {
  const { sessions, contract, rules, getStart, mask, scenarios } = context;
  const use = (): Session => sessions.use(name);
  /** Runs a step in a promise, so that it fails as it does over HTTP. */
  const run = <T>(step: (session: Session) => T | Promise<T>): Promise<T> => Promise.resolve().then(() => step(use()));

  const find = ({ journal }: Session, filter: ExchangeFilter): Exchange[] => {
    checkInput('ExchangeFilter', filter, 'read the filter');
    return filterExchanges(journal.exchanges(), filter, contract.operations);
  };

  return {
    name,
    reset: () =>
      run((session) => {
        resetSession(session, getStart());
        startScenario(session, scenarios);
      }),
    state: {
      get: () =>
        // A copy, as over HTTP: sessions share what their worlds hold.
        run(({ world, clock, stubs }) =>
          structuredClone({
            trackers: [...world.trackers()],
            events: [...world.events()],
            agent_keys: [...world.agentKeys],
            clock: clock.state(),
            // As JSON, since a stub from the same process may hold what cannot be copied.
            stubs: JSON.parse(JSON.stringify(stubs.inputs())) as StubInput[],
          }),
        ),
      set: (state) =>
        run((session) => {
          checkInput('WorldStateInput', state, 'set the state');
          const { clock: clockInput, ...content } = state;
          const clock = session.clock.copy();
          if (clockInput !== undefined) clock.set(clockInput);
          const start = { subject: 'the state', clock: clock.state() };
          const loaded = loadFixtures([{ name: 'state', content }], rules, start);
          const world = createWorld(loaded.content, true).fork(session.memory);
          replaceWorld(session, world, content.stubs === undefined ? undefined : loaded.stubs);
          session.clock = clock;
        }),
      snapshots: () =>
        run(({ snapshots }) => [...snapshots].map(([snapshot, { world }]) => toSnapshotInfo(snapshot, world))),
      snapshot: (snapshot) => run((session) => takeSnapshot(session, snapshot)),
      restore: (snapshot) => run((session) => restoreSnapshot(session, snapshot)),
      deleteSnapshot: (snapshot) =>
        run((session) => {
          const { snapshots } = session;
          if (!snapshots.delete(snapshot)) throw toNotFoundError('Snapshot', snapshot, name, snapshots.keys());
          countState(session);
        }),
    },
    trackers: {
      list: (filter = {}) => run(({ world }) => listTrackers(world, filter, rules.model)),
      get: (id) =>
        run(({ world }) => {
          const tracker = world.findTracker(id);
          if (tracker === undefined) throw toNotFoundError('Tracker', id, name);
          return toProgress(world, tracker);
        }),
      add: (tracker) =>
        run((session) => {
          checkFields(tracker, rules, 'add the tracker');
          const now = toTimestamp(session.clock.now());
          const added: Readonly<Record<string, unknown>> = {
            id: drawFreeUuid(session.random, (id) => session.world.findTracker(id)),
            created_at: now,
            updated_at: now,
            ...tracker,
          };
          if (session.world.findTracker(String(added['id'])) !== undefined) {
            throw conflict(`A tracker with the id ${JSON.stringify(added['id'])} exists already.`);
          }
          return putTracker(session, added, rules);
        }),
      put: (id, tracker) =>
        run((session) => {
          checkFields(tracker, rules, 'put the tracker');
          const now = toTimestamp(session.clock.now());
          return putTracker(
            session,
            { created_at: session.world.findTracker(id)?.created_at ?? now, updated_at: now, ...tracker, id },
            rules,
          );
        }),
      delete: (id) =>
        run(({ world }) => {
          if (world.findTracker(id) === undefined) throw toNotFoundError('Tracker', id, name);
          world.deleteTracker(id);
        }),
    },
    events: {
      add: (input) =>
        run((session) => {
          const { world, clock } = session;
          checkEventFields(input, rules, 'add the event');
          const given = {
            id: drawFreeUuid(session.random, (id) => world.findEvent(id)),
            ...input,
            sequence_id: world.nextSequence,
          };
          const source = { name: 'event', content: { events: [given] } };
          const [event] = loadFixtures([source], rules, { subject: 'the event', clock: clock.state() }).content.events;
          if (event === undefined) throw new MockError('internal-error', 'Failed to load the event.');
          if (world.findEvent(event.id) !== undefined) {
            throw conflict(`An event with the id ${JSON.stringify(event.id)} exists already.`);
          }
          world.addEvent(event);
          clock.tick();
          return event;
        }),
      list: (filter = {}) => run(({ world }) => listEvents(world, filter, name)),
    },
    clock: {
      get: () => run(({ clock }) => clock.state()),
      set: (input) =>
        run(({ clock }) => {
          checkInput('ClockInput', input, 'set the clock');
          clock.set(input);
          return clock.state();
        }),
    },
    scenario: createScenarioControl(run, scenarios),
    stub: (input) =>
      run(({ stubs }) => {
        checkStub(input, contract);
        return stubs.add(input);
      }),
    stubs: () => run(({ stubs }) => stubs.list()),
    removeStub: (id) =>
      run(({ stubs }) => {
        if (!stubs.delete(id)) throw toNotFoundError('Stub', id, name);
      }),
    removeAllStubs: () => run(({ stubs }) => stubs.clear()),
    requests: (filter = {}) =>
      run((session) => find(session, filter).map((exchange) => toExchangeRecord(exchange, mask))),
    request: (id) =>
      run(({ journal }) => {
        const exchange = journal.find(Number(id));
        if (exchange === undefined) {
          throw new MockError(
            'not-found',
            `Request ${JSON.stringify(id)} not found in the journal of the session ${JSON.stringify(name)}, which keeps only the latest ones.`,
          );
        }
        return toExchangeRecord(exchange, mask);
      }),
    count: (filter = {}) => run((session) => find(session, filter).length),
    unmatched: () =>
      run(({ journal }) =>
        journal
          .exchanges()
          .filter(({ isUnmatched }) => isUnmatched)
          .map((exchange) => toUnmatchedRecord(exchange, contract.operations, mask)),
      ),
    har: () => run(({ journal }) => toHar(journal, mask)),
    clearRequests: () => run(({ journal }) => journal.clear()),
    allowances: createAllowancesControl(run),
    violations: () => run((session) => listViolations(session, mask)),
    assertNoViolations: () =>
      run((session) => {
        const found = listViolations(session, mask);
        if (found.length > 0) throw toViolationsError(found);
      }),
  };
}

function listViolations({ journal }: Session, mask: Mask): ViolationRecord[] {
  return journal.exchanges().flatMap((exchange) => toViolationRecords(exchange, mask));
}

function putTracker({ world, clock }: Session, given: Readonly<Record<string, unknown>>, rules: FixtureRules): Tracker {
  const source = { name: 'tracker', content: { trackers: [given] } };
  const [tracker] = loadFixtures([source], rules, { subject: 'the tracker' }).content.trackers;
  if (tracker === undefined) throw new MockError('internal-error', 'Failed to load the tracker.');
  world.putTracker(tracker);
  clock.tick();
  return tracker;
}

/**
 * Refuses fields that the contract does not give a tracker. A fixture may have them, since it may come from another revision.
 *
 * @throws {MockError} `fixture-invalid`
 */
function checkFields(tracker: TrackerInput, { model }: FixtureRules, task: string): void {
  checkInput('TrackerFixture', tracker, task);
  checkNames(tracker, [...model.columnNames], task, 'fixture-invalid');
}

/** @throws {MockError} `admin-request-invalid` */
function checkEventFields(event: EventInput, { events }: FixtureRules, task: string): void {
  checkInput('EventInput', event, task);
  const own = Object.keys(CONTROL_SCHEMAS['EventInput']?.properties ?? {});
  const others = [...events.names].filter((name) => name !== 'sequence_id' && !own.includes(name));
  checkNames(event, [...own, ...others], task, 'admin-request-invalid');
}

function checkNames(given: object, known: readonly string[], task: string, code: MockErrorCode): void {
  const unknown = Object.keys(given).filter((name) => !known.includes(name));
  const problems = unknown.map((name) => `/${name} is unknown; ${suggestName(name, known)}`);
  if (problems.length > 0) throw toProblemsError(code, task, problems);
}

function conflict(message: string): MockError {
  return new MockError('conflict', message);
}
