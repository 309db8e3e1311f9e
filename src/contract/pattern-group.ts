import type { PatternCursor, PatternFlags } from './pattern-cursor.ts';
import { PatternError } from './pattern-error.ts';

const LOOK_AROUNDS = ['?=', '?!', '?<=', '?<!'];

const FLAGS: Readonly<Record<string, keyof PatternFlags>> = {
  i: 'ignoreCase',
  m: 'multiLine',
  s: 'dotAll',
  x: 'extended',
};

/**
 * Reads how a group begins, the parenthesis passed, and sets the flags that it has. `flags` where that is all there is to it: `(?i)` is no
 * group, and goes on to the end of the one around it.
 */
export function readGroupStart(cursor: PatternCursor, names: Set<string>): 'group' | 'flags' {
  cursor.advance();
  if (LOOK_AROUNDS.some((start) => cursor.isNext(start))) {
    throw new PatternError('look-around, including look-ahead and look-behind, is not supported');
  }
  if (cursor.take('?P<') || cursor.take('?<')) {
    const name = cursor.until('>');
    if (!/^[_\p{Alphabetic}][_.[\]\p{Alphabetic}\p{N}]*$/u.test(name)) {
      throw new PatternError(`${JSON.stringify(name)} is no name of a group`);
    }
    if (names.has(name)) throw new PatternError(`two groups have the name ${JSON.stringify(name)}`);
    names.add(name);
    return 'group';
  }
  return cursor.take('?') ? readFlags(cursor) : 'group';
}

function readFlags(cursor: PatternCursor): 'group' | 'flags' {
  const seen = new Set<string>();
  let isOn = true;
  let last = '';
  for (;;) {
    cursor.advance();
    const letter = cursor.next();
    if (letter === ':' || letter === ')') {
      if (last === '-') throw new PatternError('no flag is taken away');
      if (last === '' && letter === ')') throw new PatternError('a group has no flag');
      return letter === ':' ? 'group' : 'flags';
    }
    if (seen.has(letter)) throw new PatternError(`the flag ${letter} stands there twice`);
    seen.add(letter);
    last = letter;
    const flag = FLAGS[letter];
    if (letter === '-') isOn = false;
    else if (flag !== undefined) cursor.flags = { ...cursor.flags, [flag]: isOn };
    else if (letter === 'R' || (letter === 'u' && !isOn)) {
      throw new PatternError(`the flag ${isOn ? '' : '-'}${letter} is not built here`);
    } else if (letter !== 'U' && letter !== 'u') throw new PatternError(`${JSON.stringify(letter)} is no flag`);
  }
}
