/** A date without time. */
export interface CalendarDate {
  /** 0 to 9999. */
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** A time of day. */
export interface ClockTime {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly microsecond: number;
  /** Seconds east of UTC; undefined if none was given. */
  readonly offset: number | undefined;
}

export type CalendarMoment = CalendarDate & ClockTime;

/** The parsed value, or pydantic's reason why parsing failed. */
export type ClockReading<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly reason: string };

const COLON = 0x3a;
const HYPHEN = 0x2d;
const DATE_TIME_SEPARATORS = new Set(new TextEncoder().encode('Tt _'));
const FRACTION_SEPARATORS = new Set(new TextEncoder().encode('.,'));
/** U+2212, which ISO 8601 allows for a minus sign. */
const MINUS_SIGN = [0xe2, 0x88, 0x92];

/** Reads a date from the first ten bytes: `2026-08-18`. Ignores the rest. */
export function readDate(bytes: Uint8Array): ClockReading<CalendarDate> {
  if (bytes.length < 10) return no('input is too short');
  const year = readDigits(bytes, 0, 4);
  if (year === undefined) return no('invalid character in year');
  if (bytes[4] !== HYPHEN) return no('invalid date separator, expected `-`');
  const month = readDigits(bytes, 5, 2);
  if (month === undefined) return no('invalid character in month');
  if (bytes[7] !== HYPHEN) return no('invalid date separator, expected `-`');
  const day = readDigits(bytes, 8, 2);
  if (day === undefined) return no('invalid character in day');
  if (month < 1 || month > 12) return no('month value is outside expected range of 1-12');
  if (day < 1 || day > countDays(year, month)) return no('day value is outside expected range');
  return yes({ year, month, day });
}

/** Reads a whole date and time: `2026-08-18T20:28:14.123456+02:00`; seconds, fraction and offset may be missing. */
export function readDateTime(bytes: Uint8Array): ClockReading<CalendarMoment> {
  const date = readDate(bytes);
  if (!date.ok) return date;
  if (!DATE_TIME_SEPARATORS.has(bytes[10] ?? 0)) {
    return no('invalid datetime separator, expected `T`, `t`, `_` or space');
  }
  const time = readTime(bytes.subarray(11));
  return time.ok ? yes({ ...date.value, ...time.value }) : time;
}

/** Reads a whole time of day: `20:28`, `20:28:14.123456Z`. Digits past the microsecond are dropped. */
export function readTime(bytes: Uint8Array): ClockReading<ClockTime> {
  if (bytes.length < 5) return no('input is too short');
  const hour = readDigits(bytes, 0, 2);
  if (hour === undefined) return no('invalid character in hour');
  if (bytes[2] !== COLON) return no('invalid time separator, expected `:`');
  const minute = readDigits(bytes, 3, 2);
  if (minute === undefined) return no('invalid character in minute');
  if (hour > 23) return no('hour value is outside expected range of 0-23');
  if (minute > 59) return no('minute value is outside expected range of 0-59');
  let at = 5;
  let second: number | undefined = 0;
  let microsecond = 0;
  if (bytes[at] === COLON) {
    second = readDigits(bytes, at + 1, 2);
    if (second === undefined) return no('invalid character in second');
    if (second > 59) return no('second value is outside expected range of 0-59');
    at += 3;
    if (FRACTION_SEPARATORS.has(bytes[at] ?? 0)) {
      const end = skipDigits(bytes, at + 1);
      if (end === at + 1) return no('second fraction digits missing after `.`');
      const digits = Math.min(end - at - 1, 6);
      microsecond = (readDigits(bytes, at + 1, digits) ?? 0) * 10 ** (6 - digits);
      at = end;
    }
  }
  const offset = readOffset(bytes.subarray(at));
  return offset.ok ? yes({ hour, minute, second, microsecond, offset: offset.value }) : offset;
}

function readOffset(bytes: Uint8Array): ClockReading<number | undefined> {
  const [first] = bytes;
  if (first === undefined) return yes(undefined);
  if (first === 0x5a /* Z */ || first === 0x7a /* z */) return toEnd(bytes, 1, 0);
  let at = 1;
  if (first === MINUS_SIGN[0]) {
    at = MINUS_SIGN.length;
    if (bytes[1] !== MINUS_SIGN[1] || bytes[2] !== MINUS_SIGN[2]) return no('invalid timezone sign');
  } else if (first !== HYPHEN && first !== 0x2b /* + */) {
    return no('invalid timezone sign');
  }
  const hours = readDigits(bytes, at, 2);
  if (hours === undefined) return no('invalid timezone hour');
  at += bytes[at + 2] === COLON ? 3 : 2;
  const minutes = readDigits(bytes, at, 2);
  if (minutes === undefined) return no('invalid timezone minute');
  if (minutes > 59) return no('timezone minute value is outside expected range of 0-59');
  if (hours > 23) return no('timezone offset must be less than 24 hours');
  const seconds = hours * 3600 + minutes * 60;
  return toEnd(bytes, at + 2, first === 0x2b ? seconds : -seconds);
}

function toEnd<T>(bytes: Uint8Array, end: number, value: T): ClockReading<T> {
  return bytes.length > end ? no('unexpected extra characters at the end of the input') : yes(value);
}

function readDigits(bytes: Uint8Array, start: number, count: number): number | undefined {
  if (skipDigits(bytes, start) < start + count) return undefined;
  let value = 0;
  for (const digit of bytes.subarray(start, start + count)) value = value * 10 + digit - 0x30;
  return value;
}

function skipDigits(bytes: Uint8Array, start: number): number {
  let at = start;
  for (let byte = bytes[at]; byte !== undefined && byte >= 0x30 && byte <= 0x39; byte = bytes[at]) at++;
  return at;
}

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Returns the number of days in a month, from 1 to 12, and 0 for any other number. */
export function countDays(year: number, month: number): number {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 && isLeap ? 29 : (DAYS[month - 1] ?? 0);
}

function yes<T>(value: T): ClockReading<T> {
  return { ok: true, value };
}

function no(reason: string): { ok: false; reason: string } {
  return { ok: false, reason };
}
