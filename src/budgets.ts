/**
 * The limits on what callers can make the mock keep in memory or wait for. SECURITY.md lists them, and each has a test that reaches it.
 * Sizes are in bytes, times in milliseconds.
 */

const KIB = 1024;
const MIB = 1024 * KIB;

/** The request line and headers of one request: the default of `maxHeaderSize`. */
export const HEADER_SIZE: number = 64 * KIB;
/** The body of one request to the API: the default of `maxBodySize`. */
export const BODY_SIZE: number = 16 * MIB;
/** The body of one request to the control API, which takes whole worlds. */
export const ADMIN_BODY_SIZE: number = 16 * MIB;
/** The values in the JSON body of one request to the API. Each costs many times its bytes. */
export const JSON_VALUES: number = 250_000;
/** The errors that a 422 lists. In a contract of one's own, the overlapping branches of a union may double them with every level of the value. */
export const ERRORS: number = 100;
/** The errors that a 422 of the embedded contract lists. */
export const ERRORS_OF_EMBEDDED_CONTRACT: number = 10_000;
/** All request bodies that are being received. Beyond it they are refused with 503. */
export const RECEIVED_BODIES_SIZE: number = 128 * MIB;
/** Chunks of one request body that are read at once. After so many, the connection waits for its turn: tiny chunks cost far more work than their bytes. */
export const CHUNKS_PER_TURN: number = 1000;
/** A request body that is handled in turn. Between two of them, and reads of so many chunks, other requests have as much time as each took. */
export const LARGE_BODY_SIZE: number = 256 * KIB;
/** The trackers in one reply of the control API that lists them. */
export const TRACKERS_PER_PAGE: number = 1000;
/** The time that a request may take to arrive. */
export const REQUEST_TIMEOUT: number = 30_000;

/** Replies in flight on one connection. Beyond it the connection is not read until half of them are sent. */
export const REPLIES_PER_CONNECTION: number = 100;
/** The replies of a connection that may be made before the first of them is sent. */
export const REPLIES_AHEAD: number = 16;
/** Replies in flight on all connections. Beyond it a connection with too many is closed; if no connection has too many, the request is refused with 503. */
export const REPLIES: number = 10_000;
/** The bodies of all replies in flight. Beyond it a reply larger than {@link SMALL_REPLY_SIZE} is replaced by a 503. */
export const REPLY_BODIES_SIZE: number = 64 * MIB;
/** The body of a reply that is sent even if {@link REPLY_BODIES_SIZE} is used up; {@link REPLIES} bounds their number. */
export const SMALL_REPLY_SIZE: number = 16 * KIB;
/** Replies with the fault `slow-body` at the same time. Beyond it they are refused with 503. */
export const SLOW_REPLIES: number = 1000;
/** How many slow replies are written to in one tick of 10 ms. If there are more, they take turns. */
export const SLOW_WRITES_PER_TICK: number = 50;

/** Requests that are passed on to other servers at the same time, from the first byte to the last of their replies. Beyond it they are refused with 503. */
export const PASSED_ON: number = 1000;
/** How many requests wait for Prism to make up their replies. */
export const PRISM_SAMPLES: number = 100;

/** The line and headers of a reply of another server. Beyond it the reply is replaced by a 502. */
export const UPSTREAM_HEADER_SIZE: number = 64 * KIB;
/** A body of another server that is checked against the contract, also without its content encoding. A larger one is sent on unchecked, as it comes. */
export const JUDGED_BODY_SIZE: number = 16 * MIB;
/** All bodies that are collected to be checked. Beyond it they are sent on unchecked, as they come. */
export const JUDGED_BODIES_SIZE: number = 128 * MIB;
/** How many mocks may pass a request on, one to the next. Beyond it the mock is taken for its own upstream server. */
export const MOCKS_IN_A_ROW: number = 5;
/** How long it may take to connect to another server: the default of `connect`. */
export const UPSTREAM_CONNECT_TIMEOUT: number = 10_000;
/** How long another server may take until the headers of its reply: the default of `headers`. */
export const UPSTREAM_HEADERS_TIMEOUT: number = 60_000;
/** How long the body of another server may pause: the default of `idle`. */
export const UPSTREAM_IDLE_TIMEOUT: number = 300_000;

/** How long a closing server waits for replies in flight. */
export const CLOSE_TIMEOUT: number = 800;
/** How long a closing server waits for requests that are already in transit. */
export const IDLE_GRACE: number = 25;
/** How long a refused client may take to close its side of the connection. */
export const LINGER_TIMEOUT: number = 1000;

