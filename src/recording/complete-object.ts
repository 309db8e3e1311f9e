import type { FixtureProblem } from '../trackers/fixture-problem.ts';

type Members = Readonly<Record<string, unknown>>;

/** An object that is valid in a fixture, and the names of the members that were made up for that. */
export interface CompleteObject {
  readonly value: Members;
  readonly madeUp: readonly string[];
}

/**
 * Returns an object with a valid value in the place of each member that is missing or not valid, or undefined if there is none.
 *
 * @param candidates returns the values to try for a member, the best first; that it is absent is tried before them
 */
export function completeObject(
  object: Members,
  check: (object: unknown) => readonly FixtureProblem[],
  candidates: (name: string) => readonly unknown[],
): CompleteObject | undefined {
  let value = object;
  const madeUp: string[] = [];
  const names = new Set(check(object).map(({ path }) => path[0]));
  for (const name of names) {
    if (typeof name !== 'string' || name === 'id') return undefined;
    const { [name]: _, ...rest } = value;
    const drafts = [rest, ...candidates(name).map((candidate) => ({ ...rest, [name]: candidate }))];
    const valid = drafts.find((draft) => !check(draft).some(({ path }) => path[0] === name));
    if (valid === undefined) return undefined;
    value = valid;
    madeUp.push(name);
  }
  return { value, madeUp };
}
