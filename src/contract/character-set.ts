/** Code points, as runs in ascending order that do not touch: the first and the last of each. */
export type CharacterSet = readonly (readonly [first: number, last: number])[];

const LAST = 0x10_ff_ff;

export const EVERYTHING: CharacterSet = [[0, LAST]];

/** The set of what one of the sets has. */
export function unite(...sets: readonly CharacterSet[]): CharacterSet {
  const runs = sets.flat().toSorted(([a], [b]) => a - b);
  const united: [number, number][] = [];
  for (const [first, last] of runs) {
    const before = united.at(-1);
    if (before !== undefined && first <= before[1] + 1) before[1] = Math.max(before[1], last);
    else united.push([first, last]);
  }
  return united;
}

export function negate(set: CharacterSet): CharacterSet {
  const runs: [number, number][] = [];
  let next = 0;
  for (const [first, last] of set) {
    if (first > next) runs.push([next, first - 1]);
    next = last + 1;
  }
  if (next <= LAST) runs.push([next, LAST]);
  return runs;
}

export function intersect(a: CharacterSet, b: CharacterSet): CharacterSet {
  return negate(unite(negate(a), negate(b)));
}

export function subtract(a: CharacterSet, b: CharacterSet): CharacterSet {
  return intersect(a, negate(b));
}

/** The set with the other cases of all that it has, by Unicode's simple case folding. */
export function foldCase(set: CharacterSet): CharacterSet {
  const expression = toClass(set);
  let whole = folded.get(expression);
  if (whole === undefined) {
    casedText ??= toText(findSet(String.raw`[\p{Changes_When_Casefolded}\p{Changes_When_Casemapped}]`));
    const others = casedText.match(new RegExp(expression, 'giv')) ?? [];
    whole = unite(
      set,
      others.map((character) => [toPoint(character), toPoint(character)] as const),
    );
    folded.set(expression, whole);
  }
  return whole;
}

/** A long pattern asks for the same few letters again and again. */
const folded = new Map<string, CharacterSet>();
let casedText: string | undefined;

/**
 * The set of what an expression for one character fits, in ECMAScript's spelling: JavaScript has Unicode's tables, so that none has to be
 * shipped.
 */
export function findSet(expression: string): CharacterSet {
  let set = found.get(expression);
  if (set === undefined) {
    allText ??= toText([
      [0, 0xd7_ff],
      [0xe0_00, LAST],
    ]);
    set = unite(
      [...allText.matchAll(new RegExp(`${expression}+`, 'gu'))].map(
        ([run]) => [toPoint(run), toPoint(lastOf(run))] as const,
      ),
    );
    found.set(expression, set);
  }
  return set;
}

const found = new Map<string, CharacterSet>();
let allText: string | undefined;

function lastOf(text: string): string {
  const pair = text.slice(-2);
  return (pair.codePointAt(0) ?? 0) > 0xff_ff ? pair : pair.slice(-1);
}

function toPoint(text: string): number {
  return text.codePointAt(0) ?? 0;
}

function toText(set: CharacterSet): string {
  let text = '';
  let chunk: number[] = [];
  for (const [first, last] of set) {
    for (let point = first; point <= last; point++) {
      chunk.push(point);
      // A call takes only so many arguments.
      if (chunk.length === 4096) {
        text += String.fromCodePoint(...chunk);
        chunk = [];
      }
    }
  }
  return text + String.fromCodePoint(...chunk);
}

/** The set as a class; JavaScript and RE2 write the number of a character each in its own way. */
export function toClass(set: CharacterSet, escape = (point: number) => `\\u{${point.toString(16)}}`): string {
  return `[${set.map(([first, last]) => (first === last ? escape(first) : `${escape(first)}-${escape(last)}`)).join('')}]`;
}
