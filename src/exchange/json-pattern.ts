/**
 * Whether a JSON value contains a pattern: an object contains its members, each in turn; a list has to hold every item of the pattern's,
 * in that order; anything else has to be equal.
 */
export function containsPattern(value: unknown, pattern: unknown): boolean {
  if (Array.isArray(pattern)) return Array.isArray(value) && containsItems(value, pattern);
  if (typeof pattern !== 'object' || pattern === null) return Object.is(value, pattern);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.entries(pattern).every(
    ([key, member]) => Object.hasOwn(value, key) && containsPattern((value as Record<string, unknown>)[key], member),
  );
}

function containsItems(items: readonly unknown[], patterns: readonly unknown[]): boolean {
  let next = 0;
  for (const item of items) {
    if (next < patterns.length && containsPattern(item, patterns[next])) next += 1;
  }
  return next === patterns.length;
}
