/**
 * Compares two texts as the deployed server's database does: PostgreSQL with glibc's collation en_US.UTF-8, in which `a` comes before `B`.
 *
 * Base letters and digits are compared first, then accents, then case (lower case first). White space, punctuation and most symbols are
 * ignored unless all of that is the same: `co-op` and `coop` are neighbours. `Intl.Collator` orders letters and accents in the same way
 * but not symbols, and is slow, so it only compares texts that their Latin base letters do not tell apart, and without their symbols.
 */
export function compareCollated(a: string, b: string): number {
  if (a === b) return 0;
  let indexA = 0;
  let indexB = 0;
  let caseOrder = 0;
  let hasAccents = false;
  for (;;) {
    let weightA = weightAt(a, indexA);
    for (; weightA <= IGNORED; weightA = weightAt(a, indexA)) {
      hasAccents ||= weightA === ACCENT;
      indexA += 1;
    }
    let weightB = weightAt(b, indexB);
    for (; weightB <= IGNORED; weightB = weightAt(b, indexB)) {
      hasAccents ||= weightB === ACCENT;
      indexB += 1;
    }
    if (weightA === OTHER_SCRIPT || weightB === OTHER_SCRIPT) return compareByCollator(a, b);
    const order = (weightA & BASE) - (weightB & BASE);
    if (order !== 0) return order;
    hasAccents ||= ((weightA | weightB) & ACCENTED) !== 0;
    if (weightA === END) return hasAccents ? compareByCollator(a, b) : caseOrder || compareIgnored(a, b);
    caseOrder ||= weightA - weightB;
    indexA += 1;
    indexB += 1;
  }
}

const OTHER_SCRIPT = 0x1000;
const ACCENTED = 0x100;
/** The bits of a weight that tell base letters apart; the lowest bit is set for a capital. */
const BASE = 0xfe;
const END = 0;
const IGNORED = -1;
/** An accent that is a character of its own. */
const ACCENT = -2;
const UNKNOWN = -3;

/** The weight of each UTF-16 code unit, computed at its first use. */
const weights = new Int16Array(0x1_0000).fill(UNKNOWN);

function weightAt(text: string, index: number): number {
  if (index >= text.length) return END;
  const unit = text.charCodeAt(index);
  const known = weights[unit];
  if (known !== undefined && known !== UNKNOWN) return known;
  return (weights[unit] = toWeight(String.fromCharCode(unit)));
}

function toWeight(character: string): number {
  if (/\p{Surrogate}/u.test(character)) return OTHER_SCRIPT;
  if (withoutIgnored(character) === '') return IGNORED;
  const [base = '', ...accents] = character.normalize('NFD');
  if (/[\u0300-\u036F]/.test(base)) return ACCENT;
  const place = '$0123456789abcdefghijklmnopqrstuvwxyz'.indexOf(base.toLowerCase());
  if (place < 0) return OTHER_SCRIPT;
  return 2 * (place + 1) + Number(/[A-Z]/.test(base)) + (accents.length > 0 ? ACCENTED : 0);
}

let collator: Intl.Collator | undefined;

function compareByCollator(a: string, b: string): number {
  // Loading the collation data takes milliseconds, which most worlds never need.
  collator ??= new Intl.Collator('en-US');
  return collator.compare(withoutIgnored(a), withoutIgnored(b)) || compareIgnored(a, b);
}

/** White space, punctuation, symbols and control characters; glibc does not order the Hangul syllables and some Han characters either. */
const MAYBE_IGNORED = /[\p{P}\p{Z}\p{C}\p{Sk}\p{Sm}\p{So}\u02B9\u02BA\u02C6-\u02CF\u02EC\u3400-\u4DBF\uAC00-\uD7A3]/gu;
/** Symbols that stand for letters or digits, such as a circled digit, and the radicals of Han characters. */
const LETTER_LIKE = /[\p{L}\p{N}\u2E80-\u2FDF]/u;

function withoutIgnored(text: string): string {
  return text.replaceAll(MAYBE_IGNORED, (character) =>
    /\p{So}/u.test(character) && LETTER_LIKE.test(character.normalize('NFKD')) ? character : '',
  );
}

/**
 * Compares two texts whose letters are the same. In the first place where they differ, control and format characters come first, then
 * other ignored ones, then letters and digits; within a group, code points decide. Before all of these come the characters that have no
 * order of their own, which differ by code point only where all else is the same.
 */
function compareIgnored(a: string, b: string): number {
  const [pointsA, pointsB] = [toCodePoints(a), toCodePoints(b)];
  let codePointOrder = 0;
  for (const [index, pointA] of pointsA.entries()) {
    const pointB = pointsB[index];
    if (pointB === undefined) return 1;
    if (pointA === pointB) continue;
    const [groupA, groupB] = [groupOf(pointA), groupOf(pointB)];
    if (groupA !== groupB) return groupA - groupB;
    if (groupA !== UNORDERED) return pointA - pointB;
    codePointOrder ||= pointA - pointB;
  }
  return pointsA.length < pointsB.length ? -1 : codePointOrder;
}

function toCodePoints(text: string): number[] {
  return Array.from(text, (character) => Number(character.codePointAt(0)));
}

const UNORDERED = 0;

function groupOf(codePoint: number): number {
  const character = String.fromCodePoint(codePoint);
  if (/[\p{Cn}\p{Co}\p{Script=Han}\uAC00-\uD7A3]/u.test(character)) return UNORDERED;
  if (/[\p{Cc}\p{Cf}]/u.test(character) && !/[\t-\r\u0085]/.test(character)) return 1;
  return withoutIgnored(character) === '' ? 2 : 3;
}
