import type { CharacterSet } from './character-set.ts';
import { findSet, foldCase, negate } from './character-set.ts';
import type { PatternCursor } from './pattern-cursor.ts';
import { PatternError } from './pattern-error.ts';
import { findProperty } from './unicode-property.ts';

/** What an escape stands for: one character, or a set of them. */
export type Escape =
  | { readonly kind: 'character'; readonly point: number }
  | { readonly kind: 'set'; readonly set: CharacterSet };

const CONTROLS: Readonly<Record<string, string>> = {
  a: '\u0007',
  f: '\f',
  t: '\t',
  n: '\n',
  r: '\r',
  v: '\v',
};

/** `\d`, `\s`, `\w`, which Rust takes from Unicode. */
const CLASSES: Readonly<Record<string, string>> = {
  d: String.raw`\p{Nd}`,
  s: String.raw`\p{White_Space}`,
  w: String.raw`[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}]`,
};

/** How many hexadecimal digits follow where no braces do. */
const HEX_DIGITS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** `\w` of Rust. */
export function findWordSet(): CharacterSet {
  return findSet(CLASSES['w'] ?? '');
}

/** Reads an escape, its backslash passed, that stands for a character or a set. */
export function readEscape(cursor: PatternCursor): Escape {
  const letter = cursor.next();
  const control = CONTROLS[letter];
  if (control !== undefined) return toCharacter(control);
  const name = CLASSES[letter.toLowerCase()];
  if (name !== undefined) {
    const set = findSet(name);
    return { kind: 'set', set: letter === letter.toLowerCase() ? set : negate(set) };
  }
  if (letter === 'p' || letter === 'P') return readProperty(cursor, letter === 'P');
  const digits = HEX_DIGITS[letter];
  if (digits !== undefined) return readHex(cursor, digits);
  if (/\d/.test(letter)) throw new PatternError('backreferences are not supported');
  if (!/^[ -~]$/.test(letter) || /[A-Za-z<>]/.test(letter)) {
    throw new PatternError(`\\${letter} is no escape`);
  }
  return toCharacter(letter);
}

function toCharacter(character: string): Escape {
  return { kind: 'character', point: character.codePointAt(0) ?? 0 };
}

function readProperty(cursor: PatternCursor, isNegated: boolean): Escape {
  cursor.advance();
  const name = cursor.take('{') ? cursor.until('}') : cursor.next();
  const property = findProperty(name);
  const set = cursor.flags.ignoreCase ? foldCase(property) : property;
  return { kind: 'set', set: isNegated ? negate(set) : set };
}

function readHex(cursor: PatternCursor, digits: number): Escape {
  cursor.advance();
  let text = '';
  if (cursor.take('{')) {
    text = cursor.until('}').replaceAll(cursor.flags.extended ? /\s/g : /^$/g, '');
  } else for (let count = 0; count < digits; count++) text += cursor.next();
  const point = /^[\dA-Fa-f]{1,8}$/.test(text) ? Number.parseInt(text, 16) : Infinity;
  if (point > 0x10_ff_ff || (point >= 0xd8_00 && point <= 0xdf_ff)) {
    throw new PatternError(`${JSON.stringify(text)} is the number of no character`);
  }
  return { kind: 'character', point };
}
