/** Returns whether a JSON value nests deeper than the given number of levels. Recurses at most so many levels itself. */
export function isDeep(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  // A list may have millions of items: no copy of it.
  const members: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
  for (const member of members) if (isDeep(member, levels - 1)) return true;
  return false;
}
