/**
 * Times as the API prints them: UTC, `2026-08-18T20:28:14.123456Z`, with six fractional digits or, where the fraction is zero, none.
 * That is how pydantic prints a datetime with time zone UTC.
 */

/** The last number of microseconds in the year 9999; there they are 32 apart. A clock stops at it: a date-time has four digits for the year. */
export const LAST_TIME: number = Date.UTC(10_000, 0) * 1000 - 32;

/** Microseconds since 1970-01-01T00:00:00Z as a timestamp. */
export function toTimestamp(microseconds: number): string {
  const seconds = Math.floor(microseconds / 1e6);
  return printMoment({ seconds, microseconds: microseconds - seconds * 1e6 });
}

function printMoment({ seconds, microseconds }: Moment): string {
  return toSecond(seconds) + printFraction(microseconds);
}

function printFraction(microseconds: number): string {
  return microseconds === 0 ? 'Z' : `.${String(microseconds).padStart(6, '0')}Z`;
}

// Most replies of one second share all but the fraction.
let lastSeconds = Number.NaN;
let lastText = '';

function toSecond(seconds: number): string {
  if (seconds !== lastSeconds) {
    lastSeconds = seconds;
    lastText = new Date(seconds * 1000).toISOString().slice(0, 19);
  }
  return lastText;
}

/** In seconds since 1970. */
const START_OF_YEAR_1 = -62_135_596_800;
const END_OF_YEAR_9999 = 253_402_300_799;

interface Moment {
  /** Since 1970. */
  readonly seconds: number;
  readonly microseconds: number;
  /** The digits past the sixth, as a fraction of a microsecond. */
  readonly rest?: number;
}

/**
 * Parses a date-time of RFC 3339 with any offset. Returns microseconds since 1970, or undefined if it is not one or is outside the years 1
 * to 9999 in UTC. Digits past the sixth are cut. A number represents every microsecond of the years 1685 to 2255 exactly.
 */
export function parseTimestamp(text: string): number | undefined {
  const moment = parseMoment(text);
  return moment === undefined ? undefined : moment.seconds * 1e6 + moment.microseconds;
}

/** Returns a date-time as the API prints it, or undefined if {@link parseTimestamp} rejects it. Digits past the sixth are cut. */
export function toUtc(text: string): string | undefined {
  return printUtc(text, parseMoment(text));
}

/** Returns a date-time as the database holds it: like {@link toUtc}, but rounded to the sixth digit. */
export function roundToUtc(text: string): string | undefined {
  return printUtc(text, roundMoment(parseMoment(text)));
}

function printUtc(text: string, moment: Moment | undefined): string | undefined {
  if (moment === undefined) return undefined;
  if (!text.endsWith('Z') || text.charAt(10) !== 'T') return printMoment(moment);
  // Most files have the API's own form already.
  if (text.length === (moment.microseconds === 0 ? 20 : 27)) return text;
  // Joined into one flat string: a slice would keep its source string alive, and a world may have millions.
  return [toSecond(moment.seconds), printFraction(moment.microseconds)].join('');
}

const DATE_TIME =
  /^(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])[Tt ]([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(?:\.(\d+))?(?:[Zz]|([+-])([01]\d|2[0-3]):?([0-5]\d))$/;

function parseMoment(text: string): Moment | undefined {
  const match = DATE_TIME.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second, fraction = '', sign, offsetHour, offsetMinute] = match;
  const days = toDays(Number(year), Number(month), Number(day));
  if (days === undefined) return undefined;
  const offset = sign === undefined ? 0 : Number(`${sign}1`) * (Number(offsetHour) * 3600 + Number(offsetMinute) * 60);
  const seconds = days * 86_400 + Number(hour) * 3600 + Number(minute) * 60 + Number(second) - offset;
  if (seconds < START_OF_YEAR_1 || seconds > END_OF_YEAR_9999) return undefined;
  if (fraction === '') return { seconds, microseconds: 0 };
  return {
    seconds,
    microseconds: Number(fraction.slice(0, 6).padEnd(6, '0')),
    rest: Number(`0.${fraction.slice(6)}`),
  };
}

/** Rounds to the nearest microsecond, halves to the even one, as PostgreSQL does. */
function roundMoment(moment: Moment | undefined): Moment | undefined {
  if (moment?.rest === undefined || moment.rest === 0) return moment;
  const { seconds, microseconds, rest } = moment;
  const isUp = rest === 0.5 ? microseconds % 2 === 1 : rest > 0.5;
  if (!isUp) return { seconds, microseconds };
  if (microseconds < 999_999) return { seconds, microseconds: microseconds + 1 };
  return seconds < END_OF_YEAR_9999 ? { seconds: seconds + 1, microseconds: 0 } : { seconds, microseconds };
}

/** The calendar repeats every 400 years, which have this many days. */
const YEARS = 400;
const DAYS_OF_YEARS = 146_097;

/** Returns the days from 1970 to a day of the calendar, or undefined if the month has no such day. */
function toDays(year: number, month: number, day: number): number | undefined {
  // `Date.UTC` takes the years up to 99 for those of the last century, and the 30th of February for the 2nd of March.
  const days = Date.UTC(year + YEARS, month - 1, day) / 86_400_000 - DAYS_OF_YEARS;
  return day <= 28 || new Date(days * 86_400_000).getUTCDate() === day ? days : undefined;
}
