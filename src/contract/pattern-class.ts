import type { CharacterSet } from './character-set.ts';
import { findSet, foldCase, intersect, negate, subtract, unite } from './character-set.ts';
import type { PatternCursor } from './pattern-cursor.ts';
import { PatternError } from './pattern-error.ts';
import { readEscape } from './pattern-escape.ts';

const OPERATORS: Readonly<Record<string, (a: CharacterSet, b: CharacterSet) => CharacterSet>> = {
  '&&': intersect,
  '--': subtract,
  '~~': (a, b) => subtract(unite(a, b), intersect(a, b)),
};

const POSIX: Readonly<Record<string, string>> = {
  alnum: '[0-9A-Za-z]',
  alpha: '[A-Za-z]',
  ascii: String.raw`[\0-\x7f]`,
  blank: String.raw`[\t ]`,
  cntrl: String.raw`[\0-\x1f\x7f]`,
  digit: '[0-9]',
  graph: '[!-~]',
  lower: '[a-z]',
  print: '[ -~]',
  punct: String.raw`[!-\/:-@[-\x60{-~]`,
  space: String.raw`[\t-\r ]`,
  upper: '[A-Z]',
  word: '[0-9A-Za-z_]',
  xdigit: '[0-9A-Fa-f]',
};

/**
 * Reads a class in brackets, the first one passed: `a-z&&[^aeiou]]`.
 *
 * Source: `ast/parse.rs` and `hir/translate.rs` of Rust's regex-syntax, and what pydantic was tried with.
 */
export function readClass(cursor: PatternCursor): CharacterSet {
  return cursor.within(() => {
    cursor.advance();
    const isNegated = cursor.take('^');
    const finish = (set: CharacterSet): CharacterSet => (cursor.flags.ignoreCase ? foldCase(set) : set);
    // A bracket that closes, or hyphens, at the very beginning stand for themselves.
    let items = readLeading(cursor);
    let left: { set: CharacterSet; combine: (a: CharacterSet, b: CharacterSet) => CharacterSet } | undefined;
    const combine = (): CharacterSet =>
      left === undefined ? finish(unite(...items)) : left.combine(left.set, finish(unite(...items)));
    for (;;) {
      cursor.advance();
      const operator = OPERATORS[cursor.peek() + cursor.peek(1)];
      if (cursor.take(']')) return isNegated ? negate(combine()) : combine();
      if (operator === undefined) items.push(readItem(cursor));
      else {
        left = { set: combine(), combine: operator };
        items = [];
        cursor.next();
        cursor.next();
      }
    }
  });
}

function readLeading(cursor: PatternCursor): CharacterSet[] {
  const items: CharacterSet[] = [];
  cursor.advance();
  while (cursor.peek() === '-') {
    items.push(toSet(cursor.next()));
    cursor.advance();
  }
  if (items.length === 0 && cursor.peek() === ']') items.push(toSet(cursor.next()));
  return items;
}

function readItem(cursor: PatternCursor): CharacterSet {
  if (cursor.peek() === '[') {
    const named = readPosix(cursor);
    if (named !== undefined) return named;
    cursor.next();
    return readClass(cursor);
  }
  const first = readEnd(cursor);
  cursor.advance();
  const isRange = cursor.peek() === '-' && !['', ']', '-'].includes(peekBehindHyphen(cursor));
  if (!isRange) return typeof first === 'number' ? [[first, first]] : first;
  cursor.next();
  cursor.advance();
  const last = readEnd(cursor);
  if (typeof first !== 'number' || typeof last !== 'number') {
    throw new PatternError('a range in a class has to go from one character to another');
  }
  if (first > last) throw new PatternError('a range in a class goes backwards');
  return [[first, last]];
}

function peekBehindHyphen(cursor: PatternCursor): string {
  const { place } = cursor;
  cursor.next();
  cursor.advance();
  const character = cursor.peek();
  cursor.place = place;
  return character;
}

/** One end of a range, or what stands alone: a code point or a set. */
function readEnd(cursor: PatternCursor): number | CharacterSet {
  const character = cursor.next();
  if (character !== '\\') return character.codePointAt(0) ?? 0;
  cursor.advance();
  const escape = readEscape(cursor);
  return escape.kind === 'character' ? escape.point : escape.set;
}

/** `[:alpha:]`; undefined where the bracket begins a class of its own, as Rust has it for a name that it does not know. */
function readPosix(cursor: PatternCursor): CharacterSet | undefined {
  if (!cursor.isNext('[:')) return undefined;
  let name = '';
  for (let ahead = 2; /[a-z^]/.test(cursor.peek(ahead)); ahead++) name += cursor.peek(ahead);
  const isNegated = name.startsWith('^');
  const expression = POSIX[name.slice(isNegated ? 1 : 0)];
  if (expression === undefined || !cursor.take(`[:${name}:]`)) return undefined;
  const set = findSet(expression);
  const whole = cursor.flags.ignoreCase ? foldCase(set) : set;
  return isNegated ? negate(whole) : whole;
}

function toSet(character: string): CharacterSet {
  const point = character.codePointAt(0) ?? 0;
  return [[point, point]];
}
