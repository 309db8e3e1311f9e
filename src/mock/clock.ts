/** Microseconds since 1970-01-01T00:00:00Z. */
export type Clock = () => number;

/** The machine's time, to the microsecond. Two readings never run backwards within a process. */
export const realClock: Clock = () => Math.round((performance.timeOrigin + performance.now()) * 1000);
