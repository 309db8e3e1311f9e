import { isObject } from '../contract/document.ts';
import { PythonException } from '../python/exception.ts';
import { MAX_INTEGER_DIGITS } from '../python/json-scalar.ts';
import { scanPythonJson } from '../python/json-scanner.ts';
import { PythonNumber } from '../python/number.ts';
import type { Wording } from './validation-error.ts';

/** What a model reads a string as. */
export type RereadText =
  | { readonly kind: 'object'; readonly value: unknown; /** As Python shows it. */ readonly toInput: () => unknown }
  | { readonly kind: 'invalid'; readonly wording: Wording }
  /** An exception that pydantic does not turn into an error. */
  | { readonly kind: 'raised'; readonly exception: { readonly type: string; readonly text: string } };

/**
 * Reads a string as the base class of the backend's models does before the fields are validated: as JSON, whose members are the model's.
 *
 * Source: sequences recorded from the deployed server.
 *
 * @param model the class's full name
 */
export function rereadText(text: string, model: string): RereadText {
  const points = Uint32Array.from(Array.from(text, (character) => character.codePointAt(0) ?? 0));
  if (points[0] === BYTE_ORDER_MARK) {
    return toDecodeError(text, points, 'Unexpected UTF-8 BOM (decode using utf-8-sig)', 0);
  }
  const json = scanPythonJson(points, false);
  if (json.ok) {
    const toInput = (): unknown => {
      const again = scanPythonJson(points, true);
      return again.ok ? again.value : undefined;
    };
    if (isObject(json.value)) return { kind: 'object', value: json.value, toInput };
    const type = toPythonType(json.value, toInput);
    return toMappingError(model, type);
  }
  if (json.kind === 'json') return toDecodeError(text, points, json.message, json.position);
  const digits = /\d{4301,}/.exec(text)?.[0].length;
  return digits === undefined ? { kind: 'raised', exception: TOO_DEEP } : toLimitError(digits);
}

/** Returns the exception that a model raises for members that are not an object. @param type Python's name of what they are */
export function toMappingError(model: string, type: string): RereadText & { readonly kind: 'raised' } {
  const text = `${model}() argument after ** must be a mapping, not ${type}`;
  return { kind: 'raised', exception: { type: 'TypeError', text } };
}

/** Returns the name of a value's type in Python. @param toInput returns the value as Python shows it */
export function toPythonType(value: unknown, toInput: () => unknown): string {
  if (value === null) return 'NoneType';
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'string') return 'str';
  const number = toInput();
  return number instanceof PythonNumber ? number.kind : 'int';
}

/** Returns pydantic's wording of an exception that a model's own function raises. */
export function toRaisedWording(error: PythonException): Wording {
  return { type: 'value_error', msg: `Value error, ${error.message}`, ctx: { error } };
}

const BYTE_ORDER_MARK = 0xfeff;
const NEWLINE = 0x0a;
const TOO_DEEP = {
  type: 'RecursionError',
  text: 'maximum recursion depth exceeded while decoding a JSON object from a unicode string',
};

function toDecodeError(text: string, points: Uint32Array, message: string, position: number): RereadText {
  const before = points.subarray(0, position);
  const lineno = before.filter((point) => point === NEWLINE).length + 1;
  const colno = position - before.lastIndexOf(NEWLINE);
  const full = `${message}: line ${lineno} column ${colno} (char ${position})`;
  const attributes = { msg: message, doc: text, pos: position, lineno, colno };
  return toInvalid(new PythonException('JSONDecodeError', full, attributes));
}

function toLimitError(digits: number): RereadText {
  const limit = `Exceeds the limit (${MAX_INTEGER_DIGITS} digits) for integer string conversion`;
  const advice = `value has ${digits} digits; use sys.set_int_max_str_digits() to increase the limit`;
  return toInvalid(new PythonException('ValueError', `${limit}: ${advice}`));
}

function toInvalid(error: PythonException): RereadText {
  return { kind: 'invalid', wording: toRaisedWording(error) };
}
