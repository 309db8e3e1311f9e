// Generated from control-schemas.ts by `npm run generate`. Do not edit.

/** The mock is up. */
export interface Health {
  readonly status: 'ok';
}

/** Which mock this is. */
export interface Version {
  readonly name: string;
  readonly version: string;
}

/** An OpenAPI 3.1 document. */
export type Document = Readonly<Record<string, unknown>>;

/** A session and the size of its content. */
export interface SessionInfo {
  readonly name: string;
  /** When it was last used, by the machine's clock, in UTC. */
  readonly used: string;
  readonly trackers: number;
  readonly events: number;
  /** How many exchanges are in its journal. */
  readonly requests: number;
  readonly stubs: number;
  readonly snapshots: number;
}

/** The sessions of the mock. */
export interface Sessions {
  readonly sessions: readonly SessionInfo[];
}

/** A failure of the mock: an RFC 9457 problem document. */
export interface Problem {
  /** A stable name of the failure. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  /** What failed, on what, why, and what to do. */
  readonly detail: string;
  /** The individual problems, if there are several. */
  readonly problems?: readonly string[];
}

/** A tracker, with every field that the contract defines. */
export interface Tracker {
  readonly id: string;
  readonly agent_id: string;
  readonly task_id: string;
  readonly status: string | null;
  readonly status_reason: string | null;
  /** The cursor: the id of the last event that the agent has processed. */
  readonly last_processed_event_id: string | null;
  readonly created_at: string;
  readonly updated_at: string | null;
  readonly [member: string]: unknown;
}

/** A tracker of a fixture. For the fields of a custom contract, extend this type. */
export interface TrackerFixture {
  readonly id: string;
  readonly agent_id: string;
  readonly task_id: string;
  readonly status?: string | null;
  readonly status_reason?: string | null;
  /** The cursor: the id of the last event that the agent has processed. */
  readonly last_processed_event_id?: string | null;
  readonly created_at: string;
  readonly updated_at?: string | null;
}

/** A tracker to add or replace. Omitted members are generated: an id, the clock's time for created_at and updated_at, null for the rest. For the fields of a custom contract, extend this type. */
export interface TrackerInput {
  readonly id?: string;
  readonly agent_id: string;
  readonly task_id: string;
  readonly status?: string | null;
  readonly status_reason?: string | null;
  /** The cursor: the id of the last event that the agent has processed. */
  readonly last_processed_event_id?: string | null;
  readonly created_at?: string;
  readonly updated_at?: string | null;
}

/** Which trackers to list. Omitted criteria match every tracker. */
export interface TrackerFilter {
  /** Only trackers that have this text in one of their fields, in any case. */
  readonly search?: string;
  /** The field to sort by, as `GET /tracker` sorts. As added if omitted. */
  readonly order_by?: string;
  /**
   * Whether the order is reversed.
   *
   * @default false
   */
  readonly descending?: boolean;
  /**
   * How many trackers to skip.
   *
   * @default 0
   */
  readonly offset?: number;
  /**
   * Return at most this many.
   *
   * @default 100
   */
  readonly limit?: number;
}

/** A tracker, and where its cursor is. */
export interface TrackerProgress {
  readonly tracker: Tracker;
  /** How many events its task has for its agent. */
  readonly events: number;
  /** How many of them the cursor has passed; null if the world does not have the event of the cursor. */
  readonly processed: number | null;
}

/** A part of the trackers of a session. */
export interface TrackerPage {
  /** How many trackers match the filter. */
  readonly total: number;
  readonly trackers: readonly TrackerProgress[];
}

/** An event of a task's stream, with every field that the contract defines. */
export interface TrackerEvent {
  readonly id: string;
  /** Its position in the order of all events of all tasks. */
  readonly sequence_id: number;
  readonly task_id: string;
  readonly agent_id: string;
  readonly created_at: string;
  /** What happened, as the contract defines it: text, reasoning, data, tool_request or tool_response. Stored unchanged. */
  readonly content: Readonly<Record<string, unknown>> | null;
  readonly [member: string]: unknown;
}

