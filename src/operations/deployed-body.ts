import type { ErrorDetail } from '../fastapi/error-detail.ts';
import type { Reread } from '../fastapi/request-reader.ts';
import { PythonException } from '../python/exception.ts';
import { MAX_INTEGER_DIGITS } from '../python/json-scalar.ts';
import { scanPythonJson } from '../python/json-scanner.ts';
import { PythonNumber } from '../python/number.ts';

/**
 * Reads a body as the backend's base model does before its fields are validated: the text of a JSON string is parsed as JSON again. A
 * validator in Python has seen the body by then, so that pydantic lets lone surrogates pass.
 *
 * Source: sequences recorded from the deployed server.
 */
export function createReread(model: string): Reread {
  return (body) => {
    if (!body.isJson || typeof body.value !== 'string') return { ...body, hasSurrogates: false };
    const text = body.value;
    const points = Uint32Array.from(Array.from(text, (character) => character.codePointAt(0) ?? 0));
    if (points[0] === BYTE_ORDER_MARK) {
      return { details: [toValueError(text, points, 'Unexpected UTF-8 BOM (decode using utf-8-sig)', 0)] };
    }
    const json = scanPythonJson(points, false);
    if (json.ok) {
      const toLossless = (): unknown => {
        const again = scanPythonJson(points, true);
        return again.ok ? again.value : undefined;
      };
      if (isObject(json.value)) return { value: json.value, isJson: true, hasSurrogates: false, toInput: toLossless };
      const type = toPythonType(json.value, toLossless);
      return { exception: { type: 'TypeError', text: `${model}() argument after ** must be a mapping, not ${type}` } };
    }
    if (json.kind === 'json') return { details: [toValueError(text, points, json.message, json.position)] };
    const digits = /\d{4301,}/.exec(text)?.[0].length;
    return digits === undefined ? { exception: TOO_DEEP } : { details: [toLimitError(text, digits)] };
  };
}

const BYTE_ORDER_MARK = 0xfeff;
const NEWLINE = 0x0a;
const TOO_DEEP = {
  type: 'RecursionError',
  text: 'maximum recursion depth exceeded while decoding a JSON object from a unicode string',
};

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function toPythonType(value: unknown, toLossless: () => unknown): string {
  if (value === null) return 'NoneType';
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'string') return 'str';
  const number = toLossless();
  return number instanceof PythonNumber ? number.kind : 'int';
}

function toValueError(text: string, points: Uint32Array, message: string, position: number): ErrorDetail {
  const before = points.subarray(0, position);
  const lineno = before.filter((point) => point === NEWLINE).length + 1;
  const colno = position - before.lastIndexOf(NEWLINE);
  const full = `${message}: line ${lineno} column ${colno} (char ${position})`;
  const attributes = { msg: message, doc: text, pos: position, lineno, colno };
  return toDetail(text, new PythonException('JSONDecodeError', full, attributes));
}

function toLimitError(text: string, digits: number): ErrorDetail {
  const limit = `Exceeds the limit (${MAX_INTEGER_DIGITS} digits) for integer string conversion`;
  const advice = `value has ${digits} digits; use sys.set_int_max_str_digits() to increase the limit`;
  return toDetail(text, new PythonException('ValueError', `${limit}: ${advice}`));
}

function toDetail(input: string, error: PythonException): ErrorDetail {
  return { type: 'value_error', loc: ['body'], msg: `Value error, ${error.message}`, input, ctx: { error } };
}
