import type { RE2JS } from 're2js';
import { MockError } from '../mock-error.ts';
import { parsePattern } from './parse-pattern.ts';
import { PatternError } from './pattern-error.ts';
import { hasWordBoundary, markWords, measurePattern, toMarkedRe2, toRe2 } from './to-re2.ts';

/** A pattern that is ready to be looked for in texts. */
export interface Pattern {
  /** Whether it is found anywhere in a text. */
  test(text: string): boolean;
  /** As it was written. */
  toString(): string;
}

/**
 * Compiles a pattern of a contract.
 *
 * @throws {PatternError}
 */
export type CompilePattern = (pattern: string) => Pattern;

/** Loads RE2. Handed in, since a contract without a pattern should not wait for it. */
export type LoadRe2 = () => typeof RE2JS;

/** How much one pattern may take, and all of a document's. Rust's own limit, of 10 MB, lies higher for some patterns. */
const MAX_SIZE = 25_000;
const MAX_TOTAL = 250_000;

/** How many characters, times the steps of a pattern, are looked at: a few seconds where RE2 has to take its slowest way. */
const MAX_WORK = 2 ** 28;

/**
 * A compiler for the patterns of one document. They mean what they mean to pydantic; a text is searched in time linear in its length,
 * whatever the pattern.
 */
export function createPatternCompiler(loadRe2: LoadRe2): CompilePattern {
  const compiled = new Map<string, Pattern>();
  let total = 0;
  return (pattern) => {
    let known = compiled.get(pattern);
    if (known === undefined) {
      const tree = parsePattern(pattern);
      const size = measurePattern(tree);
      if (size > MAX_SIZE) throw new PatternError('it takes too much to compile');
      total += size;
      if (total > MAX_TOTAL) throw new PatternError("together with the contract's others it takes too much to compile");
      known = createPattern(pattern, tree, loadRe2());
      compiled.set(pattern, known);
    }
    return known;
  };
}

function createPattern(pattern: string, tree: ReturnType<typeof parsePattern>, engine: typeof RE2JS): Pattern {
  const plain = engine.compile(toRe2(tree));
  const isPlain = !hasWordBoundary(tree);
  let marked: RE2JS | undefined;
  return {
    test(text) {
      if (text.length * plain.programSize() > MAX_WORK) throw toOverwork(pattern, text);
      if (isPlain || /^[\0-\u007f]*$/.test(text)) return plain.test(text);
      marked ??= engine.compile(toMarkedRe2(tree));
      return marked.test(markWords(text));
    },
    toString: () => pattern,
  };
}

function toOverwork(pattern: string, { length }: string): MockError {
  const shown = JSON.stringify(pattern.length > 80 ? `${pattern.slice(0, 80)}…` : pattern);
  return new MockError(
    'contract-invalid',
    `Failed to look for the pattern ${shown} in a text of ${length} characters: it would take too long. Bound the text with maxLength in place of the pattern, or send a shorter one.`,
  );
}
