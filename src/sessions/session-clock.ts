import { toProblemsError } from '../control/check-input.ts';
import type { ClockInput, ClockMode, ClockState } from '../control/control-types.ts';
import { toShortJson } from '../control/short-json.ts';
import { parseTimestamp, toTimestamp } from '../trackers/timestamp.ts';

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

/** The time in one session's replies. */
export interface SessionClock {
  /** Microseconds since 1970. */
  now(): number;
  /** Moves a ticking clock on. Called after each change. */
  tick(): void;
  state(): ClockState;
  /** @throws {MockError} `admin-request-invalid` if `now` is not a date-time with a time zone */
  set(input: ClockInput): void;
  /** Returns an independent clock with the same time. */
  copy(): SessionClock;
  /** Whether another clock shows the same time, and goes on in the same way. */
  isSame(other: SessionClock): boolean;
}

interface Setting {
  readonly mode: ClockMode;
  readonly step: number;
  /** What a fixed or ticking clock shows, in microseconds since 1970. */
  readonly shown: number;
}

/** The last microsecond of the year 9999, since 1970. A ticking clock stops there: a date-time has four digits for the year. */
const LAST = Date.UTC(10_000, 0) * 1000 - 1;

const START: Setting = { mode: 'real', step: 1000, shown: 0 };

/** Creates a clock that follows the machine's until it is set. */
export function createSessionClock(machine: Clock): SessionClock {
  return new SettableClock(machine, START);
}

/** A class, since every session and snapshot has one. */
class SettableClock implements SessionClock {
  readonly #machine: Clock;
  #setting: Setting;

  constructor(machine: Clock, setting: Setting) {
    this.#machine = machine;
    this.#setting = setting;
  }

  now(): number {
    return this.#setting.mode === 'real' ? this.#machine() : this.#setting.shown;
  }

  tick(): void {
    const { mode, step, shown } = this.#setting;
    if (mode === 'ticking') this.#setting = { mode, step, shown: Math.min(shown + Math.round(step * 1000), LAST) };
  }

  state(): ClockState {
    return { now: toTimestamp(this.now()), mode: this.#setting.mode, step: this.#setting.step };
  }

  set(input: ClockInput): void {
    const shown = input.now === undefined ? this.now() : parseTimestamp(input.now);
    if (shown === undefined) {
      const problem = `/now must be a date-time with a time zone, such as 2026-08-18T20:28:14Z, not ${toShortJson(input.now)}`;
      throw toProblemsError('admin-request-invalid', 'set the clock', [problem]);
    }
    const step = input.step ?? this.#setting.step;
    const freezes = input.now !== undefined && this.#setting.mode === 'real';
    this.#setting = { mode: input.mode ?? (freezes ? 'fixed' : this.#setting.mode), step, shown };
  }

  copy(): SessionClock {
    return new SettableClock(this.#machine, this.#setting);
  }

  isSame(other: SessionClock): boolean {
    return other instanceof SettableClock && other.#setting === this.#setting;
  }
}
