/**
 * The state of one validation: what was found of each value, and how deep recursive schemas are nested. Make a new one for each value that
 * is validated; while it is in use, the value must not change.
 */
export interface ValidationRun {
  /** How many recursive schemas contain the value at hand. */
  depth: number;
  /** By what was asked, then by value. */
  readonly found: Map<string, Map<object, unknown>>;
}

export function createRun(): ValidationRun {
  return { depth: 0, found: new Map() };
}

/**
 * Returns what was found of a value before, or finds it now. Without this, the work doubles with every level of a value where two branches
 * of a union contain the union.
 *
 * @param question what is asked of the value; the answer must depend on nothing else
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
