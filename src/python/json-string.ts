/** A JSON string as Python reads it, with `end` after its closing quote, or the error and its position. */
export type JsonString =
  | { ok: true; value: string; end: number; hasSurrogates: boolean }
  | { ok: false; message: string; position: number };

type Escape = { ok: true; point: number; end: number } | { ok: false; message: string; position: number };

const SIMPLE_ESCAPES = new Map<number | undefined, number>([
  [0x22, 0x22], // "
  [0x5c, 0x5c], // \
  [0x2f, 0x2f], // /
  [0x62, 0x08], // b
  [0x66, 0x0c], // f
  [0x6e, 0x0a], // n
  [0x72, 0x0d], // r
  [0x74, 0x09], // t
]);

/** Scans the string whose first character is at `start`. Positions are those of Python's C scanner. */
export function scanJsonString(text: Uint32Array, start: number): JsonString {
  const points: number[] = [];
  let hasSurrogates = false;
  for (let at = start; ;) {
    let point = text[at];
    if (point === 0x22 /* " */) return { ok: true, value: toText(points, hasSurrogates), end: at + 1, hasSurrogates };
    if (point === undefined || (point === 0x5c /* \ */ && at + 1 === text.length)) {
      return { ok: false, message: 'Unterminated string starting at', position: start - 1 };
    }
    if (point < 0x20) return { ok: false, message: 'Invalid control character at', position: at };
    if (point === 0x5c) {
      const escape = scanEscape(text, at);
      if (!escape.ok) return escape;
      point = escape.point;
      at = escape.end;
    } else {
      at++;
    }
    hasSurrogates ||= isHigh(point) || isLow(point);
    points.push(point);
  }
}

/** Scans the escape whose backslash is at `at`. Two escapes of a surrogate pair are scanned as one. */
function scanEscape(text: Uint32Array, at: number): Escape {
  const letter = text[at + 1];
  if (letter !== 0x75 /* u */) {
    const point = SIMPLE_ESCAPES.get(letter);
    return point === undefined
      ? { ok: false, message: 'Invalid \\escape', position: at }
      : { ok: true, point, end: at + 2 };
  }
  const point = scanHexadecimal(text, at + 2);
  if (point === undefined) return { ok: false, message: 'Invalid \\uXXXX escape', position: at + 1 };
  const next = at + 6;
  if (isHigh(point) && text[next] === 0x5c && text[next + 1] === 0x75 && next + 6 < text.length) {
    const low = scanHexadecimal(text, next + 2);
    if (low === undefined) return { ok: false, message: 'Invalid \\uXXXX escape', position: next + 1 };
    if (isLow(low)) return { ok: true, point: 0x10000 + ((point - 0xd800) << 10) + (low - 0xdc00), end: next + 6 };
  }
  return { ok: true, point, end: next };
}

/** Returns the value of four hexadecimal digits, or undefined if they are not valid. */
function scanHexadecimal(text: Uint32Array, start: number): number | undefined {
  // Python's scanner requires another character after the digits.
  if (start + 4 >= text.length) return undefined;
  let number = 0;
  for (const char of text.subarray(start, start + 4)) {
    const digit = Number.parseInt(String.fromCodePoint(char), 16);
    if (Number.isNaN(digit)) return undefined;
    number = number * 16 + digit;
  }
  return number;
}

function toText(points: number[], hasSurrogates: boolean): string {
  if (hasSurrogates) separateSurrogates(points);
  let text = '';
  // In chunks, since the number of arguments is limited.
  for (let i = 0; i < points.length; i += 4096) text += String.fromCodePoint(...points.slice(i, i + 4096));
  return text;
}

/**
 * Keeps surrogates apart that Python does not join, since they were not one pair of escapes; a JavaScript string would join them. The
 * second becomes a copy of the first: the text only has to contain a lone surrogate, for which pydantic refuses it.
 */
function separateSurrogates(points: number[]): void {
  let before = 0;
  for (const [i, point] of points.entries()) {
    if (isHigh(before) && isLow(point)) points[i] = before;
    else before = point;
  }
}

function isHigh(point: number): boolean {
  return point >= 0xd800 && point < 0xdc00;
}

function isLow(point: number): boolean {
  return point >= 0xdc00 && point < 0xe000;
}
