/** How many characters are gathered: few enough to write them without keeping others waiting. */
const PART_SIZE = 64 * 1024;

/** Puts small pieces of a text together to parts that are worth a write. */
export function* gatherText(pieces: Iterable<string>): Generator<string> {
  let part = '';
  for (const piece of pieces) {
    part += piece;
    if (part.length < PART_SIZE) continue;
    yield part;
    part = '';
  }
  if (part !== '') yield part;
}
