import { readTime } from './clock.ts';
import { type PydanticFailure, toFailureWithReason } from './failure.ts';

/** A string read as a `timedelta`, as pydantic prints it in JSON: `P1Y63DT4H5M6.789S`. */
export type PydanticDuration = { readonly ok: true; readonly value: string } | PydanticFailure;

const MOST_UINT32 = 2 ** 32 - 1;
const MOST_DAYS = 999_999_999;
const SECONDS_PER_DAY = 86_400;
const DATE_UNITS: Readonly<Record<string, number>> = { Y: 365, M: 30, W: 7, D: 1 };
const TIME_UNITS: Readonly<Record<string, number>> = { H: 3600, M: 60, S: 1 };
const TOO_SHORT = 'input is too short';
const TOO_LARGE = 'a numeric value in the duration is too large';

/** The reason why a string is not a duration. Thrown and caught within this module only. */
class DurationError extends Error {}

interface Parts {
  days: number;
  seconds: number;
  microseconds: number;
}

/**
 * Reads a string as pydantic reads a `timedelta`: ISO 8601 with a sign and a fraction (`P1DT12H`, `-PT0.5S`), days with a time
 * (`1 day, 01:00:00`), or a time (`25:00:00`). Years have 365 days and months 30.
 *
 * Errors: `time_delta_parsing`.
 *
 * Source: `Duration` of the speedate crate, and answers of pydantic 2.13.
 */
export function parsePydanticDuration(text: string): PydanticDuration {
  try {
    return { ok: true, value: readDuration(text) };
  } catch (error) {
    if (!(error instanceof DurationError)) throw error;
    return toFailureWithReason('time_delta_parsing', 'Input should be a valid timedelta', error.message);
  }
}

function readDuration(text: string): string {
  if (text === '') throw new DurationError(TOO_SHORT);
  const unsigned = /^[+-]/.test(text) ? text.slice(1) : text;
  let parts: Parts;
  if (unsigned.startsWith('P')) parts = readIso(unsigned.slice(1));
  else if (/d/i.test(unsigned) || countBytes(unsigned) < SHORTEST_CLOCK) parts = readDays(unsigned);
  else parts = readClock(unsigned);
  return print(normalize(parts), text.startsWith('-'));
}

const NUMBER = /^(\d+)(?:[.,](\d*))?/;

function readIso(text: string): Parts {
  if (text === '' || text === 'T') throw new DurationError(TOO_SHORT);
  const parts: Parts = { days: 0, seconds: 0, microseconds: 0 };
  let isTime = false;
  let hadFraction = false;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === 'T') {
      if (isTime) throw new DurationError('`t` character repeated in duration');
      isTime = true;
      continue;
    }
    const [whole, digits, fraction] = NUMBER.exec(text.slice(at)) ?? [];
    if (whole === undefined) throw new DurationError('invalid digit in duration');
    if (hadFraction) throw new DurationError('quantity fraction invalid in duration');
    at += whole.length;
    toUint32(Number(digits));
    const unit = (isTime ? TIME_UNITS : DATE_UNITS)[text[at] ?? ''];
    if (unit === undefined) throw new DurationError(`quantity invalid in ${isTime ? 'time' : 'date'} part of duration`);
    if (isTime) addSeconds(parts, Number(digits) * unit);
    else parts.days = toUint32(parts.days + Number(digits) * unit);
    hadFraction = fraction !== undefined;
    const rest = fraction === undefined || fraction === '' ? 0 : (Number(fraction) / 10 ** fraction.length) * unit;
    if (isTime) addFraction(parts, rest);
    else {
      parts.days = toUint32(parts.days + Math.trunc(rest));
      addFraction(parts, (rest - Math.trunc(rest)) * SECONDS_PER_DAY);
    }
  }
  return parts;
}

function addFraction(parts: Parts, seconds: number): void {
  addSeconds(parts, Math.trunc(seconds));
  parts.microseconds += Math.round((seconds - Math.trunc(seconds)) * 1e6);
}

