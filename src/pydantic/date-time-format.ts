import { countDays } from './clock.ts';
import { parseAwareDatetime } from './text-format.ts';

const PLAIN = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?Z$/;

/**
 * Whether a string is a `date-time`: a time that pydantic accepts, with an offset, which RFC 3339 requires. Pydantic also accepts times
 * without seconds, and refuses a leap second and the year 0.
 */
export function isDateTime(text: string): boolean {
  // A fast path for the server's own times, two of which are in every reply.
  if (PLAIN.test(text)) {
    const year = toNumber(text, 0) * 100 + toNumber(text, 2);
    const day = toNumber(text, 8);
    return (
      year > 0 &&
      day > 0 &&
      day <= countDays(year, toNumber(text, 5)) &&
      toNumber(text, 11) < 24 &&
      toNumber(text, 14) < 60 &&
      toNumber(text, 17) < 60
    );
  }
  return parseAwareDatetime(text).ok;
}

/** Returns the number in the two digits at a position. */
function toNumber(text: string, at: number): number {
  return text.charCodeAt(at) * 10 + text.charCodeAt(at + 1) - 11 * 48;
}
