import type { ExchangeFilter } from '../journal/exchange-filter.ts';
import type { ExchangeRecord } from '../journal/exchange-record.ts';
import type { Har } from '../journal/har.ts';
import type { UnmatchedRecord } from '../journal/unmatched.ts';
import type { ViolationRecord } from '../journal/violation-record.ts';
import type { Stub, StubInput } from '../stubs/stub.ts';
import type { Tracker, TrackerEvent } from '../trackers/tracker.ts';
import type { ClockInput, ClockState } from './session-clock.ts';

/** A whole world as one document: what a fixture holds, and the clock. */
export interface WorldState {
  readonly trackers: readonly Tracker[];
  readonly events: readonly TrackerEvent[];
  readonly clock: ClockState;
}

/** A world to set. What is left out is empty; a clock that is left out stays as it is. Checked as fixtures are. */
export interface WorldStateInput {
  readonly trackers?: readonly object[];
  readonly events?: readonly object[];
  readonly clock?: ClockInput;
}

/** A tracker to add. What is left out is made up: an id, the clock's time for `created_at` and `updated_at`, null for the rest. */
export interface TrackerInput extends Readonly<Record<string, unknown>> {
  readonly agent_id: string;
  readonly task_id: string;
}

/** An event that arrives. It gets the next sequence; what is left out is made up. */
export interface EventInput {
  readonly id?: string;
  readonly agent_id: string;
  readonly task_id: string;
  readonly created_at?: string | null;
  readonly content?: Readonly<Record<string, unknown>> | null;
}

export interface EventFilter {
  readonly task_id?: string;
  readonly agent_id?: string;
  /** Only events behind the one with this id. */
  readonly after?: string;
  readonly limit?: number;
}

/** A named snapshot of a session's world. */
export interface SnapshotInfo {
  readonly name: string;
  readonly trackers: number;
  readonly events: number;
}

/**
 * The controls of one session: what a test stubs, sees and proves. The same in the process (`mock.session(name)`) and over HTTP
 * (`createAdminClient(url, { session })`).
 *
 * Every method rejects with a `MockError`: `not-found` where what it names is not there, `conflict` where it is there already,
 * `fixture-invalid` where a world breaks the contract, `stub-invalid`, `admin-request-invalid`.
 */
export interface SessionControl {
  readonly name: string;
  /** State, stubs, journal, clock and seed as at the start, in constant time. Snapshots stay. */
  reset(): Promise<void>;

  readonly state: {
    get(): Promise<WorldState>;
    /** Puts a whole world in place, all or nothing. */
    set(world: WorldStateInput): Promise<void>;
    snapshots(): Promise<SnapshotInfo[]>;
    /** Keeps the world under a name, in constant time; a snapshot of that name is replaced. */
    snapshot(name: string): Promise<SnapshotInfo>;
    restore(name: string): Promise<void>;
    deleteSnapshot(name: string): Promise<void>;
  };
  readonly trackers: {
    add(tracker: TrackerInput): Promise<Tracker>;
    /** Puts a whole tracker in place, new or not, past the API's rules but not past the contract. */
    put(id: string, tracker: Readonly<Record<string, unknown>>): Promise<Tracker>;
    delete(id: string): Promise<void>;
  };
  readonly events: {
    add(event: EventInput): Promise<TrackerEvent>;
    list(filter?: EventFilter): Promise<TrackerEvent[]>;
  };
  readonly clock: {
    get(): Promise<ClockState>;
    set(clock: ClockInput): Promise<ClockState>;
  };

  /** Stubs a reply, a delay or a fault for the requests that match. The newest stub that matches wins. */
  stub(stub: StubInput): Promise<Stub>;
  /** What is stubbed, newest first. */
  stubs(): Promise<Stub[]>;
  /** Removes one stub. Rejects with `not-found` where there is none of that id. */
  removeStub(id: string): Promise<void>;
  removeAllStubs(): Promise<void>;

  /** The exchanges in the journal, oldest first. */
  requests(filter?: ExchangeFilter): Promise<ExchangeRecord[]>;
  request(id: string): Promise<ExchangeRecord>;
  /** The exchanges that fit a filter; its `body` is a pattern that the request's JSON has to contain. */
  find(filter: ExchangeFilter): Promise<ExchangeRecord[]>;
  count(filter?: ExchangeFilter): Promise<number>;
  /** The requests that no operation matched, each with the nearest operation and why it did not match. */
  unmatched(): Promise<UnmatchedRecord[]>;
  /** The journal as HTTP Archive 1.2. */
  har(): Promise<Har>;
  clearRequests(): Promise<void>;

  violations(): Promise<ViolationRecord[]>;
  /** Rejects with a `MockError` `violations-found` that lists every violation, where there are any. */
  assertNoViolations(): Promise<void>;
}
