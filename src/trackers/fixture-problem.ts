/** A mistake in a value: the path to it, and one sentence about it. */
export interface FixtureProblem {
  readonly path: readonly (string | number)[];
  /** What comes after the pointer in a message: `is not a date-time`. */
  readonly message: string;
  readonly value: unknown;
}
