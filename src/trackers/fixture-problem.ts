/** A mistake in a value: where, as path from the value's root, and one sentence. */
export interface FixtureProblem {
  readonly path: readonly (string | number)[];
  /** Follows the pointer: `is not a date-time`. */
  readonly message: string;
  readonly value: unknown;
}
