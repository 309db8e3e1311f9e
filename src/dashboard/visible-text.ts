/** Characters that cannot be seen, or that change the order of others: controls, marks of direction, separators. Not line ends and tabs. */
const HIDDEN = /(?![\t\n\r])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Returns a text with hidden characters as JSON escapes them: `\u202e`. Otherwise a client could make a text look like another one. */
export function toVisible(text: string): string {
  return text.replaceAll(HIDDEN, (character) =>
    Array.from({ length: character.length }, (_, index) => toEscape(character.charCodeAt(index))).join(''),
  );
}

function toEscape(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, '0')}`;
}
