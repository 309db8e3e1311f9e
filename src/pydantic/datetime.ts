import { printDate, printTime } from './clock-text.ts';
import { type CalendarMoment, type ClockReading, readDate, readDateTime } from './clock.ts';
import { type PydanticFailure, toFailureWithReason } from './failure.ts';
import { readNumberTimestamp, readTimestamp, readWholeTimestamp } from './timestamp.ts';
import type { Wording } from './validation-error.ts';

/** A string read as a point in time. */
export type PydanticDatetime =
  | {
      readonly ok: true;
      /** As pydantic prints it in JSON: six fractional digits or none, the offset as sent, `Z` if it is zero. */
      readonly value: string;
      /** Whether an offset was given. */
      readonly aware: boolean;
    }
  | PydanticFailure;

const encoder = new TextEncoder();

/**
 * Reads a string as pydantic reads a `datetime`: `2026-08-18T20:28:14.123456Z`, `2026-08-18 20:28+0200`, `2026-08-18` (midnight), and
 * numbers as seconds or milliseconds since 1970.
 *
 * Errors: `datetime_from_date_parsing`, whose reason is why the string is not a date, since pydantic tries that last; and
 * `datetime_parsing` for the year 0, which Python does not support.
 */
export function parsePydanticDatetime(text: string): PydanticDatetime {
  const moment = readMoment(text);
  if (moment.ok) {
    const { year, offset } = moment.value;
    if (year === 0) return YEAR_0;
    const value = `${printDate(moment.value)}T${printTime(moment.value)}`;
    return { ok: true, value, aware: offset !== undefined };
  }
  const bytes = encoder.encode(text);
  const date = readDate(bytes);
  if (date.ok && bytes.length === 10) {
    if (date.value.year === 0) return YEAR_0;
    return { ok: true, value: `${printDate(date.value)}T00:00:00`, aware: false };
  }
  const whole = readWholeTimestamp(text);
  if (whole?.ok === false) return toFailureFromDate(whole.reason);
  return toFailureFromDate(date.ok ? 'unexpected extra characters at the end of the input' : date.reason);
}

function toFailureFromDate(reason: string): PydanticFailure {
  return toFailureWithReason('datetime_from_date_parsing', 'Input should be a valid datetime or date', reason);
}

/** Returns the point in time that pydantic reads a number as, in UTC, or undefined if it reads none. */
export function printTimestamp(number: number): string | undefined {
  const moment = readNumberTimestamp(number);
  return moment.ok && moment.value.year !== 0 ? `${printDate(moment.value)}T${printTime(moment.value)}` : undefined;
}

/** Returns why pydantic does not read a number as a `datetime`, or undefined if it does. */
export function explainTimestamp(number: number): Wording | undefined {
  const moment = readNumberTimestamp(number);
  if (moment.ok) return moment.value.year === 0 ? YEAR_0.error : undefined;
  return toFailureWithReason('datetime_parsing', 'Input should be a valid datetime', moment.reason).error;
}

const YEAR_0 = toFailureWithReason('datetime_parsing', 'Input should be a valid datetime', 'year 0 is out of range');

/** Reads a date and time, or a number that represents one. */
export function readMoment(text: string): ClockReading<CalendarMoment> {
  const moment = readDateTime(encoder.encode(text));
  return moment.ok ? moment : (readTimestamp(text) ?? moment);
}
