import type { ContractDocument } from '../contract/document.ts';
import type { SampleHints, SamplePlace } from './sample-place.ts';

/** A value that was found: null is one, too. */
export interface Found {
  readonly value: unknown;
}

/** The search for one sample. */
export interface SampleRun {
  readonly document: ContractDocument;
  readonly hints: SampleHints;
  /** Whether samples are cut to what is required, since they became too large. */
  isShort(place: SamplePlace): boolean;
  /** Yields values for a schema, the best first. They are likely to be valid, and not checked. */
  list(pointer: string, place: SamplePlace): Generator;
  /**
   * Returns the first value for a schema, or the first valid one in a careful search; undefined if there is none.
   */
  find(pointer: string, place: SamplePlace, wish?: Wish): Found | undefined;
}

export interface Wish {
  /** Values to try first. */
  readonly preferred?: readonly unknown[];
  /** Values that must not be found. */
  readonly taken?: readonly unknown[];
}
