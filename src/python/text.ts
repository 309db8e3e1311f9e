import { PythonException } from './exception.ts';
import { PythonNumber } from './number.ts';
import { ParsedText } from './parsed-text.ts';
import { quoteJson } from './quote-json.ts';
import { PythonTuple } from './tuple.ts';

/** The parts in which JSON and `repr()` differ. */
interface Notation {
  readonly comma: string;
  readonly colon: string;
  readonly none: string;
  readonly true: string;
  readonly false: string;
  readonly text: (text: string) => string;
  readonly float: (text: string) => string;
  readonly bytes: (bytes: Uint8Array) => string;
  readonly tuple: (items: readonly string[]) => string;
  readonly exception: (exception: PythonException) => string;
}

const JSON_NOTATION: Notation = {
  comma: ',',
  colon: ':',
  none: 'null',
  true: 'true',
  false: 'false',
  // Escapes the same characters as Python, and lone surrogates, which Python cannot encode.
  text: quoteJson,
  float: (text) => (/^-?\d/.test(text) ? text : 'null'),
  bytes: (bytes) => JSON.stringify(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)),
  tuple: (items) => `[${items.join(',')}]`,
  exception: ({ attributes }) => toPythonJson(attributes),
};

const REPR_NOTATION: Notation = {
  comma: ', ',
  colon: ': ',
  none: 'None',
  true: 'True',
  false: 'False',
  text: (text) => quote(text, ESCAPED_IN_TEXT),
  float: (text) => text,
  bytes: (bytes) => `b${quote(toLatin1(bytes), ESCAPED_IN_BYTES)}`,
  tuple: (items) => (items.length === 1 ? `(${items[0]},)` : `(${items.join(', ')})`),
  exception: ({ name, message }) => `${name}(${toPythonRepr(message)})`,
};

/**
 * Prints a value as Starlette's JSONResponse does: `json.dumps(ensure_ascii=False, allow_nan=False, separators=(",", ":"))`.
 * Takes plain values, `Map`s for objects whose order counts, `PythonNumber`, `ParsedText`, and bytes, which FastAPI decodes as UTF-8.
 *
 * FastAPI answers 500 if a text contains a lone surrogate or a number is NaN or infinite. This function escapes such a surrogate
 * (`\ud800`), prints such a number as null, and decodes invalid UTF-8 as U+FFFD.
 */
export function toPythonJson(value: unknown): string {
  // An echoed body may have millions of values, whose texts would take many times its memory.
  return typeof value === 'object' && isPlain(value) ? JSON.stringify(value) : write(value, JSON_NOTATION);
}

/** Returns whether both languages print a value alike. */
function isPlain(value: unknown): boolean {
  if (typeof value !== 'object') return typeof value === 'number' ? Number.isSafeInteger(value) : isPlainScalar(value);
  if (value === null) return true;
  if (Array.isArray(value)) {
    for (const item of value) if (!isPlain(item)) return false;
    return true;
  }
  if (Object.getPrototypeOf(value) !== Object.prototype) return false;
  return Object.values(value).every(isPlain);
}

function isPlainScalar(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'boolean';
}

/** Prints a value as Python's `repr()` does: `{'a': [1, None, True, 1.5]}`. Takes what `toPythonJson` takes, and tuples. */
export function toPythonRepr(value: unknown): string {
  return write(value, REPR_NOTATION);
}

/**
 * Prints a double as Python's `repr(float)` does: `1.0`, `0.0001`, `1e-05`, `1e+16`, `-0.0`, `inf`, `nan`.
 * Both languages print the shortest digits that read back as the same double; only the notation differs.
 */
export function toPythonFloat(n: number): string {
  if (Number.isNaN(n)) return 'nan';
  if (!Number.isFinite(n)) return n > 0 ? 'inf' : '-inf';
  const size = Math.abs(n);
  if (size !== 0 && (size < 1e-4 || size >= 1e16)) {
    const [digits = '', exponent = ''] = n.toExponential().split('e');
    return `${digits}e${exponent.charAt(0)}${exponent.slice(1).padStart(2, '0')}`;
  }
  const text = Object.is(n, -0) ? '-0' : String(n);
  return text.includes('.') ? text : `${text}.0`;
}

function write(value: unknown, notation: Notation): string {
  switch (typeof value) {
    case 'string':
      return notation.text(value);
    case 'boolean':
      return value ? notation.true : notation.false;
    case 'number':
      // A plain number that is integral is printed as an integer; floats such as 1.0 are PythonNumbers.
      return Number.isSafeInteger(value) ? String(value) : notation.float(toPythonFloat(value));
    case 'bigint':
      return String(value);
    case 'object':
      return value === null ? notation.none : writeObject(value, notation);
    default:
      return notation.none;
  }
}

function writeObject(value: object, notation: Notation): string {
  if (value instanceof PythonNumber) return value.kind === 'int' ? value.text : notation.float(value.text);
  if (value instanceof ParsedText) return notation.text(value.text);
  if (value instanceof PythonTuple) return notation.tuple(value.items.map((item) => write(item, notation)));
  if (value instanceof Uint8Array) return notation.bytes(value);
  if (value instanceof PythonException) return notation.exception(value);
  if (Array.isArray(value)) return `[${value.map((item) => write(item, notation)).join(notation.comma)}]`;
  const members: string[] = [];
  for (const [key, member] of value instanceof Map ? (value as Map<unknown, unknown>) : Object.entries(value)) {
    if (member !== undefined) members.push(notation.text(String(key)) + notation.colon + write(member, notation));
  }
  return `{${members.join(notation.comma)}}`;
}

// The characters that Python's str.isprintable() refuses: the categories Other and Separator, without the space. Python 3.12 has Unicode
// 15.0 and escapes later characters; here the platform's version decides.
const ESCAPED_IN_TEXT = /\\|(?! )[\p{C}\p{Z}]/gu;
const ESCAPED_IN_BYTES = /\\|[^ -~]/g;

function quote(text: string, escaped: RegExp): string {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'";
  const inner = text.replaceAll(escaped, toEscape);
  return mark + (mark === "'" ? inner.replaceAll("'", "\\'") : inner) + mark;
}

const NAMED_ESCAPES = new Map([
  ['\\', '\\\\'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

function toEscape(char: string): string {
  const named = NAMED_ESCAPES.get(char);
  if (named !== undefined) return named;
  const point = char.codePointAt(0) ?? 0;
  const digits = point.toString(16);
  if (point <= 0xff) return `\\x${digits.padStart(2, '0')}`;
  return point <= 0xffff ? `\\u${digits.padStart(4, '0')}` : `\\U${digits.padStart(8, '0')}`;
}

function toLatin1(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
}
