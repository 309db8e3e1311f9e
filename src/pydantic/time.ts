import { printTime } from './clock-text.ts';
import { readTime } from './clock.ts';
import { type PydanticFailure, toFailureWithReason } from './failure.ts';

/** A string read as a time of day, as pydantic prints it in JSON: `20:28:00`, `20:28:14.123456+02:00`. */
export type PydanticTime = { readonly ok: true; readonly value: string } | PydanticFailure;

/**
 * Reads a string as pydantic reads a `time`: `20:28`, `20:28:14.123456Z`.
 *
 * Errors: `time_parsing`.
 */
export function parsePydanticTime(text: string): PydanticTime {
  const time = readTime(new TextEncoder().encode(text));
  if (time.ok) return { ok: true, value: printTime(time.value) };
  return toFailureWithReason('time_parsing', 'Input should be in a valid time format', time.reason);
}
