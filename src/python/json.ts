import { decodeJsonBody } from './json-encoding.ts';
import { MAX_INTEGER_DIGITS } from './json-scalar.ts';
import { MAX_NESTING, type PythonJson, scanPythonJson } from './json-scanner.ts';
import { findStringEnd } from './json-string-end.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const ESCAPED_SURROGATE = /\\u[dD][89a-fA-F]/;

/**
 * Finds JSON that plain values may not keep exactly: floats, integers of more than 15 digits, negative zero, and the order of names that
 * look like an index, also as escapes. Has false positives inside strings.
 */
const LOSSY = /(?:^|[[:,])\s*(?:-0|-?\d+[.eE]|-?\d{16})|"\d+"\s*:|\\u003\d/;

/**
 * Reads a JSON body as FastAPI does, with `json.loads(bytes)` of Python 3.12: UTF-8, UTF-16 or UTF-32, with or without a byte order mark;
 * `NaN` and `Infinity` are numbers; a number too large for a double is Infinity; the last value of a repeated key wins. `__proto__` becomes
 * an own property. Never throws.
 */
export function parsePythonJson(bytes: Uint8Array): PythonJson {
  return readPythonJson(bytes).json;
}

/** A parsed body. */
export interface ReadJson {
  readonly json: PythonJson;
  /**
   * Returns the value with numbers and the order of keys kept exactly, to echo it in an error, or undefined if it is not JSON. Several times
   * slower if plain values cannot keep them.
   */
  readonly toLossless: () => unknown;
}

/** Reads a body as {@link parsePythonJson} does, and its lossless value on request. */
export function readPythonJson(bytes: Uint8Array): ReadJson {
  const text = decodeForJsonParse(bytes);
  const value = text === undefined ? undefined : tryJsonParse(text);
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
 * Returns the text of a body for JSON.parse, or undefined if only our own scanner reads it as Python does. JSON.parse accepts a subset of
 * what Python accepts, with the same values, except beyond Python's limits and for lone surrogates.
 */
function decodeForJsonParse(bytes: Uint8Array): string | undefined {
  if (mayExceedLimits(bytes)) return undefined;
  try {
    const text = utf8.decode(bytes);
    return text.includes('\\u') && ESCAPED_SURROGATE.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}

/** Returns undefined if JSON.parse refuses the text. Our own scanner reads it then. */
function tryJsonParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Returns whether a body may exceed Python's limits for nesting and integers. Has false positives. */
function mayExceedLimits(bytes: Uint8Array): boolean {
  // A valid document closes every bracket, so a short one cannot be too deep.
  if (bytes.length <= 2 * MAX_NESTING && bytes.length <= MAX_INTEGER_DIGITS) return false;
  let depth = 0;
  let digits = 0;
  for (let at = 0, byte = bytes[0]; byte !== undefined; byte = bytes[++at]) {
    digits = byte >= 0x30 && byte <= 0x39 ? digits + 1 : 0;
    if (digits > MAX_INTEGER_DIGITS) return true;
    if (byte === 0x22) at = findStringEnd(bytes, at + 1);
    else if ((byte === 0x5b || byte === 0x7b) && ++depth > MAX_NESTING) return true;
    else if (byte === 0x5d || byte === 0x7d) depth--;
  }
  return false;
}