/** The changes of all sessions to the fixtures: the default of `maxStateSize`. Beyond it the least recently used sessions are deleted, then requests refused with 507. */
export const STATE_SIZE: number = 256 * MIB;
/** How often changes are saved to a state file. Well below the 250 ms that a killed process may lose, since timers and disks are late at times. */
export const STATE_PERIOD: number = 100;
/** How many bytes of state are saved in a millisecond on average: few enough to leave half of a processor for requests. */
export const STATE_RATE: number = 20_000;
/** The time between two attempts to save a state after one that failed. */
export const STATE_RETRY: number = 1000;
/** The steps of a scenario, its repetitions counted. */
export const SCENARIO_STEPS: number = 1000;
/** What the steps of a scenario take, their repetitions counted. */
export const SCENARIO_SIZE: number = 16 * MIB;
/** The longest time that a scenario names: a day. */
export const SCENARIO_TIME: number = 86_400_000;
/** The shortest round of a loop. */
export const SCENARIO_ROUND: number = 1000;
/** How often the scenarios that are being played are looked at. */
export const SCENARIO_PERIOD: number = 100;
/** The stubs of one session. Those of the fixtures count for themselves. Beyond it they are refused. */
export const STUBS: number = 1000;
/** The journals of all sessions. Beyond it the least recently used sessions' oldest exchanges are dropped. */
export const JOURNAL_SIZE: number = 64 * MIB;
/** Streams of exchanges (`GET /__admin/requests/stream`) at the same time. Beyond it they are refused with 409. */
export const STREAMS: number = 16;
/** What waits for the reader of one stream of exchanges. Beyond it the stream says so and ends. */
export const STREAM_BACKLOG: number = 4 * MIB;
/** A text in the summary of an exchange, in characters. The rest is cut off. */
export const SUMMARY_TEXT_LENGTH: number = 500;
/** A fixture, contract or state file: the default of `maxFileSize`. A larger one is not read, and no larger state is written. */
export const FILE_SIZE: number = 512 * MIB;
/** How many problems of one input are listed. Validation stops there, since a large world could have millions. */
export const LISTED_PROBLEMS: number = 100;
/** How deep a fixture or a stub may nest: JSON.stringify recurses, and exhausting the stack would end the process. */
export const FIXTURE_DEPTH: number = 500;
/** A HAR, in characters. Beyond it the oldest exchanges are omitted. */
export const HAR_SIZE: number = 16 * MIB;
/** The trackers, events and stubs of a recording. Beyond it new ones are omitted. */
export const RECORDED_WORLD_SIZE: number = 64 * MIB;
/** How deep a contract may nest. */
export const CONTRACT_DEPTH: number = 500;

/** How many values a sample of the contract has before it is cut to what is required. After twice as many the search ends. */
export const SAMPLE_VALUES: number = 20_000;
/** How many items a sampled list has at most. */
export const SAMPLE_ITEMS: number = 1000;
/** The length of a sampled text, in characters. No sample is found for a schema that requires more. */
export const SAMPLE_TEXT_LENGTH: number = 10_000;

/** Log lines that are queued for the reader of the output. Beyond it lines are dropped and counted. */
export const LOG_BACKLOG: number = MIB;
/** How long an exiting process waits for a reader that does not read. */
export const OUTPUT_TIMEOUT: number = 500;

/** Violations of one operation, and failures of each other kind, that reports list. Beyond it they are only counted. */
export const REPORTED_FAILURES: number = 100;
/** Different mistakes of a run that are counted apart, to find the most frequent ones. */
export const REPORTED_MISTAKES: number = 1000;

/** How many sessions are named for each part of the contract that a run covered. Further ones are only counted. */
export const COVERAGE_SESSIONS: number = 20;
/** The series of one metric: different sets of labels. Further ones are counted in one series, as OpenTelemetry does. */
export const METRIC_SERIES: number = 2000;

/** How many wrong tokens are answered without delay. After that, tokens are checked one at a time, one per {@link TOKEN_INTERVAL}. */
export const TOKEN_FAILURES: number = 10;
/** The time between two checks of a token after {@link TOKEN_FAILURES}. */
export const TOKEN_INTERVAL: number = 100;
/** How long no token may fail until tokens are checked without delay again. */
export const TOKEN_CALM: number = 60_000;
/** How many requests may wait for their token to be checked. Beyond it they are refused with 429. */
export const TOKEN_WAITING: number = 10;
/** The minimum length of a token if other machines can reach the control API, in characters. */
export const TOKEN_LENGTH: number = 16;

/** The body of one reply that `verify` reads. A larger one is a difference. */
export const VERIFY_REPLY_SIZE: number = 64 * MIB;
/** The trackers that `verify` asks for, and so the most that it compares lists of. */
export const VERIFY_TRACKERS: number = 10_000;
/** The pairs of a task and an agent whose events `verify` reads. */
export const VERIFY_EVENT_PAIRS: number = 20;
/** The time that a server may take to answer a request of `verify`. */
export const VERIFY_TIMEOUT: number = 30_000;
/** How often `verify` sends a request again after 429, 502, 503 or 504. */
export const VERIFY_RETRIES: number = 5;
/** The longest that `verify` waits before that, whatever `Retry-After` says. */
export const VERIFY_RETRY_AFTER: number = 60_000;
/** The file of accepted differences that `verify` reads. */
export const KNOWN_FILE_SIZE: number = 4 * MIB;
/** After how many requests without a reply in a row `verify` ends. */
export const VERIFY_FAILURES: number = 5;

/** The objects of one operation whose ids `drift` uses for further requests. */
export const DRIFT_OBJECTS: number = 100;
/** The places in the bodies of one kind of reply that `drift` compares. It says so if there are more. */
export const DRIFT_PLACES: number = 10_000;
/** How deep a body may nest to be compared by `drift`. */
export const DRIFT_DEPTH: number = 100;
