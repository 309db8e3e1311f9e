/** What is wrong with a part of a fixture. */
export interface FixtureProblem {
  readonly path: readonly (string | number)[];
  /** The rest of a sentence whose subject is the pointer: `is not a date-time`. */
  readonly message: string;
  readonly value: unknown;
}
