import type { WireFault } from './reply.ts';

/** How a reply of the fault `contract-violation` breaks the contract. */
export const VIOLATION_KINDS = ['missing-field', 'wrong-type', 'bad-date'] as const;
export type ViolationKind = (typeof VIOLATION_KINDS)[number];

/** What can be made to go wrong with a reply. */
export type Fault = WireFault | 'slow-body' | 'contract-violation';

/** What a stub or a request's own `Prefer` header changed in an exchange. Members that did not apply are absent. */
export interface AppliedOverride {
  /** The id of the stub that applied. */
  readonly stub?: string;
  /** The status that the `Prefer` header asked for. */
  readonly code?: number;
  /** The status of the stub's own reply. */
  readonly reply?: number;
  /** In milliseconds. */
  readonly delay?: number;
  readonly fault?: Fault;
  /** With the fault `contract-violation`. */
  readonly violation?: ViolationKind;
}

/** The parts of an override that a person reads: `stub 3`, `delay=250`, `fault=contract-violation;violation=bad-date`. */
export function toOverrideNotes({ stub, code, reply, delay, fault, violation }: AppliedOverride): string[] {
  return [
    ...(stub === undefined ? [] : [`stub ${stub}`]),
    ...(code === undefined ? [] : [`code=${code}`]),
    ...(reply === undefined ? [] : [`reply=${reply}`]),
    ...(delay === undefined ? [] : [`delay=${delay}`]),
    ...(fault === undefined ? [] : [`fault=${fault}${violation === undefined ? '' : `;violation=${violation}`}`]),
  ];
}
