import { NUMBER_BOUNDS, type NumberBound } from '../contract/decimal-digits.ts';
import type { JsonObject } from '../contract/document.ts';
import { isObject } from '../contract/document.ts';
import type { SchemaError } from '../contract/schema.ts';
import { isPythonInteger, PythonNumber } from '../python/number.ts';
import { toPythonFloat, toPythonRepr } from '../python/text.ts';
import { parsePydanticBoolean, parsePydanticFloat, parsePydanticInteger, TOO_LARGE } from './number.ts';
import { toPlainNumber } from './plain-number.ts';
import { toStringTypeWording, toStringWording } from './string-wording.ts';
import type { Wording } from './validation-error.ts';

/**
 * Returns pydantic's wording for a string, number or boolean that the contract refuses, or undefined if it has none for the rule.
 *
 * Pydantic converts some values that JSON Schema refuses ("5" to 5, 1 to true). The contract decides, so such a value is refused, with the
 * wording of pydantic's strict mode.
 *
 * @param input the losslessly parsed value, if available
 */
export function toScalarWording(
  schema: JsonObject,
  value: unknown,
  errors: readonly SchemaError[],
  input: unknown,
): Wording | undefined {
  if (isIllFormed(value)) return ILL_FORMED_TEXT;
  switch (schema['type']) {
    case 'string':
      return typeof value === 'string'
        ? toStringWording(schema, value, errors)
        : toStringTypeWording(schema, value, input);
    case 'integer':
      return errors.some(isTypeError)
        ? toIntegerTypeWording(value, input)
        : toBoundWording(schema, errors, toIntegerContext);
    case 'number':
      return errors.some(isTypeError) ? toFloatTypeWording(value) : toBoundWording(schema, errors, toFloatContext);
    case 'boolean':
      return toBooleanTypeWording(value, input);
    case 'null':
      return { type: 'none_required', msg: 'Input should be None' };
    default:
      return undefined;
  }
}

function isTypeError(error: SchemaError): boolean {
  return error.keyword === 'type';
}

/** For a string with a lone surrogate, which cannot be encoded as UTF-8. */
export const ILL_FORMED_TEXT: Wording = {
  type: 'string_unicode',
  msg: 'Input should be a valid string, unable to parse raw data as a unicode string',
};

/** Whether a value is a string with a lone surrogate. */
export function isIllFormed(value: unknown): boolean {
  return typeof value === 'string' && !value.isWellFormed();
}

function toIntegerTypeWording(value: unknown, input: unknown): Wording {
  if (typeof value === 'string') {
    const read = parsePydanticInteger(value);
    if (!read.ok) return read.error;
  }
  if (isWholeFloat(input)) return TOO_LARGE.error;
  if (typeof value === 'number') return toFractionWording(value);
  return { type: 'int_type', msg: 'Input should be a valid integer' };
}

/** Whether a value was sent as a float without a fraction. One that is not an integer to pydantic is beyond 64 bits. */
function isWholeFloat(input: unknown): boolean {
  return input instanceof PythonNumber && input.kind === 'float' && Number.isInteger(Number(input.text));
}

function toFractionWording(value: number): Wording {
  return Number.isFinite(value)
    ? { type: 'int_from_float', msg: 'Input should be a valid integer, got a number with a fractional part' }
    : { type: 'finite_number', msg: 'Input should be a finite number' };
}

function toFloatTypeWording(value: unknown): Wording {
  if (typeof value === 'string') {
    const read = parsePydanticFloat(value);
    if (!read.ok) return read.error;
  }
  if (typeof value === 'number') return { type: 'finite_number', msg: 'Input should be a finite number' };
  return { type: 'float_type', msg: 'Input should be a valid number' };
}

function toBooleanTypeWording(value: unknown, input: unknown): Wording {
  if (typeof value === 'string') {
    const read = parsePydanticBoolean(value);
    if (!read.ok) return read.error;
  }
  if (typeof value === 'number' && value !== 0 && value !== 1 && isInt64(value, input)) {
    return { type: 'bool_parsing', msg: 'Input should be a valid boolean, unable to interpret input' };
  }
  return { type: 'bool_type', msg: 'Input should be a valid boolean' };
}

/** Whether pydantic treats a number as an integer, which it does not beyond 64 bits. */
function isInt64(value: number, input: unknown): boolean {
  if (!isPythonInteger(input)) return Number.isInteger(value) && Math.abs(value) < 2 ** 63;
  const exact = BigInt(input.text);
  return BigInt.asIntN(64, exact) === exact;
}

/** The error of each bound: its type, the bound's name in `ctx`, and the sentence that ends in the bound. */
const BOUNDS: Readonly<Record<NumberBound, readonly [type: string, name: string, sentence: string]>> = {
  multipleOf: ['multiple_of', 'multiple_of', 'Input should be a multiple of'],
  maximum: ['less_than_equal', 'le', 'Input should be less than or equal to'],
  exclusiveMaximum: ['less_than', 'lt', 'Input should be less than'],
  minimum: ['greater_than_equal', 'ge', 'Input should be greater than or equal to'],
  exclusiveMinimum: ['greater_than', 'gt', 'Input should be greater than'],
};

/** Pydantic reports only the first violated bound. */
function toBoundWording(
  schema: JsonObject,
  errors: readonly SchemaError[],
  toContext: (bound: number) => unknown,
): Wording | undefined {
  const broken = NUMBER_BOUNDS.find((keyword) => errors.some((error) => error.keyword === keyword));
  return broken === undefined ? undefined : toBrokenBoundWording(broken, Number(schema[broken]), toContext);
}

/** Returns what pydantic says of a value beyond a bound. */
export function toBrokenBoundWording(
  broken: NumberBound,
  bound: number,
  toContext: (bound: number) => unknown,
): Wording {
  const [type, name, sentence] = BOUNDS[broken];
  return { type, msg: `${sentence} ${toPlainNumber(bound)}`, ctx: { [name]: toContext(bound) } };
}

function toIntegerContext(bound: number): unknown {
  return bound;
}

/** The bound of a float field is a float in Python, so `0` is printed as `0.0`. */
function toFloatContext(bound: number): unknown {
  return new PythonNumber('float', toPythonFloat(bound));
}

/** Returns pydantic's wording for a value that is not one of the listed ones. An Enum is published as a named schema, a Literal inline. */
export function toChoiceWording(choices: readonly unknown[], isEnumClass: boolean): Wording {
  const names = choices.map((choice) => toPythonRepr(choice));
  const last = names.pop() ?? '';
  const expected = names.length > 0 ? `${names.join(', ')} or ${last}` : last;
  return { type: isEnumClass ? 'enum' : 'literal_error', msg: `Input should be ${expected}`, ctx: { expected } };
}

/** Returns the values that a schema lists by `enum` or `const`, or undefined if it lists none. */
export function findChoices(schema: JsonObject): readonly unknown[] | undefined {
  if ('const' in schema) return [schema['const']];
  return Array.isArray(schema['enum']) ? schema['enum'] : undefined;
}

/** Whether a schema allows only null. */
export function isNullSchema(schema: unknown): boolean {
  return isObject(schema) && schema['type'] === 'null';
}
