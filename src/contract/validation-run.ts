/**
 * The state of one validation: the results for each value, and how deep recursive schemas are nested. Create a new one for each value that
 * is validated; while it is in use, the value must not change.
 */
export interface ValidationRun {
  /** How many recursive schemas contain the current value. */
  depth: number;
  /** Results by question, then by value. */
  readonly found: Map<string, Map<object, unknown>>;
}

export function createRun(): ValidationRun {
  return { depth: 0, found: new Map() };
}

/**
 * Returns an earlier result for a value, or computes it. Without this, the work doubles with every level of a value if two branches
 * of a union contain the union.
 *
 * @param question identifies the computation; its result must depend on the value only
 */
export function remember<T>({ found }: ValidationRun, question: string, value: unknown, find: () => T): T {
  if (typeof value !== 'object' || value === null) return find();
  let answers = found.get(question);
  if (answers === undefined) {
    answers = new Map();
    found.set(question, answers);
  }
  if (answers.has(value)) return answers.get(value) as T;
  const answer = find();
  answers.set(value, answer);
  return answer;
}