/** An event of a fixture. For the fields of a custom contract, extend this type. */
export interface EventFixture {
  readonly sequence_id: number;
  readonly id: string;
  readonly task_id: string;
  readonly agent_id: string;
  /** A date-time. The clock's time if omitted or null. */
  readonly created_at?: string | null;
  /**
   * What happened, as the contract defines it: text, reasoning, data, tool_request or tool_response. Stored unchanged.
   *
   * @default null
   */
  readonly content?: Readonly<Record<string, unknown>> | null;
}

/** An event to add. It gets the next sequence_id; omitted members are generated. For the fields of a custom contract, extend this type. */
export interface EventInput {
  readonly id?: string;
  readonly task_id: string;
  readonly agent_id: string;
  /** A date-time. The clock's time if omitted or null. */
  readonly created_at?: string | null;
  /**
   * What happened, as the contract defines it: text, reasoning, data, tool_request or tool_response. Stored unchanged.
   *
   * @default null
   */
  readonly content?: Readonly<Record<string, unknown>> | null;
}

/** Which events to list. Omitted criteria match every event. */
export interface EventFilter {
  /** Only events of this task. */
  readonly task_id?: string;
  /** Only events of this agent. */
  readonly agent_id?: string;
  /** Only events after the one with this id. */
  readonly after?: string;
  /** Return at most this many, the first ones. */
  readonly limit?: number;
}

/** Events of a session. */
export interface Events {
  readonly events: readonly TrackerEvent[];
}

/** A whole world: the content of a fixture file. */
export interface WorldState {
  readonly trackers: readonly Tracker[];
  readonly events: readonly TrackerEvent[];
  /** The agent keys that the profile `deployed` accepts. */
  readonly agent_keys: readonly string[];
  readonly clock: ClockState;
  /** The stubs, in the order in which they are added: the last one that matches wins. */
  readonly stubs: readonly StubInput[];
}

/** A world that replaces the present one. Omitted lists are empty; an omitted clock and omitted stubs are unchanged. */
export interface WorldStateInput {
  /** For editors. */
  readonly $schema?: string;
  /** Trackers as the contract defines them. Ids are unique. */
  readonly trackers?: readonly TrackerFixture[];
  /** Ids and sequence_ids are unique. */
  readonly events?: readonly EventFixture[];
  /** The agent keys that the profile `deployed` accepts. */
  readonly agent_keys?: readonly string[];
  /** The stubs, in the order in which they are added: the last one that matches wins. */
  readonly stubs?: readonly StubInput[];
  readonly clock?: ClockInput;
}

/** How time passes: with the machine's clock, not at all, one step per change, or at a speed from a time that was set. */
export type ClockMode = 'real' | 'fixed' | 'ticking' | 'running';

/** A session's time. */
export interface ClockState {
  /** The time of the next change: RFC 3339, with a time zone. */
  readonly now: string;
  readonly mode: ClockMode;
  /** How far each change advances a ticking clock, in milliseconds. */
  readonly step: number;
  /** How many times as fast as the machine's a running clock is. Only a running clock has one. */
  readonly speed?: number;
}

/** Changes to the clock. Omitted members are unchanged. Setting `now` freezes a real clock unless a mode is given. */
export interface ClockInput {
  /** The time of the next change: RFC 3339, with a time zone. */
  readonly now?: string;
  readonly mode?: ClockMode;
  /** How far each change advances a ticking clock, in milliseconds. */
  readonly step?: number;
  /** How many times as fast as the machine's a running clock is. Only a running clock has one. */
  readonly speed?: number;
}

/** A named snapshot. */
export interface SnapshotInfo {
  readonly name: string;
  readonly trackers: number;
  readonly events: number;
}

/** The name of a snapshot. */
export interface SnapshotInput {
  /** 1 to 64 of A-Z a-z 0-9 . _ - but not . or .. alone */
  readonly name: string;
}

/** The snapshots of a session. */
export interface Snapshots {
  readonly snapshots: readonly SnapshotInfo[];
}

