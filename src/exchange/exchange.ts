import type { Operation } from '../contract/operation.ts';
import type { Violation } from '../contract/violation.ts';
import type { AppliedOverride } from '../control/control-types.ts';
import type { BrokenReply, HttpReply } from './reply.ts';

/** A request as it came in. */
export interface MockRequest {
  readonly method: string;
  /** Path and query exactly as sent. */
  readonly target: string;
  /** Lower-case names, as Node gives them. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Empty if there is none. Must not change afterwards: Prism reads it after the reply. */
  readonly body: Uint8Array;
  /** The path that the mock is mounted under in another server, such as `/api`; redirects need it. @default '' */
  readonly basePath?: string;
  /** The scheme that the client used, for redirects. @default 'http' */
  readonly scheme?: string;
  /** The address that it came in at: `127.0.0.1:4010`. A redirect names it if the request has no valid `host`. */
  readonly server?: string | undefined;
}

/** One exchange and the verdicts on it, as the journal keeps it. */
export interface Exchange {
  /** Its number among all exchanges of the mock, from 1. */
  readonly sequence: number;
  readonly session: string;
  /** When the request was read: microseconds since 1970, by the machine's clock. */
  readonly time: number;
  /** How long the mock took, a delay included, in milliseconds. */
  readonly ms: number;
  readonly request: MockRequest;
  /** The request's target without what selected the session. */
  readonly target: string;
  readonly reply: HttpReply | BrokenReply;
  /** Undefined if no operation of the contract matched. */
  readonly operation: Operation | undefined;
  /** True if the contract has no operation for the request and it is not one of the mock's own routes. */
  readonly isUnmatched: boolean;
  /** How the exchange breaks the contract; what a test asked for does not count. Empty if it keeps the contract. */
  readonly violations: readonly Violation[];
  /** True if the contract does not list the reply's status for the operation. */
  readonly isUndocumented: boolean;
  /** What a stub or a `Prefer` header changed; undefined if nothing. */
  readonly override: AppliedOverride | undefined;
  /** Prism's verdict in Prism's form; undefined until it has judged, which it does after the reply. */
  readonly prism?: { readonly request: readonly object[]; readonly reply: readonly object[] } | undefined;
}
