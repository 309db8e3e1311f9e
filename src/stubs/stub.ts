import type { WireFault } from '../exchange/delivery.ts';
import { WIRE_FAULTS } from '../exchange/delivery.ts';

/** The faults on the wire, and a reply that breaks the contract. */
export const FAULTS: readonly Fault[] = [...WIRE_FAULTS, 'contract-breach'];
export type Fault = WireFault | 'contract-breach';

/** In which way a reply of the fault `contract-breach` breaks the contract. */
export const BREACHES = ['missing-field', 'wrong-type', 'bad-date'] as const;
export type Breach = (typeof BREACHES)[number];

/** Which requests an arrangement is for. What is left out fits any. */
export interface ArrangementMatch {
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

export interface ArrangedReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Any JSON value; nothing is sent where it is left out. */
  readonly body?: unknown;
}

/** Milliseconds, or a range to draw from. */
export type Delay = number | { readonly min: number; readonly max: number };

/** What to arrange. At least one of `reply`, `delay` and `fault`. */
export interface ArrangementInput {
  readonly match?: ArrangementMatch;
  /** How often it applies; without end where it is left out. */
  readonly times?: number;
  /** How likely it applies to a request that matches, drawn from the session's seed. @default 1 */
  readonly probability?: number;
  /** How many requests that match it lets pass first. @default 0 */
  readonly after?: number;
  readonly reply?: ArrangedReply;
  readonly delay?: Delay;
  readonly fault?: Fault;
  /** With `reply`: true where it breaks the contract on purpose. With the fault `contract-breach`: the way it does. */
  readonly breach?: boolean | Breach;
}

/** What is arranged. */
export interface Arrangement extends ArrangementInput {
  readonly id: string;
  /** How many requests it was applied to so far. */
  readonly applied: number;
}
