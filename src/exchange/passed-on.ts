import type { MockRequest } from './exchange.ts';
import type { ReplyHeaders } from './reply.ts';

/** A request for another server. */
export interface PassedOnRequest {
  readonly request: MockRequest;
  /** The address of the server, as `parseUpstream` returns it: `https://agentex.example/api`, without a trailing slash. */
  readonly upstream: string;
  /** The request's target without the prefix that selects a session. */
  readonly target: string;
  /** What clients put in front of the target: the path under which the mock is mounted, and the prefix that selects a session. */
  readonly prefix: string;
  /** Aborted if the client goes away. */
  readonly signal: AbortSignal;
}

/** A body that is sent on as it comes in. Whoever does not read it to its end must call the iterator's `return`. */
export type ByteStream = AsyncIterable<Uint8Array, undefined>;

export function isStream(content: Uint8Array | ByteStream | undefined): content is ByteStream {
  return content !== undefined && !(content instanceof Uint8Array);
}

/** A reply that another server made. */
export interface ReceivedReply {
  readonly status: number;
  /** Without the headers of the connection. */
  readonly headers: ReplyHeaders;
  /** The values of `set-cookie`, which cannot be joined to one. */
  readonly cookies: readonly string[];
  /** The body as it was sent: all of it if it is to be checked, otherwise a stream. */
  readonly content: Uint8Array | ByteStream;
  /** The body without its content encoding; undefined if it is not checked. */
  readonly decoded: Uint8Array | undefined;
  /** Why a JSON body cannot be checked; undefined if it can, or if it is not JSON. */
  readonly problem: string | undefined;
}

/**
 * Passes a request on to another server, and returns its reply.
 *
 * @throws {MockError} `upstream-failed` if there is no reply, or none that can be passed on
 */
export type PassOn = (passedOn: PassedOnRequest) => Promise<ReceivedReply>;
