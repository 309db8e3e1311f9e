/**
 * Times as the API prints them: UTC, `2026-08-18T20:28:14.123456Z`, with six fractional digits or, where the fraction is zero, none.
 * That is how pydantic prints a datetime with time zone UTC.
 */

/** Microseconds since 1970-01-01T00:00:00Z as a timestamp. */
export function toTimestamp(microseconds: number): string {
  const seconds = Math.floor(microseconds / 1e6);
  return printMoment({ seconds, microseconds: microseconds - seconds * 1e6 });
}

function printMoment({ seconds, microseconds }: Moment): string {
  const second = toSecond(seconds);
  return microseconds === 0 ? `${second}Z` : `${second}.${String(microseconds).padStart(6, '0')}Z`;
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

/** In milliseconds since 1970. */
const START_OF_YEAR_1 = -62_135_596_800_000;
const END_OF_YEAR_9999 = 253_402_300_799_999;

interface Moment {
  /** Since 1970. */
  readonly seconds: number;
  readonly microseconds: number;
}

/**
 * A date-time of RFC 3339, with any offset, in microseconds since 1970; undefined where it is none, or in UTC not of the years 1 to 9999.
 * Digits past the sixth are cut. A number holds every microsecond of the years 1685 to 2255.
 */
export function parseTimestamp(text: string): number | undefined {
  const moment = parseMoment(text);
  return moment === undefined ? undefined : moment.seconds * 1e6 + moment.microseconds;
}

/** A date-time as the API prints it back; undefined where it is none to {@link parseTimestamp}. Every microsecond is kept. */
export function toUtc(text: string): string | undefined {
  const moment = parseMoment(text);
  return moment === undefined ? undefined : printMoment(moment);
}

function parseMoment(text: string): Moment | undefined {
  const match = /^(\d{4}-\d\d-\d\d)[Tt ]((?:[01]\d|2[0-3]):\d\d:\d\d)(?:\.(\d+))?([Zz]|[+-]\d\d:?\d\d)$/.exec(text);
  if (match === null) return undefined;
  const [, day, time, fraction = '', offset = 'Z'] = match;
  const milliseconds = Date.parse(`${day}T${time}${offset.toUpperCase()}`);
  // Not so for NaN either.
  if (!(milliseconds >= START_OF_YEAR_1 && milliseconds <= END_OF_YEAR_9999)) return undefined;
  // `Date.parse` takes the 30th of February for the 2nd of March.
  if (new Date(`${day}T00:00:00Z`).toISOString().slice(0, 10) !== day) return undefined;
  return { seconds: milliseconds / 1000, microseconds: Number(fraction.slice(0, 6).padEnd(6, '0')) };
}
