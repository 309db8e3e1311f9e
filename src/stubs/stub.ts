import type { Fault, ViolationKind } from '../exchange/applied-override.ts';
import { WIRE_FAULTS } from '../exchange/reply.ts';
import type { RequestPattern } from '../exchange/request-pattern.ts';

export const FAULTS: readonly Fault[] = [...WIRE_FAULTS, 'slow-body', 'contract-violation'];

export interface StubReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Any JSON value. @default no body */
  readonly body?: unknown;
}

/** Milliseconds, or a range to draw from. */
export type Delay = number | { readonly min: number; readonly max: number };

/** A stub to add. It has at least one of `reply`, `delay` and `fault`. */
export interface StubInput {
  /** Which requests it is for. @default every request */
  readonly match?: RequestPattern;
  /** How often it applies. @default without a limit */
  readonly times?: number;
  /** The probability that it applies to a matching request, from 0 to 1, drawn from the session's seed. @default 1 */
  readonly probability?: number;
  /** How many matching requests pass before it applies. @default 0 */
  readonly after?: number;
  readonly reply?: StubReply;
  readonly delay?: Delay;
  readonly fault?: Fault;
  /** True where `reply` may break the contract. @default false */
  readonly allowViolations?: boolean;
  /** How a reply of the fault `contract-violation` breaks the contract. @default 'missing-field' */
  readonly violation?: ViolationKind;
}

/** A stub of a session. */
export interface Stub extends StubInput {
  readonly id: string;
  /** How many requests it has applied to. */
  readonly applied: number;
}