/** The method and path template of an operation. */
export type OperationName = 'GET /agents/{agent_id}' | 'DELETE /agents/{agent_id}' | 'GET /agents/name/{agent_name}' | 'DELETE /agents/name/{agent_name}' | 'GET /agents' | 'POST /agents/register' | 'POST /agents/register-build' | 'GET /agents/forward/name/{agent_name}/{path}' | 'POST /agents/forward/name/{agent_name}/{path}' | 'POST /agents/{agent_id}/rpc' | 'POST /agents/name/{agent_name}/rpc' | 'GET /tasks/{task_id}' | 'DELETE /tasks/{task_id}' | 'PUT /tasks/{task_id}' | 'GET /tasks/name/{task_name}' | 'DELETE /tasks/name/{task_name}' | 'PUT /tasks/name/{task_name}' | 'GET /tasks' | 'POST /tasks/{task_id}/complete' | 'POST /tasks/{task_id}/fail' | 'POST /tasks/{task_id}/cancel' | 'POST /tasks/{task_id}/interrupt' | 'POST /tasks/{task_id}/terminate' | 'POST /tasks/{task_id}/timeout' | 'GET /tasks/{task_id}/stream' | 'GET /tasks/name/{task_name}/stream' | 'GET /tasks/{task_id}/query/{query_name}' | 'PUT /messages/batch' | 'POST /messages/batch' | 'POST /messages' | 'GET /messages' | 'PUT /messages/{message_id}' | 'GET /messages/{message_id}' | 'GET /messages/paginated' | 'POST /spans' | 'GET /spans' | 'PATCH /spans/{span_id}' | 'GET /spans/{span_id}' | 'POST /states' | 'GET /states' | 'GET /states/{state_id}' | 'PUT /states/{state_id}' | 'DELETE /states/{state_id}' | 'GET /events/{event_id}' | 'GET /events' | 'POST /slack/events' | 'POST /slack/commands' | 'POST /slack/interactions' | 'GET /tracker/{tracker_id}' | 'PUT /tracker/{tracker_id}' | 'GET /tracker' | 'POST /agent_api_keys' | 'GET /agent_api_keys' | 'POST /agent_api_keys/webhook-trigger' | 'GET /agent_api_keys/name/{name}' | 'GET /agent_api_keys/{id}' | 'DELETE /agent_api_keys/{id}' | 'DELETE /agent_api_keys/name/{api_key_name}' | 'POST /linear/events' | 'GET /deployment-history/{deployment_id}' | 'GET /deployment-history' | 'POST /agents/{agent_id}/deployments' | 'GET /agents/{agent_id}/deployments' | 'GET /agents/{agent_id}/deployments/{deployment_id}' | 'DELETE /agents/{agent_id}/deployments/{deployment_id}' | 'POST /agents/{agent_id}/deployments/{deployment_id}/promote' | 'POST /agents/{agent_id}/deployments/{deployment_id}/rpc' | 'POST /agents/{agent_id}/schedules' | 'GET /agents/{agent_id}/schedules' | 'GET /agents/{agent_id}/schedules/name/{name}' | 'PATCH /agents/{agent_id}/schedules/name/{name}' | 'DELETE /agents/{agent_id}/schedules/name/{name}' | 'GET /agents/{agent_id}/schedules/{schedule_id}' | 'PATCH /agents/{agent_id}/schedules/{schedule_id}' | 'DELETE /agents/{agent_id}/schedules/{schedule_id}' | 'POST /agents/{agent_id}/schedules/name/{name}/trigger' | 'POST /agents/{agent_id}/schedules/{schedule_id}/trigger' | 'POST /agents/{agent_id}/schedules/{schedule_id}/skip' | 'POST /agents/{agent_id}/schedules/{schedule_id}/unskip' | 'POST /agents/{agent_id}/schedules/name/{name}/pause' | 'POST /agents/{agent_id}/schedules/{schedule_id}/pause' | 'POST /agents/{agent_id}/schedules/name/{name}/resume' | 'POST /agents/{agent_id}/schedules/{schedule_id}/resume' | 'POST /checkpoints/get-tuple' | 'POST /checkpoints/put' | 'POST /checkpoints/put-writes' | 'POST /checkpoints/list' | 'POST /checkpoints/delete-thread' | 'GET /tasks/{task_id}/export' | 'POST /tasks/{task_id}/export' | 'POST /tasks/{task_id}/clean' | 'POST /tasks/{task_id}/rehydrate' | (string & {});

