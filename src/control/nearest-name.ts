/** Longer names are not compared, since a name may come from a request. */
const LONGEST = 64;

/** How many names a message lists. */
const LISTED = 20;

/** Suggests the nearest known name for an unknown one, or lists the known ones if none is near. */
export function suggestName(name: string, known: readonly string[]): string {
  const nearest = findNearestName(name, known);
  if (nearest !== undefined) return `did you mean ${JSON.stringify(nearest)}?`;
  if (known.length === 0) return 'expected none';
  const more = known.length > LISTED ? `, or one of ${known.length - LISTED} others` : '';
  return `expected one of ${known.slice(0, LISTED).join(', ')}${more}`;
}

/** Returns what follows an unknown name in a message: `; did you mean "status"?`, or nothing if no known name is near. */
export function toSuggestion(name: string, known: readonly string[]): string {
  const nearest = findNearestName(name, known);
  return nearest === undefined ? '' : `; did you mean ${JSON.stringify(nearest)}?`;
}

/** Returns the known name with the fewest edits to a misspelt one, or undefined if more than a third of it would change. */
export function findNearestName(name: string, known: readonly string[]): string | undefined {
  if (name.length > LONGEST) return undefined;
  const [nearest] = known
    .map((candidate) => ({ candidate, edits: countEdits(name.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ candidate, edits }) => edits <= Math.max(name.length, candidate.length) / 3)
    .toSorted((a, b) => a.edits - b.edits);
  return nearest?.candidate;
}

/** Returns how much two names differ: 0 if they are the same in any case, less than 1 if one is the other misspelt, and otherwise 1. */
export function measureDifference(name: string, other: string): number {
  const longest = Math.max(name.length, other.length);
  if (longest === 0) return 0;
  if (longest > LONGEST) return 1;
  const edits = countEdits(name.toLowerCase(), other.toLowerCase());
  return edits <= longest / 3 ? edits / longest : 1;
}

/** The Damerau-Levenshtein distance: insertions, deletions, replacements, and swaps of two neighbours. */
function countEdits(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, index) => index);
  let edits = to.length;
  for (let row = 1; row <= from.length; row += 1) {
    const current: number[] = [];
    let diagonal = row;
    for (const [column, above] of last.entries()) {
      const cost = from[row - 1] === to[column - 1] ? 0 : 1;
      const isSwap = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      const beforeSwap = isSwap ? beforeLast[column - 2] : undefined;
      edits =
        column === 0
          ? row
          : Math.min(above + 1, edits + 1, diagonal + cost, (beforeSwap ?? Number.POSITIVE_INFINITY) + 1);
      current.push(edits);
      diagonal = above;
    }
    [beforeLast, last] = [last, current];
  }
  return edits;
}