function addSeconds(parts: Parts, seconds: number): void {
  parts.seconds = toUint32(parts.seconds + seconds);
}

function toUint32(value: number): number {
  if (value > MOST_UINT32) throw new DurationError(TOO_LARGE);
  return value;
}

/** `1 day`, `2 days, 01:00`, `1d 01:02:03`. */
function readDays(text: string): Parts {
  if (text === '') throw new DurationError(TOO_SHORT);
  const digits = /^\d+/.exec(text)?.[0];
  if (digits === undefined) throw new DurationError('invalid digit in duration');
  const days = toUint32(Number(digits));
  const [unit, clock] = /^ ?d(?:ays?)?,? ?(.*)$/is.exec(text.slice(digits.length)) ?? [];
  if (unit === undefined || /^ ?da(?!y)/i.test(unit)) {
    throw new DurationError('"day" identifier in duration not correctly formatted');
  }
  if (clock === undefined || clock === '') return { days, seconds: 0, microseconds: 0 };
  const time = readClock(clock);
  return { ...time, days: toUint32(days + time.days) };
}

const MOST_HOURS = 24 * 10 ** 8;
const SHORTEST_CLOCK = 5;
const EXTRA = 'unexpected extra characters at the end of the input';

/** A time of day whose hour may have more digits: `25:00:00`. */
function readClock(text: string): Parts {
  if (countBytes(text) < SHORTEST_CLOCK) throw new DurationError(TOO_SHORT);
  const colon = text.indexOf(':');
  const hours = colon === -1 ? undefined : text.slice(0, colon);
  if (hours === undefined) throw new DurationError('invalid character in hour');
  if (hours.length > 10) throw new DurationError('durations may not exceed 999,999,999 hours');
  if (!/^\d*$/.test(hours)) throw new DurationError('invalid character in hour');
  if (Number(hours) > MOST_HOURS) throw new DurationError('durations may not exceed 999,999,999 hours');
  // Pydantic reads minutes, seconds and six digits of a fraction, and drops what follows.
  const rest = text.slice(colon + 1, colon + 13);
  const time = readTime(new TextEncoder().encode(`00:${rest}`));
  if (!time.ok) throw new DurationError(time.reason.includes('timezone') ? EXTRA : time.reason);
  if (time.value.offset !== undefined) throw new DurationError(EXTRA);
  const { minute, second, microsecond } = time.value;
  return {
    days: Math.floor(Number(hours) / 24),
    seconds: (Number(hours) % 24) * 3600 + minute * 60 + second,
    microseconds: microsecond,
  };
}

function countBytes(text: string): number {
  return new TextEncoder().encode(text).length;
}

function normalize({ days, seconds, microseconds }: Parts): Parts {
  const allSeconds = seconds + Math.floor(microseconds / 1e6);
  const allDays = days + Math.floor(allSeconds / SECONDS_PER_DAY);
  if (allDays > MOST_DAYS) throw new DurationError('durations may not exceed 999,999,999 days');
  return { days: allDays, seconds: allSeconds % SECONDS_PER_DAY, microseconds: microseconds % 1e6 };
}

function print({ days, seconds, microseconds }: Parts, isNegative: boolean): string {
  const toPart = (count: number, unit: string): string => (count === 0 ? '' : `${count}${unit}`);
  const date = toPart(Math.floor(days / 365), 'Y') + toPart(days % 365, 'D');
  const fraction = microseconds === 0 ? '' : `.${String(microseconds).padStart(6, '0').replace(/0+$/, '')}`;
  const rest = `${seconds % 60}${fraction}`;
  const time =
    toPart(Math.floor(seconds / 3600), 'H') +
    toPart(Math.floor((seconds % 3600) / 60), 'M') +
    (rest === '0' ? '' : `${rest}S`);
  if (date + time === '') return 'PT0S';
  return `${isNegative ? '-' : ''}P${date}${time === '' ? '' : `T${time}`}`;
}
