import type { WIRE_FAULTS } from '../control/stub-schemas.ts';
import type { ByteStream } from './passed-on.ts';

/** Lower-case names. */
export type ReplyHeaders = Readonly<Record<string, string>>;

/** A reply that is sent over HTTP: at once, or as its delivery says. */
export interface HttpReply {
  readonly status: number;
  readonly headers: ReplyHeaders;
  readonly body: string;
  /** The items of a list whose body is their JSON. The journal may keep them instead of the body. */
  readonly items?: readonly object[] | undefined;
  /**
   * What is sent in place of `body`, if another server made the reply, or many replies share the same bytes. `body` is then its text, as far as
   * it is known.
   */
  readonly content?: Uint8Array | ByteStream;
  /** True if the mock keeps `content` anyway, so that it takes no memory for this reply. */
  readonly isKept?: true | undefined;
  /** The values of `set-cookie`, if there are several. */
  readonly cookies?: readonly string[];
  /** True if the reply has no CORS headers. */
  readonly isOutsideCors?: true | undefined;
  readonly delivery?:
    | { readonly kind: 'delay'; /** In milliseconds. */ readonly delay: number }
    | { readonly kind: 'slow-body'; readonly delay: number }
    /** The content is a stream without an end of its own: it ends when the server closes. */
    | { readonly kind: 'endless'; readonly delay: 0 };
}

/** A fault of the connection: the client receives no HTTP reply. */
export type WireFault = (typeof WIRE_FAULTS)[number];

/** No reply: the transport makes the connection fail. */
export interface BrokenReply {
  readonly status: null;
  readonly headers: ReplyHeaders;
  readonly body: '';
  readonly delivery: { readonly kind: 'wire-fault'; readonly fault: WireFault; readonly delay: number };
}

/** A reply that another server makes. The transport calls `send`, and sends the reply that it returns. */
export interface PassedOnReply {
  readonly status: null;
  readonly headers: ReplyHeaders;
  readonly body: '';
  readonly delivery: {
    readonly kind: 'pass-through';
    /** `https://agentex.example`, without a trailing slash. Empty if the reply is made in the process, and takes time to make. */
    readonly upstream: string;
    /** The request's target without the prefix that selects a session. */
    readonly target: string;
    /**
     * Sends the request to `upstream`, and returns the reply after it was verified and recorded. Never throws. A reply whose `content` is a
     * stream is recorded when the stream ends.
     *
     * @param signal aborted if the client goes away
     */
    readonly send: (signal: AbortSignal) => Promise<HttpReply>;
  };
}

/** What the transport must do for a request. A status of null means that there is no HTTP reply (yet); see its delivery. */
export type MockReply = HttpReply | BrokenReply | PassedOnReply;

export function isPassedOn(reply: MockReply): reply is PassedOnReply {
  return reply.delivery?.kind === 'pass-through';
}
