import { decodeJsonBody } from './json-encoding.ts';
import { LONGEST_INTEGER } from './json-scalar.ts';
import { DEEPEST_NESTING, type PythonJson, scanPythonJson } from './json-scanner.ts';

export interface PythonJsonOptions {
  /** Keep numbers and the order of keys to the letter, to echo them in an error. Several times slower where that takes more than plain values. @default false */
  lossless?: boolean;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const ESCAPED_SURROGATE = /\\u[dD][89a-fA-F]/;

/**
 * What plain values may not keep to the letter: a float, an integer of more than 15 digits, a negative zero; and the place of a name that
 * looks like an index, also in escapes. Finds it inside of strings, too.
 */
const LOSSY = /(?:^|[[:,])\s*(?:-0|-?\d+[.eE]|-?\d{16})|"\d+"\s*:|\\u003\d/;

/**
 * Reads a JSON body as `json.loads(bytes)` of Python 3.12 does, which is what FastAPI calls: UTF-8, UTF-16 or UTF-32, with or
 * without byte order mark; `NaN` and `Infinity` are numbers; a number too large for a double is Infinity; of a key that
 * repeats the last value counts. An own property is made even for `__proto__`.
 *
 * Never throws.
 */
export function parsePythonJson(bytes: Uint8Array, options: PythonJsonOptions = {}): PythonJson {
  const { json, toLossless } = readPythonJson(bytes);
  return json.ok && options.lossless === true ? { ...json, value: toLossless() } : json;
}

/** A body that was read. */
export interface ReadJson {
  readonly json: PythonJson;
  /** Its value as the option `lossless` gives it. */
  readonly toLossless: () => unknown;
}

/** Reads a body, and again to the letter once somebody asks. */
export function readPythonJson(bytes: Uint8Array): ReadJson {
  const text = decodeForPlatform(bytes);
  const value = text === undefined ? undefined : parseByPlatform(text);
  if (text === undefined || value === undefined) {
    return { json: scan(bytes, false), toLossless: () => scanLosslessly(bytes) };
  }
  const toLossless = (): unknown => (LOSSY.test(text) ? scanLosslessly(bytes) : value);
  return { json: { ok: true, value, hasSurrogates: false }, toLossless };
}

function scan(bytes: Uint8Array, lossless: boolean): PythonJson {
  const text = decodeJsonBody(bytes);
  return text ? scanPythonJson(text, lossless) : { ok: false, kind: 'unreadable' };
}

function scanLosslessly(bytes: Uint8Array): unknown {
  const json = scan(bytes, true);
  return json.ok ? json.value : undefined;
}

/**
 * The text of a body that JSON.parse can be asked about: it reads a strict subset of what Python reads, and the same values from it, except
 * where Python sets a limit or where a surrogate may stand alone. Such text is left to our own scanner: `undefined`.
 */
function decodeForPlatform(bytes: Uint8Array): string | undefined {
  if (mayExceedLimits(bytes)) return undefined;
  try {
    const text = utf8.decode(bytes);
    return text.includes('\\u') && ESCAPED_SURROGATE.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}

/** Undefined where JSON.parse refuses the text, which is left to our own scanner, too. */
function parseByPlatform(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether the body nests too deep or holds an integer too long for Python. May say yes where the limit is only near. */
function mayExceedLimits(bytes: Uint8Array): boolean {
  // A whole document closes what it opens, so a short one can't be too deep.
  if (bytes.length <= 2 * DEEPEST_NESTING && bytes.length <= LONGEST_INTEGER) return false;
  let depth = 0;
  let digits = 0;
  let inString = false;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    digits = byte >= 0x30 && byte <= 0x39 ? digits + 1 : 0;
    if (digits > LONGEST_INTEGER) return true;
    if (byte === 0x22) inString = !inString;
    else if (byte === 0x5c && inString) at++;
    else if (!inString && (byte === 0x5b || byte === 0x7b) && ++depth > DEEPEST_NESTING) return true;
    else if (!inString && (byte === 0x5d || byte === 0x7d)) depth--;
  }
  return false;
}
