import type { CharacterSet } from './character-set.ts';
import { EVERYTHING, foldCase, negate } from './character-set.ts';
import { readClass } from './pattern-class.ts';
import { PatternCursor } from './pattern-cursor.ts';
import { PatternError } from './pattern-error.ts';
import { readEscape } from './pattern-escape.ts';
import { readGroupStart } from './pattern-group.ts';

/** What a pattern says. Groups are left out: nobody asks what they hold. */
export type PatternTree =
  | { readonly kind: 'set'; readonly set: CharacterSet }
  | { readonly kind: 'look'; readonly look: Look }
  | { readonly kind: 'repeat'; readonly part: PatternTree; readonly least: number; readonly most: number }
  | { readonly kind: 'sequence' | 'choice'; readonly parts: readonly PatternTree[] };

/** A place between two characters. */
export type Look = 'start' | 'end' | 'line-start' | 'line-end' | 'word-boundary' | 'no-word-boundary';

/**
 * A pattern as Rust's `regex` crate reads it, which pydantic has for its engine: `\d`, `\w`, `\s` and `\b` go by Unicode, `$` is the very
 * end, classes may be intersected, and there is no look-around and no backreference.
 *
 * Source: `ast/parse.rs` and `hir/translate.rs` of regex-syntax, and what pydantic 2.13 was tried with.
 *
 * @throws {PatternError}
 */
export function parsePattern(pattern: string): PatternTree {
  const cursor = new PatternCursor(pattern);
  const tree = readChoice(cursor, new Set());
  if (cursor.peek() === ')') throw new PatternError('a group is closed that was not opened');
  return tree;
}

function readChoice(cursor: PatternCursor, names: Set<string>): PatternTree {
  const parts = [readSequence(cursor, names)];
  while (cursor.take('|')) parts.push(readSequence(cursor, names));
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : { kind: 'choice', parts };
}

function readSequence(cursor: PatternCursor, names: Set<string>): PatternTree {
  const parts: PatternTree[] = [];
  let repetitions = 0;
  for (;;) {
    cursor.advance();
    const character = cursor.peek();
    if (character === '' || character === '|' || character === ')') {
      const [only] = parts;
      return parts.length === 1 && only !== undefined ? only : { kind: 'sequence', parts };
    }
    if (/[*+?{]/.test(character)) {
      const [least, most] = readCount(cursor);
      const part = parts.pop();
      if (part === undefined) throw new PatternError(`there is nothing for a ${character} to repeat`);
      repetitions += 1;
      if (repetitions > MAX_REPETITIONS) throw new PatternError(`more than ${MAX_REPETITIONS} repetitions of one part`);
      parts.push({ kind: 'repeat', part, least, most });
    } else {
      repetitions = 0;
      const part = readPart(cursor, names);
      if (part !== undefined) parts.push(part);
      // A flag is nothing to repeat, nor does one let what stands before it be repeated.
      else if (/[*+?{]/.test(cursor.peek())) throw new PatternError('there is nothing to repeat behind a flag');
    }
  }
}

/** `a****` nests as deep as parentheses do. */
const MAX_REPETITIONS = 250;

/** One part of a sequence; undefined for a flag. */
function readPart(cursor: PatternCursor, names: Set<string>): PatternTree | undefined {
  const { ignoreCase, dotAll, multiLine } = cursor.flags;
  const character = cursor.next();
  switch (character) {
    case '(':
      return readGroup(cursor, names);
    case '[':
      return { kind: 'set', set: readClass(cursor) };
    case '.':
      return { kind: 'set', set: dotAll ? EVERYTHING : negate(toSet('\n')) };
    case '^':
      return { kind: 'look', look: multiLine ? 'line-start' : 'start' };
    case '$':
      return { kind: 'look', look: multiLine ? 'line-end' : 'end' };
    case '\\':
      return readEscaped(cursor);
    default:
      return { kind: 'set', set: ignoreCase ? foldCase(toSet(character)) : toSet(character) };
  }
}

function readGroup(cursor: PatternCursor, names: Set<string>): PatternTree | undefined {
  return cursor.within(() => {
    const before = cursor.flags;
    if (readGroupStart(cursor, names) === 'flags') return undefined;
    const tree = readChoice(cursor, names);
    if (!cursor.take(')')) throw new PatternError('a group is not closed');
    cursor.flags = before;
    return tree;
  });
}

const LOOKS: ReadonlyMap<string, Look> = new Map<string, Look>([
  ['A', 'start'],
  ['z', 'end'],
  ['b', 'word-boundary'],
  ['B', 'no-word-boundary'],
]);

function readEscaped(cursor: PatternCursor): PatternTree {
  const letter = cursor.peek();
  const look = LOOKS.get(letter);
  if (look !== undefined) {
    cursor.next();
    if (letter === 'b' && cursor.peek() === '{' && /[A-Za-z-]/.test(cursor.peek(1))) {
      throw new PatternError('boundaries of one side of a word are not built here');
    }
    return { kind: 'look', look };
  }
  if (letter === '<' || letter === '>') {
    throw new PatternError('boundaries of one side of a word are not built here');
  }
  const escape = readEscape(cursor);
  if (escape.kind === 'set') return escape;
  const set: CharacterSet = [[escape.point, escape.point]];
  return { kind: 'set', set: cursor.flags.ignoreCase ? foldCase(set) : set };
}

/** Reads `*`, `+`, `?` or `{n,m}`. Which repetition is lazy makes no difference to whether there is a match. */
function readCount(cursor: PatternCursor): readonly [least: number, most: number] {
  const count = readBounds(cursor);
  cursor.advance();
  cursor.take('?');
  return count;
}

function readBounds(cursor: PatternCursor): readonly [least: number, most: number] {
  if (cursor.take('*')) return [0, Infinity];
  if (cursor.take('+')) return [1, Infinity];
  if (cursor.take('?')) return [0, 1];
  cursor.next();
  const text = cursor.until('}').replaceAll(/\s/g, '');
  const [found, least = '', comma, most = ''] = /^(\d{1,10})(,)?(\d{1,10})?$/.exec(text) ?? [];
  if (found === undefined || (comma === undefined && most !== '')) {
    throw new PatternError(`{${text}} is no count of repetitions`);
  }
  const bounds = [Number(least), comma === undefined ? Number(least) : most === '' ? Infinity : Number(most)] as const;
  if (bounds[0] > bounds[1]) throw new PatternError(`{${text}} goes backwards`);
  return bounds;
}

function toSet(character: string): CharacterSet {
  const point = character.codePointAt(0) ?? 0;
  return [[point, point]];
}
