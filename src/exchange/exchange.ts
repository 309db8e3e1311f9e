import type { Operation } from '../contract/operation.ts';
import type { Violation } from '../contract/violation.ts';
import type { AppliedOverride, ReplySource } from '../control/control-types.ts';
import type { BrokenReply, HttpReply } from './reply.ts';

/** A request as received. */
export interface MockRequest {
  readonly method: string;
  /** Path and query exactly as sent. */
  readonly target: string;
  /** Lower-case names, as in Node. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Empty if there is none. Must not change afterwards: Prism reads it after the reply. */
  readonly body: Uint8Array;
  /** The path under which the mock is mounted in another server, such as `/api`; redirects need it. @default '' */
  readonly basePath?: string;
  /** The scheme that the client used, for redirects. @default 'http' */
  readonly scheme?: string;
  /** The address that received the request: `127.0.0.1:4010`. Redirects use it if the request has no valid `host`. */
  readonly server?: string | undefined;
  /** The client's address, for the `x-forwarded-for` of a request that is passed on. */
  readonly peer?: string | undefined;
  /** How the transport serves the control API beside the mock: to any client, or with a token. The introduction at `/` links to it. @default not at all */
  readonly admin?: 'open' | 'token' | undefined;
  /** Whether the transport serves metrics beside the mock. The introduction at `/` links to them. @default false */
  readonly hasMetrics?: boolean | undefined;
}

/** A request, its reply, and the findings on them. */
export interface Exchange {
  /** Counts the exchanges of the mock, from 1. */
  readonly sequence: number;
  readonly session: string;
  /** When the request was read: microseconds since 1970, by the system clock. */
  readonly time: number;
  /** The time that the mock took, in milliseconds, including a delay. */
  readonly ms: number;
  readonly request: MockRequest;
  /** The request's target without the prefix that selects a session. */
  readonly target: string;
  readonly reply: HttpReply | BrokenReply;
  /** Undefined if no operation of the contract matched. */
  readonly operation: Operation | undefined;
  /** True if the contract has no operation for the request and it is not one of the mock's own routes. */
  readonly isUnmatched: boolean;
  /** How the exchange breaks the contract, apart from violations that a stub or a `Prefer` header made. Empty if it conforms. */
  readonly violations: readonly Violation[];
  /** True if it has violations and they were expected, so that they do not count: by `Prefer: allow-violations` or the session's allowances. */
  readonly isAllowed: boolean;
  /** True if the contract does not list the reply's status for the operation. */
  readonly isUndocumented: boolean;
  /** Who made the reply. A fault on the wire counts as the mock's. */
  readonly source: ReplySource;
  /** What a stub or a `Prefer` header changed; undefined if nothing. */
  readonly override: AppliedOverride | undefined;
  /** Prism's findings in Prism's form. Undefined until Prism has validated the exchange, which it does after the reply. */
  readonly prism?: { readonly request: readonly object[]; readonly reply: readonly object[] } | undefined;
}
