import type { CalendarMoment, ClockReading } from './clock.ts';

/** Larger numbers are milliseconds, others seconds. As seconds, this is in the year 2603. */
const MOST_SECONDS = 20_000_000_000;
const START_OF_YEAR_0 = -62_167_219_200;
const END_OF_YEAR_9999 = 253_402_300_799;
const MOST_UINT32 = 2 ** 32 - 1;

const INTEGER = /^([+-]?)([0-9]+)$/;
const DECIMAL = /^[+-]?(?:([0-9]+)\.[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/;

/**
 * Reads a number in a string as a moment in UTC: seconds since 1970, or milliseconds above 2e10. Returns undefined if the
 * string is not a number to pydantic: `1e5` is not, `1.e5` is.
 */
export function readTimestamp(text: string): ClockReading<CalendarMoment> | undefined {
  return readWholeTimestamp(text) ?? readDecimalTimestamp(text);
}

/** Reads an integer in a string as a moment in UTC. Returns undefined if the string is not an integer to pydantic. */
export function readWholeTimestamp(text: string): ClockReading<CalendarMoment> | undefined {
  const [, sign, digits] = INTEGER.exec(text) ?? [];
  const size = digits === undefined ? undefined : readInt64(digits);
  return size === undefined ? undefined : toMoment(sign === '-' ? -size : size, 0);
}

/** Reads a number as a moment in UTC. */
export function readNumberTimestamp(number: number): ClockReading<CalendarMoment> {
  if (Number.isNaN(number)) return { ok: false, reason: 'NaN values not permitted' };
  // Pydantic rounds a negative number down, and still adds its fraction as that of a positive one.
  const perUnit = Math.abs(number) > MOST_SECONDS ? 1000 : 1e6;
  const fraction = Number.isFinite(number) ? Math.abs(number % 1) : 0;
  return toMoment(toInt64(Math.floor(number)), Math.round(fraction * perUnit));
}

function toInt64(whole: number): number {
  return Math.max(Math.min(whole, 2 ** 63), -(2 ** 63));
}

function readDecimalTimestamp(text: string): ClockReading<CalendarMoment> | undefined {
  const decimal = DECIMAL.exec(text);
  if (!decimal || readInt64(decimal[1] ?? '0') === undefined) return undefined;
  const number = Number(text);
  const seconds = Math.abs(number) > MOST_SECONDS ? number / 1000 : number;
  const whole = toInt64(Math.floor(seconds));
  return toMoment(whole, Math.max(Math.min(Math.round((seconds - whole) * 1e6), MOST_UINT32), 0));
}

/** @param microseconds added to the whole seconds or milliseconds of `timestamp` */
function toMoment(timestamp: number, microseconds: number): ClockReading<CalendarMoment> {
  // Pydantic repeats this check for the seconds of a decimal, so `2.5e13` is divided twice.
  const inMilliseconds = Math.abs(timestamp) > MOST_SECONDS;
  const milliseconds = inMilliseconds ? ((timestamp % 1000) + 1000) % 1000 : 0;
  const total = microseconds + milliseconds * 1000;
  if (total > MOST_UINT32) return { ok: false, reason: 'numeric times may not exceed 86,399 seconds' };
  const seconds = (inMilliseconds ? (timestamp - milliseconds) / 1000 : timestamp) + Math.floor(total / 1e6);
  if (seconds < START_OF_YEAR_0) return { ok: false, reason: 'dates before 0000 are not supported as unix timestamps' };
  if (seconds > END_OF_YEAR_9999) return { ok: false, reason: 'dates after 9999 are not supported as unix timestamps' };
  const date = new Date(seconds * 1000);
  return {
    ok: true,
    value: {
      year: date.getUTCFullYear(),
      month: date.getUTCMonth() + 1,
      day: date.getUTCDate(),
      hour: date.getUTCHours(),
      minute: date.getUTCMinutes(),
      second: date.getUTCSeconds(),
      microsecond: total % 1e6,
      offset: 0,
    },
  };
}

/**
 * Reads digits as pydantic does: in 64 bits, detecting an overflow by the sign only. Many overflows are missed: 2**64 + 2 is
 * read as 2.
 */
function readInt64(digits: string): number | undefined {
  if (digits.length < 16) return Number(digits);
  let value = 0n;
  for (const digit of digits) {
    value = BigInt.asIntN(64, value * 10n + BigInt(digit));
    if (value < 0n) return undefined;
  }
  return Number(value);
}