/** Selects requests. Omitted criteria match every request. */
export interface RequestPattern {
  /** The method, in any case. */
  readonly method?: string;
  /** The decoded path without its query; `*` matches any characters. */
  readonly path?: string;
  /** The operation that the request was routed to. */
  readonly operation?: OperationName;
  /** Query parameters by name; null if the parameter must be absent. */
  readonly query?: Readonly<Record<string, string | null>>;
  /** Header values by name; null if the header must be absent. */
  readonly headers?: Readonly<Record<string, string | null>>;
  /** A JSON pattern that the request's body must contain: members of objects, items of lists in their order. */
  readonly body?: unknown;
}

/** How the reply fails. */
export type Fault = 'connection-reset-by-peer' | 'empty-response' | 'malformed-response-chunk' | 'random-data-then-close' | 'slow-body' | 'contract-violation';

/**
 * How the fault `contract-violation` makes the reply break the contract.
 *
 * @default 'missing-field'
 */
export type ViolationKind = 'missing-field' | 'wrong-type' | 'bad-date';

/** How long the reply is delayed, in milliseconds, or a range to draw from. */
export type Delay = number | DelayRange;

/** A range of milliseconds. */
export interface DelayRange {
  readonly min: number;
  readonly max: number;
}

/** A reply to send. */
export interface StubReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Any JSON value. A string is sent as it is if the content-type in `headers` is not JSON. No body is sent if omitted. */
  readonly body?: unknown;
}

/** A stub to add: at least one of reply, delay and fault. */
export interface StubInput {
  readonly match?: RequestPattern;
  /** How often the stub applies; unlimited if omitted. */
  readonly times?: number;
  /**
   * The probability that it applies to a matching request, drawn from the session's seed.
   *
   * @default 1
   */
  readonly probability?: number;
  /**
   * How many matching requests to skip first.
   *
   * @default 0
   */
  readonly after?: number;
  readonly reply?: StubReply;
  readonly delay?: Delay;
  readonly fault?: Fault;
  readonly violation?: ViolationKind;
  /**
   * Whether `reply` may break the contract.
   *
   * @default false
   */
  readonly allowViolations?: boolean;
}

/** A stub of a session. */
export interface Stub {
  readonly match?: RequestPattern;
  /** How often the stub applies; unlimited if omitted. */
  readonly times?: number;
  /**
   * The probability that it applies to a matching request, drawn from the session's seed.
   *
   * @default 1
   */
  readonly probability?: number;
  /**
   * How many matching requests to skip first.
   *
   * @default 0
   */
  readonly after?: number;
  readonly reply?: StubReply;
  readonly delay?: Delay;
  readonly fault?: Fault;
  readonly violation?: ViolationKind;
  /**
   * Whether `reply` may break the contract.
   *
   * @default false
   */
  readonly allowViolations?: boolean;
  readonly id: string;
  /** How many requests the stub was applied to. */
  readonly applied: number;
}

/** The stubs of a session. */
export interface Stubs {
  readonly stubs: readonly Stub[];
}

/** Steps that change a session's world as its clock reaches them. */
export interface Scenario {
  /** For editors. */
  readonly $schema?: string;
  /** What the scenario shows. */
  readonly description?: string;
  readonly loop?: ScenarioLoop;
  /** In the order in which they happen. */
  readonly steps: readonly ScenarioStep[];
}

/** Begins the scenario again, in the world that it started with. */
export interface ScenarioLoop {
  /** The time from the start of one repetition to that of the next. */
  readonly every: string;
  /** The number of rounds; endless if omitted. */
  readonly times?: number;
}

/** One step: when it happens, and one of event, tracker, stub, removeStub and repeat. */
export interface ScenarioStep {
  /** When: `+20s` is 20 seconds after the step before it, `20s` is 20 seconds after the start. */
  readonly at: string;
  /** A time up to which the step may be late, drawn from the seed. */
  readonly jitter?: string;
  readonly event?: ScenarioEvent;
  readonly tracker?: ScenarioTracker;
  readonly stub?: ScenarioStub;
  /** The id of a stub to remove. */
  readonly removeStub?: string;
  readonly repeat?: ScenarioRepeat;
}

/** Steps to repeat. In their texts, {{n}} is the number of the repetition, from 1. */
export interface ScenarioRepeat {
  /** The time from the start of one repetition to that of the next. */
  readonly every: string;
  readonly times: number;
  readonly steps: readonly ScenarioStep[];
}

