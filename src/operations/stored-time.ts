import { parsePydanticDatetime } from '../pydantic/datetime.ts';
import { roundToUtc, toUtc } from '../trackers/timestamp.ts';

/** A time of a request: pydantic cuts the digits past the sixth. */
export function toReadTime(value: unknown): unknown {
  return toTime(value, toUtc);
}

/** A time in the database: PostgreSQL rounds to the sixth digit. */
export function toStoredTime(value: unknown): unknown {
  return toTime(value, roundToUtc);
}

function toTime(value: unknown, print: (text: string) => string | undefined): unknown {
  if (typeof value !== 'string') return value;
  const utc = print(value);
  if (utc !== undefined) return utc;
  // Such as 23:59Z, without seconds.
  const read = parsePydanticDatetime(value);
  return read.ok ? (print(read.value) ?? read.value) : value;
}
