import type { MockRequest } from '../exchange/exchange.ts';

/** The texts that pydantic reads as a boolean, in lower case. */
const PYTHON_BOOLEANS = new Set(['1', '0', 'on', 'off', 't', 'f', 'y', 'n', 'yes', 'no', 'true', 'false']);

/** Returns whether a rule is about the type: `type` or `anyOf` of JSON Schema, `int_parsing` or `string_type` of pydantic. */
export function isTypeRule(rule: string): boolean {
  return /^(type|anyOf|oneOf)$|_(type|parsing|from_float)$/.test(rule);
}

/** Returns whether JavaScript's `Number` can read a text. */
export function isJavaScriptNumber(text: string): boolean {
  return text !== '' && !Number.isNaN(Number(text));
}

/** Returns whether a text is a number that JavaScript and Python read as the same value. */
export function isPlainNumber(text: string): boolean {
  return /^\s*[+-]?\d+(\.\d+)?\s*$/.test(text);
}

/** Returns whether Python reads a text as a number: underscores between digits, `inf` and `nan` included. */
export function isPythonNumber(text: string): boolean {
  return /^\s*[+-]?(\d+(_\d+)*(\.(\d+(_\d+)*)?)?(e[+-]?\d+)?|inf|infinity|nan)\s*$/i.test(text);
}

/** Returns whether pydantic reads a text as a boolean although it is not a boolean in JSON. */
export function isPythonBoolean(text: string): boolean {
  return PYTHON_BOOLEANS.has(text.toLowerCase()) && text !== 'true' && text !== 'false';
}

/** Returns the texts sent for the query, path or header parameter at a location; of a repeated query parameter the last, as FastAPI does. */
export function findScalars([place, name]: readonly (string | number)[], request: MockRequest): string[] {
  if (place === 'query') return toSearch(request).getAll(String(name)).slice(-1);
  if (place === 'header') return [request.headers[String(name).toLowerCase()] ?? []].flat();
  // Only the contract knows which segment is the parameter's, so the caller gets all of them.
  return place === 'path'
    ? toPath(request)
        .split('/')
        .map((segment) => decode(segment) ?? segment)
    : [];
}

/** Returns the path of a request as sent, percent-encoded. */
export function toPath(request: Pick<MockRequest, 'target'>): string {
  return withoutOrigin(request).replace(/\?.*$/s, '');
}

/** Returns the query of a request, decoded as a form. */
export function toSearch(request: Pick<MockRequest, 'target'>): URLSearchParams {
  return new URLSearchParams(withoutOrigin(request).replace(/^[^?]*/, ''));
}

/** Removes the origin, which requests to proxies have, and the fragment, which clients should not send. */
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

/** Returns whether JavaScript reads a body as JSON: UTF-8 without a byte order mark, and not empty. */
export function isJson(body: Uint8Array): boolean {
  try {
    JSON.parse(new TextDecoder('utf-8', { ignoreBOM: true }).decode(body));
    return true;
  } catch {
    return false;
  }
}

export function isPythonJson(body: Uint8Array): boolean {
  // JSON begins with ASCII, so UTF-16 and UTF-32 have a byte order mark or a zero among the first four bytes.
  const start = body.subarray(0, 4);
  if (start.includes(0) || [0xef, 0xfe, 0xff].some((byte) => start[0] === byte)) return true;
  const text = new TextDecoder().decode(body);
  try {
    // Apart from these constants, Python and JavaScript read the same grammar.
    JSON.parse(text.replaceAll(/-?\b(NaN|Infinity)\b/g, 'null'));
    return true;
  } catch {
    return false;
  }
}
