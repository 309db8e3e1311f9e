import { scanJsonScalar } from './json-scalar.ts';
import { scanJsonString } from './json-string.ts';

/**
 * The maximum nesting of arrays and objects. One more is a RecursionError, measured with Python 3.12.1 in an endpoint under uvicorn: the C
 * recursion limit is 1500, of which 17 are used by then. Later 3.12 releases raise the limit to 10000.
 */
export const MAX_NESTING = 1483;

/** The result of Python's `json.loads`. */
export type PythonJson =
  | {
      ok: true;
      /**
       * Plain JavaScript values, as JSON.parse returns them. With `lossless`, numbers are `PythonNumber`s and objects are `Map`s in the
       * order of Python's dict if plain values would not be printed as they were sent.
       */
      value: unknown;
      /** Whether a key or string contains a lone surrogate, which pydantic refuses as `string_unicode`. */
      hasSurrogates: boolean;
    }
  | {
      ok: false;
      kind: 'json';
      /** The message of Python 3.12's JSONDecodeError, e.g. `Expecting ',' delimiter`. */
      message: string;
      /** In code points of the decoded text. */
      position: number;
    }
  | {
      /** Python raised something else (UnicodeDecodeError, RecursionError, ValueError): FastAPI answers 400. */
      ok: false;
      kind: 'unreadable';
    };

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPENING_BRACKET = 0x5b;
const CLOSING_BRACKET = 0x5d;
const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;

/** An array or object that has not been closed yet. */
interface Open {
  readonly closer: number;
  readonly list?: unknown[];
  readonly entries?: Map<string, unknown>;
  key: string;
}

/**
 * Scans a JSON document as Python 3.12's `_json` module does, with its messages and positions. Uses its own stack, so that deep nesting
 * cannot exhaust JavaScript's.
 */
export function scanPythonJson(text: Uint32Array, lossless: boolean): PythonJson {
  const open: Open[] = [];
  let expected: 'key' | 'value' | 'end' = 'value';
  let value: unknown;
  let hasSurrogates = false;
  for (let at = 0; ;) {
    at = skipSpace(text, at);
    const char = text[at];
    const inner = open.at(-1);
    if (expected === 'end') {
      if (!inner) return at === text.length ? { ok: true, value, hasSurrogates } : failure('Extra data', at);
      if (inner.list) inner.list.push(value);
      else inner.entries?.set(inner.key, value);
      if (char === inner.closer) {
        value = toValue(inner, lossless);
        open.pop();
      } else if (char === COMMA) {
        expected = inner.list ? 'value' : 'key';
      } else {
        return failure("Expecting ',' delimiter", at);
      }
      at++;
    } else if (expected === 'value' && (char === OPENING_BRACKET || char === OPENING_BRACE)) {
      if (open.length === MAX_NESTING) return { ok: false, kind: 'unreadable' };
      const container: Open =
        char === OPENING_BRACKET
          ? { closer: CLOSING_BRACKET, list: [], key: '' }
          : { closer: CLOSING_BRACE, entries: new Map(), key: '' };
      at = skipSpace(text, at + 1);
      if (text[at] === container.closer) {
        value = toValue(container, lossless);
        expected = 'end';
        at++;
      } else {
        open.push(container);
        expected = container.list ? 'value' : 'key';
      }
    } else if (char === QUOTE) {
      const string = scanJsonString(text, at + 1);
      if (!string.ok) return failure(string.message, string.position);
      hasSurrogates ||= string.hasSurrogates;
      at = string.end;
      if (expected === 'key' && inner) {
        inner.key = string.value;
        at = skipSpace(text, at);
        if (text[at] !== COLON) return failure("Expecting ':' delimiter", at);
        expected = 'value';
        at++;
      } else {
        value = string.value;
        expected = 'end';
      }
    } else if (expected === 'key') {
      return failure('Expecting property name enclosed in double quotes', at);
    } else {
      const scalar = scanJsonScalar(text, at, lossless);
      if (scalar === 'too long') return { ok: false, kind: 'unreadable' };
      if (!scalar) return failure('Expecting value', at);
      value = scalar.value;
      at = scalar.end;
      expected = 'end';
    }
  }
}

function toValue(container: Open, lossless: boolean): unknown {
  if (container.list) return container.list;
  // Unlike assignment, fromEntries creates an own property for `__proto__`.
  return lossless ? container.entries : Object.fromEntries(container.entries ?? []);
}

function skipSpace(text: Uint32Array, from: number): number {
  let at = from;
  for (let char = text[at]; char === 0x20 || char === 0x0a || char === 0x0d || char === 0x09; char = text[at]) at++;
  return at;
}

function failure(message: string, position: number): PythonJson {
  return { ok: false, kind: 'json', message, position };
}
