/** A pattern in RE2's syntax, and how a text must be encoded before it is searched. */
export interface Re2Pattern {
  readonly expression: string;
  readonly encode: (text: string) => string;
}

/** Syntax that Rust's regex crate and RE2 read differently, and the mock does not translate. */
const REFUSED: readonly (readonly [token: RegExp, reason: string])[] = [
  [/^\(\?<?[=!]/, 'look-around, including look-ahead and look-behind, is not supported'],
  [/^\\\d/, 'backreferences are not supported'],
  [/^\\[QEC<>]/, 'it has an escape that is not supported'],
  [/^\\b\{[A-Za-z]/, 'boundaries at one side of a word are not supported'],
  [/^\{$/, 'a { must begin a number of repetitions such as {2,5}'],
  [
    /^\[(?!$)(?:[^\\]|\\[^])*?(?:&&|--|~~|\[(?!:\^?[a-z]+:\]))/,
    'operators and classes inside of a character class are not supported',
  ],
  [/^\[[^]*\\[dsw]-[^\]]/i, 'a range in a character class must go from one character to another'],
];

const CLASS = String.raw`\[\^?\]?(?:\[:\^?[a-z]+:\]|\\[^]|[^\]\\])*\]`;
const ESCAPE = String.raw`\\(?:[pPxuU]\{[^}]*\}|u[^]{4}|U[^]{8}|x[^]{2}|b\{[A-Za-z]|[pP]?[^])`;
const GROUP = String.raw`\((?:\?<?[=!]|\?P?<[^>]*>|\?[A-Za-z-]*[:)])?`;
const TOKEN = new RegExp(String.raw`${CLASS}|${ESCAPE}|${GROUP}|\{\d+(?:,\d*)?\}|[^]`, 'gu');

/** A token that matches one character; the others are groups, repetitions and assertions. */
const ONE_CHARACTER = /^(?:\[|\\[^AzbB]|[^()|*+?{^$\\])/u;
const BOUNDARY = /^\\b$/i;

/**
 * Translates a pattern from the syntax of Rust's `regex` crate, which is pydantic's engine, into RE2's. Both are alike, except that
 * `\d`, `\s`, `\w` and `\b` follow Unicode in Rust.
 *
 * @throws {Error} if the pattern cannot be translated
 */
export function toRe2(pattern: string): Re2Pattern {
  const tokens = pattern.match(TOKEN) ?? [];
  for (const token of tokens) {
    const reason = REFUSED.find(([refused]) => refused.test(token))?.[1];
    if (reason !== undefined) throw new Error(reason);
  }
  const translated = tokens.map((token) =>
    token.startsWith('[')
      ? token.replaceAll(new RegExp(ESCAPE, 'gu'), (escape) => toEscape(escape, true))
      : toEscape(token, false),
  );
  if (!tokens.some((token) => BOUNDARY.test(token))) return { expression: translated.join(''), encode: (text) => text };
  // RE2's \b supports only ASCII letters. It finds other ones in a text in which every character is encoded as three.
  const parts = translated.map((part) => (ONE_CHARACTER.test(part) ? `(?:(?s:.)${part}(?s:.))` : part));
  return { expression: String.raw`\A(?s:...)*?(?:${parts.join('')})`, encode: encodeWords };
}

const WORD = String.raw`\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\x{200c}\x{200d}`;
const CLASSES: Readonly<Record<string, string>> = {
  '\\d': String.raw`\p{Nd}`,
  '\\D': String.raw`\P{Nd}`,
  '\\s': String.raw`\p{White_Space}`,
  '\\S': String.raw`\P{White_Space}`,
};

function toEscape(token: string, isInClass: boolean): string {
  if (token === '\\w') return isInClass ? WORD : `[${WORD}]`;
  if (token === '\\W') return isInClass ? listNoWords() : `[^${WORD}]`;
  const [hex, digits] = /^\\[uU]\{?([\dA-Fa-f]+)\}?$/.exec(token) ?? [];
  return hex === undefined ? (CLASSES[token] ?? token) : `\\x{${digits}}`;
}

const IS_WORD = /[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}]/u;

/** Encodes every character as three: `aaa`, and `_é_` for a word character outside of ASCII. */
function encodeWords(text: string): string {
  return text.replaceAll(/[^]/gu, (character) =>
    character > '\u007f' && IS_WORD.test(character) ? `_${character}_` : character.repeat(3),
  );
}

let noWords: string | undefined;

/** Returns the ranges of Unicode's `\W`, which RE2 cannot express within a class. */
function listNoWords(): string {
  if (noWords === undefined) {
    noWords = '';
    let first: number | undefined;
    for (let point = 0; point <= 0x11_00_00; point++) {
      const isInside = point < 0x11_00_00 && !IS_WORD.test(String.fromCodePoint(point));
      if (isInside) first ??= point;
      else if (first !== undefined) {
        noWords += `\\x{${first.toString(16)}}-\\x{${(point - 1).toString(16)}}`;
        first = undefined;
      }
    }
  }
  return noWords;
}
