import type { Operation } from '../contract/operation.ts';
import type { Violation } from '../contract/violation.ts';
import type { WireFault } from './delivery.ts';

/** A request as it came in. */
export interface MockRequest {
  readonly method: string;
  /** Path and query exactly as sent. */
  readonly target: string;
  /** Lower-case names, as Node gives them. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Empty where there is none. Not changed by anybody afterwards: Prism reads it after the reply. */
  readonly body: Uint8Array;
  /** Where the mock is mounted in another server: `/api`. Nothing by default; redirects need it. */
  readonly basePath?: string;
  /** The address that it came in at: `127.0.0.1:4010`. A redirect names it where the request has no `host` that is one. */
  readonly server?: string | undefined;
}

/** What goes out. */
export interface MockReply {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** What the transport has to do beside sending it: wait so many milliseconds, fail in a certain way. Nothing by default. */
  readonly delay?: number;
  readonly fault?: WireFault;
}

/** One exchange and the verdicts on it, as the journal keeps it. */
export interface Exchange {
  /** Its place among all exchanges of the mock, from 1 on. */
  readonly sequence: number;
  readonly session: string;
  /** When the request was read: microseconds since 1970, by the machine's clock. */
  readonly time: number;
  /** How long the mock took, a stubbed delay counted in, in milliseconds. */
  readonly ms: number;
  readonly request: MockRequest;
  /** The request's target without what selected the session. */
  readonly target: string;
  readonly reply: MockReply;
  /** Undefined where no operation of the contract matched. */
  readonly operation: Operation | undefined;
  /** True where the contract has no operation for the request, and it is none of the mock's own routes. */
  readonly isUnmatched: boolean;
  /** How the exchange breaks the contract, what was stubbed apart; empty where it keeps it. */
  readonly violations: readonly Violation[];
  /** True where the contract does not list the reply's status for the operation. */
  readonly isUndocumented: boolean;
  /** What was stubbed for it; empty where nothing was. */
  readonly stubbed: readonly string[];
  /** What Prism says of the exchange, in Prism's form; not there until it has judged, which it does after the reply. */
  readonly prism?: { readonly request: readonly object[]; readonly reply: readonly object[] } | undefined;
}