/** An event that arrives. It gets the next sequence_id; an omitted id is drawn from the seed, an omitted time is the step's. */
export interface ScenarioEvent {
  readonly id?: string;
  readonly task_id: string;
  readonly agent_id: string;
  /** A date-time. The clock's time if omitted or null. */
  readonly created_at?: string | null;
  /**
   * What happened, as the contract defines it: text, reasoning, data, tool_request or tool_response. Stored unchanged.
   *
   * @default null
   */
  readonly content?: Readonly<Record<string, unknown>> | null;
}

/** A change of the tracker with this id: omitted fields stay. Without such a tracker, a new one, which needs agent_id and task_id. An omitted updated_at is the step's time. */
export interface ScenarioTracker {
  readonly id?: string;
  readonly agent_id?: string;
  readonly task_id?: string;
  readonly status?: string | null;
  readonly status_reason?: string | null;
  /** The cursor: the id of the last event that the agent has processed. */
  readonly last_processed_event_id?: string | null;
  readonly created_at?: string;
  readonly updated_at?: string | null;
}

/** A stub to add. */
export interface ScenarioStub {
  /** By which removeStub finds it. A number if omitted. */
  readonly id?: string;
  readonly match?: RequestPattern;
  /** How often the stub applies; unlimited if omitted. */
  readonly times?: number;
  /**
   * The probability that it applies to a matching request, drawn from the session's seed.
   *
   * @default 1
   */
  readonly probability?: number;
  /**
   * How many matching requests to skip first.
   *
   * @default 0
   */
  readonly after?: number;
  readonly reply?: StubReply;
  readonly delay?: Delay;
  readonly fault?: Fault;
  readonly violation?: ViolationKind;
  /**
   * Whether `reply` may break the contract.
   *
   * @default false
   */
  readonly allowViolations?: boolean;
}

/** How to play. */
export interface ScenarioPlayInput {
  /** How many times as fast as the machine's the session's clock runs. Unchanged if omitted. */
  readonly speed?: number;
}

/** A step of a scenario. */
export interface ScenarioStepInfo {
  /** Its place in the scenario. */
  readonly pointer: string;
  readonly action: 'event' | 'tracker' | 'stub' | 'removeStub';
  /** The milliseconds since the start of the round, jitter included. */
  readonly at: number;
  /** Why the step was skipped. */
  readonly problem?: string;
}

/** A session's scenario, and how far it has come. */
export interface ScenarioStatus {
  /** There is none; it has not begun; it is being played; the clock stands; or it has no steps left in its last round. */
  readonly state: 'none' | 'ready' | 'playing' | 'paused' | 'ended';
  readonly description: string | null;
  /** The speed at which it is or would be played. */
  readonly speed: number;
  /** The milliseconds of the clock since the start of the round. */
  readonly position: number;
  /** The present round of its loop, from 1. */
  readonly round: number;
  /** How many rounds there are; null without end. */
  readonly rounds: number | null;
  /** How many steps of the round are done. */
  readonly done: number;
  /** How many steps a round has, repetitions counted. */
  readonly steps: number;
  /** How many steps did not fit the world when their time came, in all rounds. */
  readonly skipped: number;
  readonly last: ScenarioStepInfo | null;
  readonly next: ScenarioStepInfo | null;
}

/** Selects exchanges. Omitted criteria match every exchange. */
export interface ExchangeFilter {
  /** The method, in any case. */
  readonly method?: string;
  /** The decoded path without its query; `*` matches any characters. */
  readonly path?: string;
  /** The operation that the request was routed to. */
  readonly operation?: OperationName;
  /** The reply's status. */
  readonly status?: number;
  /** Who made the reply. */
  readonly source?: ReplySource;
  /** True: without violations; false: with violations. */
  readonly valid?: boolean;
  /** Only exchanges since this time: RFC 3339, with a time zone. */
  readonly since?: string;
  /** Return at most this many, the newest ones. */
  readonly limit?: number;
  /** Query parameters by name; null if the parameter must be absent. */
  readonly query?: Readonly<Record<string, string | null>>;
  /** Header values by name; null if the header must be absent. */
  readonly headers?: Readonly<Record<string, string | null>>;
  /** A JSON pattern that the request's body must contain: members of objects, items of lists in their order. */
  readonly body?: unknown;
}

