import type { WireFault } from '../exchange/delivery.ts';
import { WIRE_FAULTS } from '../exchange/delivery.ts';

/** The faults on the wire, and a reply that breaks the contract. */
export const FAULTS: readonly Fault[] = [...WIRE_FAULTS, 'contract-violation'];
export type Fault = WireFault | 'contract-violation';

/** How a reply of the fault `contract-violation` breaks the contract. */
export const VIOLATION_KINDS = ['missing-field', 'wrong-type', 'bad-date'] as const;
export type ViolationKind = (typeof VIOLATION_KINDS)[number];

/** Which requests a stub is for. What is left out fits any. */
export interface RequestPattern {
  /** `operationId`, or method and path template: `PUT /tracker/{tracker_id}`. */
  readonly operation?: string;
  readonly method?: string;
  /** The decoded path; a `*` stands for any characters. */
  readonly path?: string;
  /** Header values by name; null where the header has to be missing. */
  readonly header?: Readonly<Record<string, string | null>>;
  /** A JSON pattern that the request's body has to contain. */
  readonly body?: unknown;
}

export interface StubReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Any JSON value; nothing is sent where it is left out. */
  readonly body?: unknown;
}

/** Milliseconds, or a range to draw from. */
export type Delay = number | { readonly min: number; readonly max: number };

/** What to stub. At least one of `reply`, `delay` and `fault`. */
export interface StubInput {
  readonly match?: RequestPattern;
  /** How often it applies; without end where it is left out. */
  readonly times?: number;
  /** How likely it applies to a request that matches, drawn from the session's seed. @default 1 */
  readonly probability?: number;
  /** How many requests that match it lets pass first. @default 0 */
  readonly after?: number;
  readonly reply?: StubReply;
  readonly delay?: Delay;
  readonly fault?: Fault;
  /** True where `reply` may break the contract. @default false */
  readonly allowViolations?: boolean;
  /** How a reply of the fault `contract-violation` breaks the contract. @default 'missing-field' */
  readonly violation?: ViolationKind;
}

/** What is stubbed. */
export interface Stub extends StubInput {
  readonly id: string;
  /** How many requests it was applied to so far. */
  readonly applied: number;
}
