/**
 * Remembers what was found of a value by its identity, for as long as one {@link holdMemos} lasts. Schemas that overlap ask about the same
 * value again and again, twice as often with every level of a union that holds itself.
 */
export type ValueMemo<T> = (value: unknown, find: () => T) => T;

let holds = 0;
const used = new Set<Map<object, unknown>>();

/** Does something during which no value changes, with all memos at work. What they hold is forgotten at the end. */
export function holdMemos<T>(act: () => T): T {
  holds += 1;
  try {
    return act();
  } finally {
    holds -= 1;
    if (holds === 0) {
      for (const known of used) known.clear();
      used.clear();
    }
  }
}

/** A memo that is empty. */
export function createMemo<T>(): ValueMemo<T> {
  const known = new Map<object, { readonly found: T }>();
  return (value, find) => {
    if (holds === 0 || typeof value !== 'object' || value === null) return find();
    let entry = known.get(value);
    if (entry === undefined) {
      entry = { found: find() };
      known.set(value, entry);
      used.add(known);
    }
    return entry.found;
  };
}