/** Selects the exchanges of a stream. */
export interface StreamFilter {
  /** Only exchanges of this session. All sessions if omitted. */
  readonly session?: string;
  /** The method, in any case. */
  readonly method?: string;
  /** The decoded path without its query; `*` matches any characters. */
  readonly path?: string;
  /** The operation that the request was routed to. */
  readonly operation?: OperationName;
  /** The reply's status. */
  readonly status?: number;
  /** Who made the reply. */
  readonly source?: ReplySource;
  /** True: without violations; false: with violations. */
  readonly valid?: boolean;
  /** Begin with the newest exchanges of the journals, at most this many before the filter. 0 if omitted; with `Last-Event-ID` all that came after it. */
  readonly limit?: number;
}

/** A request, its reply, and the verdicts on both. */
export interface ExchangeRecord {
  readonly id: string;
  /** When the request was read, by the machine's clock, in UTC. */
  readonly time: string;
  readonly session: string;
  readonly method: string;
  /** Decoded, without the query. */
  readonly path: string;
  /** As sent, without the question mark. Empty if there is none. */
  readonly query: string;
  /** The operation, such as `PUT /tracker/{tracker_id}`; null if none matched. */
  readonly operation: OperationName | null;
  readonly request: MessageRecord;
  readonly reply: ReplyRecord;
  /** How long the mock took, including a delay, in milliseconds. */
  readonly ms: number;
  readonly violations: readonly Violation[];
  /** Whether its violations were expected, by `Prefer: allow-violations` or the session's allowances. They do not count. */
  readonly allowed: boolean;
  /** Whether no operation matched. */
  readonly unmatched: boolean;
  readonly source: ReplySource;
  /** Whether the contract does not list the reply's status. */
  readonly undocumented: boolean;
  /** What breaks no rule, but is probably a mistake: query parameters that the operation does not have, which the API ignores, and misspelt preferences of a `Prefer` header. */
  readonly notes: readonly string[];
  /** What a stub or a `Prefer` header changed; null if nothing. */
  readonly override: AppliedOverride | null;
  /** Prism's verdict; null if Prism has not validated the exchange. */
  readonly prism: PrismVerdict | null;
}

/** Who made the reply: the mock from its world, a stub, a sample of the contract, Prism, or an upstream server. */
export type ReplySource = 'mock' | 'stub' | 'sample' | 'prism' | 'upstream';

/** What a stub or a `Prefer` header changed in an exchange. Members that did not apply are absent. */
export interface AppliedOverride {
  /** The id of the stub. */
  readonly stub?: string;
  /** The status that the `Prefer` header asked for. */
  readonly code?: number;
  /** The status of the stub's own reply. */
  readonly reply?: number;
  /** In milliseconds. */
  readonly delay?: number;
  readonly fault?: Fault;
  /** With the fault `contract-violation`. */
  readonly violation?: ViolationKind;
}

/** Exchanges of a session. */
export interface Exchanges {
  readonly requests: readonly ExchangeRecord[];
}

/** A request and its reply in short, without headers and bodies. Long texts are cut. */
export interface ExchangeSummary {
  /** The exchange's id. */
  readonly id: string;
  /** When the request was read, by the machine's clock, in UTC. */
  readonly time: string;
  readonly session: string;
  readonly method: string;
  /** Decoded, without the query. */
  readonly path: string;
  /** As sent, without the question mark. Empty if there is none. */
  readonly query: string;
  /** The operation, such as `PUT /tracker/{tracker_id}`; null if none matched. */
  readonly operation: OperationName | null;
  /** Null if a fault broke the connection before there was a reply. */
  readonly status: number | null;
  /** How long the mock took, including a delay, in milliseconds. */
  readonly ms: number;
  /** How many violations of the contract it has. */
  readonly violations: number;
  /** The first of them; null if there are none. */
  readonly violation: Violation | null;
  /** Whether its violations were expected. They do not count. */
  readonly allowed: boolean;
  /** Whether no operation matched. */
  readonly unmatched: boolean;
  readonly source: ReplySource;
  /** Whether the contract does not list the reply's status. */
  readonly undocumented: boolean;
  /** Whether a stub or a `Prefer` header changed it. */
  readonly overridden: boolean;
  /** What breaks no rule, but is probably a mistake: query parameters that the operation does not have, which the API ignores, and misspelt preferences of a `Prefer` header. */
  readonly notes: readonly string[];
}

