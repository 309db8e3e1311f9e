/** A part of a pattern, as far as it says which texts match. Assertions, such as anchors and look-around, are left out. */
export type PatternPart =
  /** One character out of several. */
  | { readonly kind: 'character'; readonly characters: readonly string[] }
  /** One of several sequences. */
  | { readonly kind: 'choice'; readonly choices: readonly (readonly PatternPart[])[] }
  | { readonly kind: 'repeat'; readonly part: PatternPart; readonly least: number; readonly most: number };

const CLASS = String.raw`\[\^?\]?(?:\[:\^?[a-z]+:\]|\\[^]|[^\]\\])*\]`;
const ESCAPE = String.raw`\\(?:[pPxuU]\{[^}]*\}|u[^]{4}|U[^]{8}|x[^]{2}|b\{[^}]*\}|[pP]?[^])`;
const GROUP = String.raw`\((?:\?<?[=!]|\?P?<[^>]*>|\?[A-Za-z-]*[:)])?`;
const TOKEN = new RegExp(String.raw`${CLASS}|${ESCAPE}|${GROUP}|\{\d+(?:,\d*)?\}|[^]`, 'gu');

const ASSERTION = /^(?:[$^]|\\[AbBzZ](?:\{[^}]*\})?|\(\?[A-Za-z-]*\))$/;
const LOOK_AROUND = /^\(\?<?[=!]$/;
const REPEAT = /^(?:[*+?]|\{(\d+)(,?)(\d*)\})$/;

/** Reads a pattern in the syntax of Rust's `regex` crate, which is pydantic's, or of JavaScript. The pattern must be valid. */
export function parsePattern(pattern: string): PatternPart {
  const tokens = pattern.match(TOKEN) ?? [];
  let at = 0;

  /** Reads up to the end of the group. */
  const readChoice = (): PatternPart => {
    const choices: PatternPart[][] = [[]];
    while (at < tokens.length) {
      const token = tokens[at] ?? '';
      at += 1;
      if (token === ')') break;
      if (token === '|') choices.push([]);
      else if (!ASSERTION.test(token)) readPart(token, choices.at(-1) ?? []);
    }
    return { kind: 'choice', choices };
  };

  const readPart = (token: string, sequence: PatternPart[]): void => {
    const repeat = REPEAT.exec(token);
    if (repeat !== null) {
      const part = sequence.pop();
      if (part !== undefined) sequence.push({ kind: 'repeat', part, ...toBounds(token, repeat) });
      // A lazy repetition matches the same texts.
      if (tokens[at] === '?') at += 1;
    } else if (token.startsWith('(')) {
      const group = readChoice();
      if (!LOOK_AROUND.test(token)) sequence.push(group);
    } else sequence.push({ kind: 'character', characters: listCharacters(token) });
  };

  return readChoice();
}

function toBounds(token: string, [, least = '', comma, most = '']: RegExpExecArray): { least: number; most: number } {
  if (token === '*') return { least: 0, most: Number.POSITIVE_INFINITY };
  if (token === '+') return { least: 1, most: Number.POSITIVE_INFINITY };
  if (token === '?') return { least: 0, most: 1 };
  if (comma === '') return { least: Number(least), most: Number(least) };
  return { least: Number(least), most: most === '' ? Number.POSITIVE_INFINITY : Number(most) };
}

/** The characters to choose from, those that read well first. */
const ALPHABET = Array.from(
  `abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-_. :/+@#%&=,;!?~^$*()[]{}<>|\\'"\`\t\n\u00e9\u0416\u4e2d\u{1f600}\u0301\u00a0`,
);

const POSIX: Readonly<Record<string, string>> = {
  alnum: 'A-Za-z0-9',
  alpha: 'A-Za-z',
  digit: '0-9',
  lower: 'a-z',
  upper: 'A-Z',
  space: String.raw`\s`,
  word: String.raw`\w`,
  xdigit: 'A-Fa-f0-9',
};

/** Returns the characters of the alphabet that match a token; empty if JavaScript cannot read it. */
function listCharacters(token: string): readonly string[] {
  const literal = Array.from(token);
  if (literal.length === 1 && token !== '.') return literal;
  const translated = token
    .replaceAll(/\[:([a-z]+):\]/g, (_, name: string) => POSIX[name] ?? '')
    .replaceAll(/\\([pP])([A-Z])/g, String.raw`\$1{$2}`)
    .replaceAll(/\\[xuU]\{?([\dA-Fa-f]+)\}?/g, String.raw`\u{$1}`);
  const one = compile(translated, 'u') ?? compile(translated, '');
  const exact = /^\\u\{([\dA-Fa-f]{1,6})\}$/.exec(translated)?.[1];
  const alphabet =
    exact === undefined ? ALPHABET : [String.fromCodePoint(Math.min(0x10_ff_ff, Number.parseInt(exact, 16)))];
  return one === undefined ? [] : alphabet.filter((character) => one.test(character));
}

/** Some escapes are valid with one flag only. One character at a time is searched, which is fast whatever the token. */
function compile(token: string, flags: string): RegExp | undefined {
  try {
    return new RegExp(`^(?:${token})$`, flags);
  } catch {
    return undefined;
  }
}
