import type { Random } from '../random.ts';

/**
 * A JSON value as it is spelled: numbers as they are written, keys that repeat, strings with any escapes. Changed in place, so that a part can
 * be made wrong after the whole was made right.
 */
export type JsonTree =
  | { kind: 'text'; /** One token: `1.0`, `"a"`, `null`. */ text: string }
  | { kind: 'list'; items: JsonTree[] }
  | { kind: 'object'; /** Keys with their quotes. */ members: [key: string, value: JsonTree][] };

/** The tree of a plain value. */
export function toTree(value: unknown): JsonTree {
  if (Array.isArray(value)) return { kind: 'list', items: value.map((item) => toTree(item)) };
  if (typeof value !== 'object' || value === null) return { kind: 'text', text: JSON.stringify(value) };
  return {
    kind: 'object',
    members: Object.entries(value).map(([key, member]) => [JSON.stringify(key), toTree(member)]),
  };
}

/** A tree as text; with draws, with space in between here and there. */
export function toText(tree: JsonTree, random?: Random): string {
  const space = (): string => (random?.chance(0.05) === true ? random.pick([' ', '\n', '\t', '\r\n', '  ']) : '');
  const pad = (text: string): string => space() + text + space();
  switch (tree.kind) {
    case 'text':
      return pad(tree.text);
    case 'list':
      return pad(`[${tree.items.map((item) => toText(item, random)).join(',')}]`);
    case 'object':
      return pad(`{${tree.members.map(([key, member]) => `${pad(key)}:${toText(member, random)}`).join(',')}}`);
  }
}

/** A string as a token, some of its characters as escapes. */
export function toStringToken(text: string, random: Random): string {
  if (!random.chance(0.2)) return JSON.stringify(text);
  const characters = Array.from(text, (character) =>
    random.chance(0.3) ? toEscapes(character, random) : JSON.stringify(character).slice(1, -1),
  );
  return `"${characters.join('')}"`;
}

function toEscapes(character: string, random: Random): string {
  return Array.from({ length: character.length }, (_, index) => {
    const digits = character.charCodeAt(index).toString(16).padStart(4, '0');
    return `\\u${random.chance(0.5) ? digits : digits.toUpperCase()}`;
  }).join('');
}
