import type { Operation } from '../contract/operation.ts';
import type { Violation } from '../contract/violation.ts';

/** A request as it came in. */
export interface MockRequest {
  readonly method: string;
  /** Path and query exactly as sent. */
  readonly target: string;
  /** Lower-case names, as Node gives them. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Empty where there is none. */
  readonly body: Uint8Array;
  /** Where the mock is mounted in another server: `/api`. Nothing by default; redirects need it. */
  readonly basePath?: string;
}

/** What goes out. */
export interface MockReply {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** One exchange and the verdicts on it. */
export interface Exchange {
  /** When the request was read: microseconds since 1970, by the machine's clock. */
  readonly time: number;
  /** How long the mock took, in milliseconds. */
  readonly ms: number;
  readonly request: MockRequest;
  readonly reply: MockReply;
  /** Undefined where no operation of the contract matched. */
  readonly operation: Operation | undefined;
  /** How the exchange breaks the contract; empty where it keeps it. */
  readonly violations: readonly Violation[];
  /** True where the contract does not list the reply's status for the operation. */
  readonly isUndocumented: boolean;
  /** What Prism says of the exchange, in Prism's form; not there until it has judged, which it does after the reply. */
  prism?: { readonly request: readonly object[]; readonly reply: readonly object[] };
}
