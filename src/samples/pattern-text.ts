import { SAMPLE_TEXT_LENGTH } from '../budgets.ts';
import type { PatternPart } from './pattern-syntax.ts';
import { parsePattern } from './pattern-syntax.ts';
import type { Random } from './random.ts';

/** How often parts are repeated beyond the least number, in the order in which they are tried. */
const REPEATS = [0, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89];

/** How many texts are drawn with each number of repetitions. */
const DRAWS = 4;

/**
 * Yields texts that are likely to match a pattern, short ones first. Assertions are not considered, so the caller must check each.
 *
 * @param length the least length that the text should have
 */
export function* listPatternTexts(pattern: string, random: Random, length = 0): Generator<string> {
  const part = parsePattern(pattern);
  for (const repeats of [...REPEATS, length]) {
    for (let count = 0; count < DRAWS; count += 1) {
      // The first text repeats every part as often, which meets a length that random numbers rarely do.
      const extra = count === 0 ? () => repeats : () => Math.floor(random() * (repeats + 1));
      const text = writePart(part, random, extra, SAMPLE_TEXT_LENGTH);
      if (text === undefined) continue;
      yield text;
      const missing = Math.min(length, SAMPLE_TEXT_LENGTH) - Array.from(text).length;
      if (missing > 0) {
        const filler = 'x'.repeat(missing);
        yield text + filler;
        yield filler + text;
      }
    }
  }
}

/** Returns a text for a part, or undefined if there is none or it is longer than a limit. */
function writePart(part: PatternPart, random: Random, extra: () => number, limit: number): string | undefined {
  if (part.kind === 'character') return draw(part.characters, random);
  if (part.kind === 'choice') {
    const sequence = draw(part.choices, random) ?? [];
    let text = '';
    for (const item of sequence) {
      const next = writePart(item, random, extra, limit - text.length);
      if (next === undefined) return undefined;
      text += next;
    }
    return text.length > limit ? undefined : text;
  }
  const count = Math.min(part.most, part.least + extra());
  let text = '';
  for (let index = 0; index < count; index += 1) {
    const next = writePart(part.part, random, extra, limit - text.length);
    if (next === undefined || text.length + next.length > limit) return undefined;
    text += next;
    // Repeating nothing changes nothing.
    if (next === '') break;
  }
  return text;
}

function draw<T>(list: readonly T[], random: Random): T | undefined {
  return list[Math.floor(random() * list.length)];
}
