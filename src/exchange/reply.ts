import type { WIRE_FAULTS } from '../control/stub-schemas.ts';

/** Lower-case names. */
export type ReplyHeaders = Readonly<Record<string, string>>;

/** A reply that reaches the client as HTTP: at once, or in the way that its delivery says. */
export interface HttpReply {
  readonly status: number;
  readonly headers: ReplyHeaders;
  readonly body: string;
  /** The items of a list whose body is their JSON: what keeps a reply may keep them in place of the body. */
  readonly items?: readonly object[] | undefined;
  /** True if the reply has no CORS headers. */
  readonly isOutsideCors?: true | undefined;
  readonly delivery?:
    | { readonly kind: 'delay'; /** In milliseconds. */ readonly delay: number }
    | { readonly kind: 'slow-body'; readonly delay: number };
}

/** A fault after which a client has no HTTP reply. */
export type WireFault = (typeof WIRE_FAULTS)[number];

/** No reply: the transport makes the connection fail. */
export interface BrokenReply {
  readonly status: null;
  readonly headers: ReplyHeaders;
  readonly body: '';
  readonly delivery: { readonly kind: 'wire-fault'; readonly fault: WireFault; readonly delay: number };
}

/**
 * A reply that another server makes. The transport sends the request to `upstream`, hands what comes back to `complete`, and delivers the
 * reply that this returns: it has been verified, counted and recorded by then.
 */
export interface PassedOnReply {
  readonly status: null;
  readonly headers: ReplyHeaders;
  readonly body: '';
  readonly delivery: {
    readonly kind: 'pass-through';
    /** `https://agentex.example`, without a slash at its end. */
    readonly upstream: string;
    /** The request's target without what selected the session. */
    readonly target: string;
    readonly complete: (received: HttpReply) => HttpReply;
  };
}

/** What goes out for a request, and how. A reply without a status is no HTTP reply (yet): its delivery says what the transport must do. */
export type MockReply = HttpReply | BrokenReply | PassedOnReply;

export function isPassedOn(reply: MockReply): reply is PassedOnReply {
  return reply.delivery?.kind === 'pass-through';
}
