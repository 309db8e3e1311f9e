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
/** All request bodies that are being received. Beyond it they are refused with 503. */
export const RECEIVED_BODIES_SIZE: number = 128 * MIB;
/** The time that a request may take to arrive. */
export const REQUEST_TIMEOUT: number = 30_000;

/** Replies in flight on one connection. Beyond it the connection is not read until half of them are sent. */
export const REPLIES_PER_CONNECTION: number = 100;
/** Replies in flight on all connections. Beyond it a connection with too many is closed or, if there is none, the request refused with 503. */
export const REPLIES: number = 10_000;
/** The bodies of all replies in flight. Beyond it a reply larger than {@link SMALL_REPLY_SIZE} is replaced by a 503. */
export const REPLY_BODIES_SIZE: number = 64 * MIB;
/** The body of a reply that is sent even if {@link REPLY_BODIES_SIZE} is used up; {@link REPLIES} bounds their number. */
export const SMALL_REPLY_SIZE: number = 16 * KIB;
/** Replies with the fault `slow-body` at the same time. Beyond it they are refused with 503. */
export const SLOW_REPLIES: number = 1000;
/** How many slow replies are written to in one tick of 10 ms. If there are more, they take turns. */
export const SLOW_WRITES_PER_TICK: number = 50;

/** How long a closing server waits for replies in flight. */
export const CLOSE_TIMEOUT: number = 800;
/** How long a closing server waits for requests that are on their way already. */
export const IDLE_GRACE: number = 25;
/** How long a refused client may take to close its side of the connection. */
export const LINGER_TIMEOUT: number = 1000;
