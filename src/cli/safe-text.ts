import { sanitizeControlSequences } from '@logtape/logtape';

/** How much of a client's text goes into a line. */
const TEXT_SHOWN = 200;

const PLAIN = /^[\x20-\x7e]*$/;

/** A client's text for a line: without control characters, line ends and terminal escapes, and not longer than a line. */
export function toSafeText(text: string): string {
  // Nearly every text is plain.
  if (text.length <= TEXT_SHOWN && PLAIN.test(text)) return text;
  const short = text.length > TEXT_SHOWN ? `${text.slice(0, TEXT_SHOWN)}…` : text;
  return sanitizeControlSequences(short).replaceAll(
    /[\p{C}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}
