import type { CharacterSet } from './character-set.ts';
import { intersect, negate, subtract, toClass } from './character-set.ts';
import type { Look, PatternTree } from './parse-pattern.ts';
import { findWordSet } from './pattern-escape.ts';

/** How much a pattern takes when it is compiled, about in steps of RE2's program; a set of many runs counts for several. */
export function measurePattern(tree: PatternTree): number {
  switch (tree.kind) {
    case 'set':
      return Math.ceil((tree.set.length + 1) / RUNS_A_STEP);
    case 'look':
      return 1;
    case 'repeat': {
      const size = measurePattern(tree.part);
      const { least, most } = tree;
      return least * size + (most === Infinity ? size + 1 : (most - least) * (size + 1));
    }
    default:
      return tree.parts.reduce((sum, part) => sum + measurePattern(part) + (tree.kind === 'choice' ? 1 : 0), 1);
  }
}

const RUNS_A_STEP = 16;

/** Whether a pattern asks where words begin and end. */
export function hasWordBoundary(tree: PatternTree): boolean {
  switch (tree.kind) {
    case 'set':
      return false;
    case 'look':
      return tree.look === 'word-boundary' || tree.look === 'no-word-boundary';
    case 'repeat':
      return hasWordBoundary(tree.part);
    default:
      return tree.parts.some((part) => hasWordBoundary(part));
  }
}

/** A pattern in RE2's spelling. Its word boundaries are those of ASCII. */
export function toRe2(tree: PatternTree): string {
  return write(tree, toRe2Class).text;
}

/**
 * A pattern in RE2's spelling, for texts that went through {@link markWords}. RE2 knows no letters but ASCII's: there, every other
 * character of a word stands between two underlines, which makes RE2's word boundaries those of Unicode. The whole text is taken apart,
 * so that nothing matches within such a three.
 */
export function toMarkedRe2(tree: PatternTree): string {
  const any = toMarkedClass([[0, 0x10_ff_ff]]);
  return `\\A${any}*(?:${write(tree, toMarkedClass).text})${any}*\\z`;
}

/** A text for a pattern of {@link toMarkedRe2}. */
export function markWords(text: string): string {
  return text.replaceAll(/(?![\0-\u007f])[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}]/gu, '_$&_');
}

type WriteSet = (set: CharacterSet) => string;

function toRe2Class(set: CharacterSet): string {
  // RE2 has no empty class.
  return set.length === 0
    ? `[^${toRe2Class(negate(set)).slice(1)}`
    : toClass(set, (point) => `\\x{${point.toString(16)}}`);
}

function toMarkedClass(set: CharacterSet): string {
  const words = subtract(findWordSet(), [[0, 0x7f]]);
  return `(?:${toRe2Class(subtract(set, words))}|_${toRe2Class(intersect(set, words))}_)`;
}

const LOOKS: Readonly<Record<Look, string>> = {
  start: '\\A',
  end: '\\z',
  'line-start': '(?m:^)',
  'line-end': '(?m:$)',
  'word-boundary': '\\b',
  'no-word-boundary': '\\B',
};

/** RE2 repeats nothing more often than that, repetitions in each other multiplied. */
const MAX_COUNT = 1000;

interface Written {
  readonly text: string;
  /** How often RE2 takes its inmost part to be repeated. */
  readonly count: number;
}

function write(tree: PatternTree, writeSet: WriteSet): Written {
  switch (tree.kind) {
    case 'set':
      return { text: writeSet(tree.set), count: 1 };
    case 'look':
      return { text: LOOKS[tree.look], count: 1 };
    case 'repeat':
      return writeRepeat(write(tree.part, writeSet), tree.least, tree.most);
    default: {
      const parts = tree.parts.map((part) => write(part, writeSet));
      const text = parts.map((part) => part.text).join(tree.kind === 'choice' ? '|' : '');
      return { text: `(?:${text})`, count: Math.max(1, ...parts.map((part) => part.count)) };
    }
  }
}

function writeRepeat({ text, count }: Written, least: number, most: number): Written {
  const part = `(?:${text})`;
  const atOnce = Math.max(1, Math.floor(MAX_COUNT / count));
  const repeat = (times: number, suffix: string): string => {
    const rest = times % atOnce;
    const many = atOnce === 1 ? `${part}${suffix}` : `${part}{${suffix === '' ? atOnce : `0,${atOnce}`}}`;
    const few = rest === 0 ? '' : `${part}{${suffix === '' ? rest : `0,${rest}`}}`;
    return many.repeat(Math.floor(times / atOnce)) + few;
  };
  const whole = repeat(least, '') + (most === Infinity ? `${part}*` : repeat(most - least, '?'));
  return {
    text: `(?:${whole})`,
    count: count * Math.min(atOnce, Math.max(1, least, most === Infinity ? 1 : most - least)),
  };
}