/** Server-sent events. This is the data of one of them. */
export type ExchangeStream = StreamStart | ExchangeSummary | StreamLoss;

/** The data of the event `start`, which comes first. */
export interface StreamStart {
  /** Differs from one start of the mock to the next. */
  readonly run: string;
}

/** The data of the event `lost`, and of the event `dropped`, after which the stream ends. */
export interface StreamLoss {
  /** How many exchanges are missing at this point of the stream; null if that is not known. */
  readonly count: number | null;
  /** Why, in one sentence. */
  readonly reason: string;
}

/** One half of an exchange. */
export interface MessageRecord {
  /** By lower-case name. Credentials are masked. */
  readonly headers: Readonly<Record<string, string>>;
  /** As text. */
  readonly body: string;
  /** Whether the body was longer than 64 KiB and is cut. */
  readonly truncated: boolean;
}

/** The reply of an exchange. */
export interface ReplyRecord {
  /** Null if a fault broke the connection before there was a reply. */
  readonly status: number | null;
  /** By lower-case name. Credentials are masked. */
  readonly headers: Readonly<Record<string, string>>;
  /** As text. */
  readonly body: string;
  /** Whether the body was longer than 64 KiB and is cut. */
  readonly truncated: boolean;
}

/** One violation of the contract by an exchange. */
export interface Violation {
  /** Which half of the exchange. */
  readonly side: 'request' | 'reply';
  /** The path to the value that breaks the contract. */
  readonly location: readonly (string | number)[];
  /** The violated rule: a schema keyword, or the type of FastAPI's error. */
  readonly rule: string;
  /** What is wrong, in one sentence. */
  readonly message: string;
}

/** A violation with the exchange that it was found in. */
export interface ViolationRecord {
  /** The exchange's id. */
  readonly request: string;
  readonly method: string;
  /** Decoded, without the query. */
  readonly path: string;
  /** As sent, without the question mark. Empty if there is none. */
  readonly query: string;
  /** The operation, such as `PUT /tracker/{tracker_id}`; null if none matched. */
  readonly operation: OperationName | null;
  /** Which half of the exchange. */
  readonly side: 'request' | 'reply';
  /** The path to the value that breaks the contract. */
  readonly location: readonly (string | number)[];
  /** The violated rule: a schema keyword, or the type of FastAPI's error. */
  readonly rule: string;
  /** What is wrong, in one sentence. */
  readonly message: string;
}

/** The violations in the journal of a session, except the allowed ones. */
export interface Violations {
  readonly violations: readonly ViolationRecord[];
}

/** Prism's verdict on an exchange, in its own form. */
export interface PrismVerdict {
  readonly request: readonly Readonly<Record<string, unknown>>[];
  readonly reply: readonly Readonly<Record<string, unknown>>[];
}

/** A request that no operation matched. */
export interface UnmatchedRecord {
  /** The exchange's id. */
  readonly id: string;
  readonly method: string;
  /** Decoded, without the query. */
  readonly path: string;
  /** As sent, without the question mark. Empty if there is none. */
  readonly query: string;
  /** Null if a fault broke the connection before there was a reply. */
  readonly status: number | null;
  /** The nearest operation; null if none has a similar path. */
  readonly nearest: OperationName | null;
  /** Why the nearest operation did not match, and what would, or why none is near. */
  readonly reason: string;
}

/** The requests of a session that no operation matched. */
export interface UnmatchedRequests {
  readonly requests: readonly UnmatchedRecord[];
}

/** A number of exchanges. */
export interface Count {
  readonly count: number;
}

/** What a session may do although it counts as a failure otherwise. */
export interface Allowances {
  /** Whether the requests of the session may break the contract: their violations do not count. */
  readonly violations: boolean;
}

/** Changes to the allowances. Omitted members are unchanged. */
export interface AllowancesInput {
  /** Whether the requests of the session may break the contract: their violations do not count. */
  readonly violations?: boolean;
}

/** An HTTP Archive 1.2 document, which a browser's network panel opens. */
export interface Har {
  readonly log: HarLog;
}

/** The exchanges of an archive. */
export interface HarLog {
  readonly version: '1.2';
  readonly creator: HarCreator;
  readonly entries: readonly HarEntry[];
  /** How many exchanges are left out, if any. */
  readonly comment?: string;
}

