import type { CalendarDate, ClockTime } from './clock.ts';

/** A date as pydantic prints it: `2026-08-18`. */
export function printDate({ year, month, day }: CalendarDate): string {
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
}

/** A time as pydantic prints it: `20:28:14`, `20:28:14.123400Z`, `20:28:14-03:30`. */
export function printTime({ hour, minute, second, microsecond, offset }: ClockTime): string {
  const fraction = microsecond === 0 ? '' : `.${pad(microsecond, 6)}`;
  return `${pad(hour, 2)}:${pad(minute, 2)}:${pad(second, 2)}${fraction}${printOffset(offset)}`;
}

function printOffset(offset: number | undefined): string {
  if (offset === undefined) return '';
  if (offset === 0) return 'Z';
  const minutes = Math.abs(offset) / 60;
  return `${offset < 0 ? '-' : '+'}${pad(Math.floor(minutes / 60), 2)}:${pad(minutes % 60, 2)}`;
}

function pad(number: number, digits: number): string {
  return String(number).padStart(digits, '0');
}
