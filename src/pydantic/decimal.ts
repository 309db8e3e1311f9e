import { DECIMAL_BOUNDS, findBrokenBound, toAsciiDigits } from '../contract/decimal-digits.ts';
import { DECIMAL_FORMAT, readDecimalRules } from '../contract/decimal-schema.ts';
import type { JsonObject } from '../contract/document.ts';
import { isObject } from '../contract/document.ts';
import { toCount } from './container-wording.ts';
import { toPlainNumber } from './plain-number.ts';
import { toBrokenBoundWording } from './scalar-wording.ts';
import type { Wording } from './validation-error.ts';

/** Whether a schema is a `Decimal`, which pydantic publishes as a number or a string with a pattern. */
export function isDecimal({ format, anyOf }: JsonObject): boolean {
  return format === DECIMAL_FORMAT && Array.isArray(anyOf);
}

export const NOT_A_DECIMAL: Wording = {
  type: 'decimal_type',
  msg: 'Decimal input should be an integer, float, string or Decimal object',
};

/** Texts that Python's Decimal takes for an infinity or for no number. */
const NOT_FINITE = /^\s*[+-]?(?:inf(?:inity)?|s?nan\d*)\s*$/i;

/** Returns what pydantic says of a text or a number by the published pattern of a `Decimal`, or undefined if it says nothing of its digits. */
export function toDecimalWording(value: string | number, pattern: string): Wording | undefined {
  if (typeof value === 'string' && NOT_FINITE.test(value)) {
    return { type: 'finite_number', msg: 'Input should be a finite number' };
  }
  const [, whole, fraction = ''] = /^[+-]?(\d*)(?:\.(\d*))?$/.exec(String(printDecimal(value))) ?? [];
  if (whole === undefined || whole + fraction === '' || !/\p{Nd}/u.test(String(value))) {
    return { type: 'decimal_parsing', msg: 'Input should be a valid decimal' };
  }
  const { most, places, before } = readDecimalRules(pattern);
  const decimals = fraction.replace(/0+$/, '').length;
  const digits = Math.max((whole + fraction.slice(0, decimals)).replace(/^0+/, '').length, decimals);
  if (most !== undefined && digits > most) return toTooMany('max_digits', most, 'digit', 'in total');
  if (places !== undefined && decimals > places) return toTooMany('decimal_places', places, 'decimal place', '');
  const isWide = before !== undefined && digits - decimals > before;
  return isWide ? toTooMany('whole_digits', before, 'digit', 'before the decimal point') : undefined;
}

/** Returns what pydantic says of a text or a number that breaks a bound of a `Decimal`, or undefined if it breaks none. */
export function toDecimalBoundWording(value: string | number, schema: JsonObject): Wording | undefined {
  const bounds = schema[DECIMAL_BOUNDS];
  const broken = isObject(bounds) ? findBrokenBound(value, bounds) : undefined;
  if (!isObject(bounds) || broken === undefined) return undefined;
  // FastAPI prints a whole Decimal as an integer.
  return toBrokenBoundWording(broken, Number(bounds[broken]), (bound) => bound);
}

const TYPES = { max_digits: 'max_digits', decimal_places: 'max_places', whole_digits: 'whole_digits' } as const;

function toTooMany(name: keyof typeof TYPES, most: number, noun: string, where: string): Wording {
  const msg = `Decimal input should have no more than ${toCount(most, noun)} ${where}`.trimEnd();
  return { type: `decimal_${TYPES[name]}`, msg, ctx: { [name]: most } };
}

/** Prints a value of a `Decimal` as pydantic does: `1.50`, `-0.5` for `-.5`. */
export function printDecimal(value: unknown): unknown {
  if (typeof value === 'number') return toPlainNumber(value);
  if (typeof value !== 'string') return value;
  const [, sign = '', whole, fraction] = /^([+-]?)0*(\d*)\.?(\d*)$/.exec(toAsciiDigits(value)) ?? [];
  if (whole === undefined || fraction === undefined) return value;
  return `${sign === '-' ? '-' : ''}${whole === '' ? '0' : whole}${fraction === '' ? '' : `.${fraction}`}`;
}
