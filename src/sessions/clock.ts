/** Microseconds since 1970-01-01T00:00:00Z. */
export type Clock = () => number;

/** The machine's time, to the microsecond. Two readings never run backwards within a process. */
export const realClock: Clock = () => toMicroseconds(performance.now());

/** When the process's own time began, in milliseconds since 1970. */
const ORIGIN = performance.timeOrigin;

/** A reading of `performance.now()` as microseconds since 1970. */
export function toMicroseconds(reading: number): number {
  return Math.round((ORIGIN + reading) * 1000);
}