/** The program that wrote an archive. */
export interface HarCreator {
  readonly name: string;
  readonly version: string;
}

/** An exchange of an archive. */
export interface HarEntry {
  readonly startedDateTime: string;
  /** In milliseconds. */
  readonly time: number;
  readonly request: HarRequest;
  readonly response: HarResponse;
  readonly cache: Readonly<Record<string, unknown>>;
  readonly timings: HarTimings;
  readonly _source: ReplySource;
  /** The session of the request. */
  readonly _session: string;
  /** What was stubbed, and the violations. */
  readonly comment?: string;
}

/** The parts of the time of an exchange, in milliseconds. */
export interface HarTimings {
  readonly send: number;
  readonly wait: number;
  readonly receive: number;
}

/** A request of an archive. */
export interface HarRequest {
  readonly method: string;
  readonly url: string;
  readonly queryString: readonly HarPair[];
  readonly httpVersion: string;
  readonly cookies: readonly HarPair[];
  readonly headers: readonly HarPair[];
  /** In bytes; -1 if not known. */
  readonly headersSize: number;
  /** In bytes; -1 if not known. */
  readonly bodySize: number;
  readonly postData?: HarPostData;
}

/** The body of a request. */
export interface HarPostData {
  readonly mimeType: string;
  readonly text: string;
}

/** A response of an archive. */
export interface HarResponse {
  readonly status: number;
  readonly statusText: string;
  readonly content: HarContent;
  readonly redirectURL: string;
  readonly httpVersion: string;
  readonly cookies: readonly HarPair[];
  readonly headers: readonly HarPair[];
  /** In bytes; -1 if not known. */
  readonly headersSize: number;
  /** In bytes; -1 if not known. */
  readonly bodySize: number;
}

/** The body of a response. */
export interface HarContent {
  /** In bytes; -1 if not known. */
  readonly size: number;
  readonly mimeType: string;
  readonly text: string;
}

/** A header, cookie or query parameter. */
export interface HarPair {
  readonly name: string;
  readonly value: string;
}

/** Selects the exchanges whose coverage is measured. */
export interface CoverageFilter {
  /** Only exchanges of this session. All sessions if omitted. */
  readonly session?: string;
}

/** What is covered: an operation, a status, a parameter, a media type, a member of a schema, or one of several alternatives. */
export type CoverageKind = 'operations' | 'statuses' | 'observed' | 'parameters' | 'media-types' | 'members' | 'alternatives';

/** What of the contract the exchanges in the journals cover. */
export interface Coverage {
  /** How many exchanges the journals have. */
  readonly requests: number;
  readonly totals: readonly CoverageTotal[];
  /** In the contract's order. */
  readonly operations: readonly OperationCoverage[];
  /** What several operations have in common. Each part counts once, whichever operation covered it. */
  readonly shared: readonly SharedCoverage[];
}

/** How much of one kind is covered. */
export interface CoverageTotal {
  readonly kind: CoverageKind;
  readonly covered: number;
  readonly total: number;
}

/** An operation and the parts that no other operation has. */
export interface OperationCoverage {
  readonly operation: OperationName;
  readonly parts: readonly CoveragePart[];
}

/** A component of the contract that several operations have in common. */
export interface SharedCoverage {
  readonly name: string;
  /** Its place in the contract. */
  readonly pointer: string;
  /** The operations that have it. */
  readonly operations: readonly OperationName[];
  readonly parts: readonly CoveragePart[];
}

/** A part of the contract that can be covered. */
export interface CoveragePart {
  /** Its name, the same in each reply of a mock. */
  readonly key: string;
  readonly kind: CoverageKind;
  readonly label: string;
  /** Its place in the contract. */
  readonly pointer: string;
  /** How many exchanges covered it. */
  readonly count: number;
}

/** Requests that cover parts of the contract. */
export interface CoveringRequests {
  readonly requests: readonly CoveringRequest[];
}

/** A request that covers parts of the contract. */
export interface CoveringRequest {
  readonly method: string;
  /** Its path and query. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Empty if it has none. */
  readonly body: string;
  /** The keys of the parts that it covers. */
  readonly covers: readonly string[];
}
