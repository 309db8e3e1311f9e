import type { MockRequest } from '../exchange/exchange.ts';

/** What FastAPI's validator reads as a boolean, in any case. */
const PYTHON_BOOLEANS = new Set(['1', '0', 'on', 'off', 't', 'f', 'y', 'n', 'yes', 'no', 'true', 'false']);

/** True for `type` and its kin of JSON Schema, and for the names that FastAPI has for it: `int_parsing`, `string_type`. */
export function isTypeRule(rule: string): boolean {
  return /^(type|anyOf|oneOf)$|_(type|parsing|from_float)$/.test(rule);
}

/** True for what JavaScript's `Number` reads. */
export function isJavaScriptNumber(text: string): boolean {
  return text !== '' && !Number.isNaN(Number(text));
}

/** True for a number that JavaScript and Python read alike. */
export function isPlainNumber(text: string): boolean {
  return /^\s*[+-]?\d+(\.\d+)?\s*$/.test(text);
}

/** True for what Python reads as a number: with underscores between digits, and words for what is not finite. */
export function isPythonNumber(text: string): boolean {
  return /^\s*[+-]?(\d+(_\d+)*(\.(\d+(_\d+)*)?)?(e[+-]?\d+)?|inf|infinity|nan)\s*$/i.test(text);
}

/** True for what FastAPI reads as a boolean though JSON does not write it so. */
export function isPythonBoolean(text: string): boolean {
  return PYTHON_BOOLEANS.has(text.toLowerCase()) && text !== 'true' && text !== 'false';
}

/** The texts sent for the query, path or header parameter at a location; the last of a repeated query parameter, as FastAPI reads it. */
export function findScalars([place, name]: readonly (string | number)[], request: MockRequest): string[] {
  if (place === 'query') return toSearch(request).getAll(String(name)).slice(-1);
  if (place === 'header') return [request.headers[String(name).toLowerCase()] ?? []].flat();
  // Which segment belongs to the parameter only the contract knows: any that fits the difference will do.
  return place === 'path'
    ? toPath(request)
        .split('/')
        .map((segment) => decode(segment) ?? segment)
    : [];
}

/** The path of a request as it was sent, escapes and all. */
export function toPath(request: Pick<MockRequest, 'target'>): string {
  return withoutOrigin(request).replace(/\?.*$/s, '');
}

/** The query of a request, decoded as a form is. */
export function toSearch(request: Pick<MockRequest, 'target'>): URLSearchParams {
  return new URLSearchParams(withoutOrigin(request).replace(/^[^?]*/, ''));
}

/** A target may be a whole URL, as proxies get it, and have a fragment that nobody should send. */
function withoutOrigin({ target }: Pick<MockRequest, 'target'>): string {
  return target.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '').replace(/#.*$/s, '');
}

export function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

export function isUtf8(body: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(body);
    return true;
  } catch {
    return false;
  }
}

/** Whether a body is JSON as JavaScript reads it: UTF-8 without a byte order mark. No body at all is not. */
export function isJson(body: Uint8Array): boolean {
  try {
    JSON.parse(new TextDecoder('utf-8', { ignoreBOM: true }).decode(body));
    return true;
  } catch {
    return false;
  }
}

export function isPythonJson(body: Uint8Array): boolean {
  // JSON begins in ASCII, so UTF-16 and UTF-32 have a zero in the first bytes where they have no byte order mark.
  const start = body.subarray(0, 4);
  if (start.includes(0) || [0xef, 0xfe, 0xff].some((byte) => start[0] === byte)) return true;
  const text = new TextDecoder().decode(body);
  try {
    // JSON as soon as Python's own numbers are gone from it.
    JSON.parse(text.replaceAll(/-?\b(NaN|Infinity)\b/g, 'null'));
    return true;
  } catch {
    return false;
  }
}
