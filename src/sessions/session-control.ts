import type {
  Allowances,
  AllowancesInput,
  ClockInput,
  ClockState,
  EventFilter,
  EventInput,
  ExchangeFilter,
  ExchangeRecord,
  Har,
  Scenario,
  ScenarioPlayInput,
  ScenarioStatus,
  SnapshotInfo,
  Stub,
  StubInput,
  Tracker,
  TrackerEvent,
  TrackerFilter,
  TrackerInput,
  TrackerPage,
  TrackerProgress,
  UnmatchedRecord,
  ViolationRecord,
  WorldState,
  WorldStateInput,
} from '../control/control-types.ts';

/**
 * The controls of one session: its world, clock, stubs and journal. The same in the process (`mock.session(name)`) and over HTTP
 * (`createAdminClient(url, { session })`).
 *
 * Every method rejects with a `MockError` if it fails: `not-found`, `conflict` if the present state does not allow it, `fixture-invalid` if a
 * world breaks the contract, `scenario-invalid`, `stub-invalid`, `admin-request-invalid` for other input that is not valid, or
 * `insufficient-storage` if the sessions would take too much memory.
 */
export interface SessionControl {
  readonly name: string;
  /** Resets state, stubs, journal, allowances, clock and seed, in constant time. Snapshots stay. */
  reset(): Promise<void>;

  readonly state: {
    /** The world, clock and stubs, in the form that `set` and a fixture file take. */
    get(): Promise<WorldState>;
    /** Replaces the whole world, all or nothing. */
    set(world: WorldStateInput): Promise<void>;
    /** The session's snapshots, in the order in which they were taken first. */
    snapshots(): Promise<SnapshotInfo[]>;
    /** Takes a snapshot of world and clock, in constant time. Replaces one of the same name. Rejects with `conflict` if there are 100. */
    snapshot(name: string): Promise<SnapshotInfo>;
    /** Brings back the world and clock of a snapshot. It can be restored again. Rejects with `not-found` if there is none of that name. */
    restore(name: string): Promise<void>;
    /** Rejects with `not-found` if there is none of that name. */
    deleteSnapshot(name: string): Promise<void>;
  };
  readonly trackers: {
    /** A part of the trackers, each with how far its cursor is. Not in the journal, unlike `GET /tracker`. */
    list(filter?: TrackerFilter): Promise<TrackerPage>;
    /** Rejects with `not-found` if there is none with that id. */
    get(id: string): Promise<TrackerProgress>;
    /** Adds a tracker. Its id and times are made up if omitted. Rejects with `conflict` if there is one with that id. */
    add(tracker: TrackerInput): Promise<Tracker>;
    /** Adds or replaces a tracker. Not subject to the API's rules, only to the contract. */
    put(id: string, tracker: TrackerInput): Promise<Tracker>;
    /** Rejects with `not-found` if there is none with that id. */
    delete(id: string): Promise<void>;
  };
  readonly events: {
    /** Adds an event after all others. Its id and time are made up if omitted. Rejects with `conflict` if there is one with that id. */
    add(event: EventInput): Promise<TrackerEvent>;
    /** The events that match the filter, by their sequence. */
    list(filter?: EventFilter): Promise<TrackerEvent[]>;
  };
  readonly clock: {
    get(): Promise<ClockState>;
    /** Sets the time or how it passes. Omitted members are unchanged; `now` alone stops a clock that follows the machine's. */
    set(clock: ClockInput): Promise<ClockState>;
  };

  /**
   * The scenario: steps that change the world as the session's clock reaches them. All but `status` and `load` reject with `not-found` if the
   * session has none.
   */
  readonly scenario: {
    status(): Promise<ScenarioStatus>;
    /** Puts a scenario in the place of the session's, without playing it. Rejects with `scenario-invalid` if a step breaks the contract or does not fit the world. */
    load(scenario: Scenario): Promise<ScenarioStatus>;
    /** Removes the scenario. World and clock stay as they are. */
    remove(): Promise<void>;
    /** Lets the session's clock run, at the given speed or the present one. */
    play(options?: ScenarioPlayInput): Promise<ScenarioStatus>;
    /** Stops the session's clock. */
    pause(): Promise<ScenarioStatus>;
    /** Stops the clock at the time of the next step, and performs all steps of that time. Rejects with `conflict` if none is left. */
    step(): Promise<ScenarioStatus>;
    /** Brings back the world, clock and stubs with which the scenario began. It is played again if it was. */
    restart(): Promise<ScenarioStatus>;
  };

  /** Stubs a reply, a delay or a fault for the requests that match. The newest stub that matches wins. */
  stub(stub: StubInput): Promise<Stub>;
  /** The stubs, newest first. */
  stubs(): Promise<Stub[]>;
  /** Removes one stub. Rejects with `not-found` if there is none with that id. */
  removeStub(id: string): Promise<void>;
  /** Removes all stubs, also those that the fixtures have. */
  removeAllStubs(): Promise<void>;

  /** The exchanges in the journal that match the filter, oldest first. */
  requests(filter?: ExchangeFilter): Promise<ExchangeRecord[]>;
  /** One exchange in the journal. Rejects with `not-found` if the journal does not have it, or no longer. */
  request(id: string): Promise<ExchangeRecord>;
  /** How many exchanges in the journal match the filter. */
  count(filter?: ExchangeFilter): Promise<number>;
  /** The requests that no operation matched, each with the nearest operation and why it did not match. */
  unmatched(): Promise<UnmatchedRecord[]>;
  /** The journal as HTTP Archive 1.2. */
  har(): Promise<Har>;
  /** Empties the journal. */
  clearRequests(): Promise<void>;

  /** What the session may do although it counts as a failure otherwise. */
  readonly allowances: {
    get(): Promise<Allowances>;
    /** Allows the violations of the requests to come, for a test that breaks the contract on purpose. */
    set(allowances: AllowancesInput): Promise<Allowances>;
  };

  /** The violations in the journal, except the allowed ones. */
  violations(): Promise<ViolationRecord[]>;
  /** Rejects with a `MockError` `violations-found` that lists the violations, if there are any. */
  assertNoViolations(): Promise<void>;
}
