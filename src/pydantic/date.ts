import { printDate } from './clock-text.ts';
import { type CalendarDate, readDate } from './clock.ts';
import { readMoment } from './datetime.ts';
import { type PydanticFailure, toFailure, toFailureWithReason } from './failure.ts';

/** A string read as a date: `2026-08-18`. */
export type PydanticDate = { readonly ok: true; readonly value: string } | PydanticFailure;

/**
 * Reads a string as pydantic reads a `date`: `2026-08-18`, or what it reads as a `datetime` at midnight, whatever its offset.
 *
 * Errors: `date_from_datetime_parsing`; `date_from_datetime_inexact` for another time of day; `date_parsing` for the year 0.
 */
export function parsePydanticDate(text: string): PydanticDate {
  const bytes = new TextEncoder().encode(text);
  const date = readDate(bytes);
  if (date.ok && bytes.length === 10) return toResult(date.value);
  const moment = readMoment(text);
  if (!moment.ok) {
    return toFailureWithReason('date_from_datetime_parsing', 'Input should be a valid date or datetime', moment.reason);
  }
  const { hour, minute, second, microsecond } = moment.value;
  if (hour + minute + second + microsecond === 0) return toResult(moment.value);
  const msg = 'Datetimes provided to dates should have zero time - e.g. be exact dates';
  return toFailure('date_from_datetime_inexact', msg);
}

function toResult(date: CalendarDate): PydanticDate {
  if (date.year > 0) return { ok: true, value: printDate(date) };
  const msg = 'Input should be a valid date in the format YYYY-MM-DD';
  return toFailureWithReason('date_parsing', msg, 'year 0 is out of range');
}
