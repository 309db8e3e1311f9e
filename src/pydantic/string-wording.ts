import type { JsonObject } from '../contract/document.ts';
import type { SchemaError } from '../contract/schema.ts';
import { isPythonInteger } from '../python/number.ts';
import { toCount, toLengthWording } from './container-wording.ts';
import { countCharacters } from './count-characters.ts';
import { toInvalidJsonWording } from './json-string.ts';
import { STRING_TYPE, TEXT_FORMATS } from './text-format.ts';
import type { Wording } from './validation-error.ts';

const JSON_TYPE: Wording = { type: 'json_type', msg: 'JSON input should be string, bytes or bytearray' };
const BAD_PATTERN: Wording = { type: 'pattern_regex', msg: 'Input should be a valid regular expression' };

/** Formats that the mock does not read as pydantic does, and pydantic's wording for a value that is not a string. */
const OTHER_TYPES: ReadonlyMap<unknown, Wording> = new Map([
  ['binary', { type: 'bytes_type', msg: 'Input should be a valid bytes' }],
  ['regex', { type: 'pattern_type', msg: 'Input should be a valid pattern' }],
  ['json-string', JSON_TYPE],
]);

/** Returns pydantic's wording for a value that is not a string. */
export function toStringTypeWording({ format }: JsonObject, value: unknown, input: unknown): Wording {
  // Python's integers are unbounded, and one that exceeds a double is no number to pydantic.
  const isNumber = typeof value === 'number' && !(isPythonInteger(input) && !Number.isFinite(value));
  const wording = isNumber ? TEXT_FORMATS.get(format)?.explainNumber?.(value) : undefined;
  return wording ?? TEXT_FORMATS.get(format)?.notText ?? OTHER_TYPES.get(format) ?? STRING_TYPE;
}

/** Returns pydantic's wording for a string that the contract refuses, or undefined if it has none for the rule. */
export function toStringWording(
  schema: JsonObject,
  value: string,
  errors: readonly SchemaError[],
): Wording | undefined {
  const isTooLong = errors.some(({ keyword }) => keyword === 'maxLength');
  // Pydantic measures a URL before it reads it.
  if (isTooLong && URL_FORMATS.has(schema['format'])) return toTextLengthWording(schema, value, 'maxLength');
  const read = TEXT_FORMATS.get(schema['format'])?.parse(value);
  if (read?.ok === false) return read.error;
  if (errors.some(({ keyword }) => keyword === 'format')) {
    if (schema['format'] === 'regex') return BAD_PATTERN;
    if (schema['format'] === 'json-string') return toInvalidJsonWording(value);
  }
  // One error per string, in the order in which pydantic checks.
  const broken = (['minLength', 'maxLength', 'pattern'] as const).find((rule) =>
    errors.some(({ keyword }) => keyword === rule),
  );
  if (broken === undefined) return undefined;
  if (broken === 'pattern') {
    const pattern = String(schema['pattern']);
    return { type: 'string_pattern_mismatch', msg: `String should match pattern '${pattern}'`, ctx: { pattern } };
  }
  return toTextLengthWording(schema, value, broken);
}

type LengthName = readonly [type: string, subject: string, unit: string];

const URL_FORMATS: ReadonlySet<unknown> = new Set(['uri', 'http-uri']);
const URL_LENGTH: LengthName = ['url', 'URL', 'character'];

/** How pydantic names the length of each kind of string, by format. */
const LENGTH_NAMES: ReadonlyMap<unknown, LengthName> = new Map<unknown, LengthName>([
  ['binary', ['bytes', 'Data', 'byte']],
  ['uri', URL_LENGTH],
  ['http-uri', URL_LENGTH],
]);

function toTextLengthWording(schema: JsonObject, value: string, rule: 'minLength' | 'maxLength'): Wording {
  const bound = Number(schema[rule]);
  const isShort = rule === 'minLength';
  // Pydantic words the length of a secret like that of a list.
  if (schema['format'] === 'password' && schema['writeOnly'] === true) {
    return toLengthWording(isShort ? 'too_short' : 'too_long', 'Value', bound, countCharacters(value));
  }
  const [type, subject, unit] = LENGTH_NAMES.get(schema['format']) ?? ['string', 'String', 'character'];
  return {
    type: `${type}_too_${isShort ? 'short' : 'long'}`,
    msg: `${subject} should have at ${isShort ? 'least' : 'most'} ${toCount(bound, unit)}`,
    ctx: { [isShort ? 'min_length' : 'max_length']: bound },
  };
}
