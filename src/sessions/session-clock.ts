import { MockError } from '../mock-error.ts';
import { parseTimestamp, toTimestamp } from '../trackers/timestamp.ts';
import type { Clock } from './clock.ts';

export const CLOCK_MODES = ['real', 'fixed', 'ticking'] as const;

/** How a session's time runs: with the machine's, not at all, or one step for each change. */
export type ClockMode = (typeof CLOCK_MODES)[number];

export interface ClockState {
  /** The time that the next change gets: UTC, RFC 3339. */
  readonly now: string;
  readonly mode: ClockMode;
  /** How far one change moves a ticking clock, in milliseconds. */
  readonly step: number;
}

/** A clock to set. What is left out stays. A `now` freezes a real clock there unless a mode is given; a real clock has no use for it. */
export type ClockInput = Partial<ClockState>;

/** The time in one session's replies. */
export interface SessionClock {
  /** Microseconds since 1970. */
  now(): number;
  /** Tells the clock that a change was made: a ticking one moves on. */
  tick(): void;
  state(): ClockState;
  /** @throws {MockError} `admin-request-invalid` where the time is none, or the step is not above zero */
  set(input: ClockInput): void;
  /** A clock that shows the same and runs on by itself. */
  copy(): SessionClock;
}

interface Setting {
  readonly mode: ClockMode;
  readonly step: number;
  /** What a fixed or ticking clock shows, in microseconds since 1970. */
  readonly shown: number;
}

/** The last moment that four digits of a year can write, in microseconds since 1970. A clock stops there. */
const LAST = Date.UTC(10_000, 0) * 1000 - 1;

const START: Setting = { mode: 'real', step: 1000, shown: 0 };

/** A clock that runs with the machine's until it is set. */
export function createSessionClock(machine: Clock): SessionClock {
  return new SettableClock(machine, START);
}

/** A class, since there is one a session and one a snapshot. */
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
    if (shown === undefined) throw invalid(`now is no date-time with a time zone (${JSON.stringify(input.now)})`);
    const step = input.step ?? this.#setting.step;
    if (!Number.isFinite(step) || Math.round(step * 1000) < 1) {
      throw invalid(`step is not a number of milliseconds above zero (${JSON.stringify(input.step)})`);
    }
    if (input.mode !== undefined && !CLOCK_MODES.includes(input.mode)) {
      throw invalid(`mode is ${JSON.stringify(input.mode)}, not one of ${CLOCK_MODES.join(', ')}`);
    }
    const freezes = input.now !== undefined && this.#setting.mode === 'real';
    this.#setting = { mode: input.mode ?? (freezes ? 'fixed' : this.#setting.mode), step, shown };
  }

  copy(): SessionClock {
    return new SettableClock(this.#machine, this.#setting);
  }
}

function invalid(reason: string): MockError {
  return new MockError(
    'admin-request-invalid',
    `Failed to set the clock: ${reason}. Give a time such as 2026-08-18T20:28:14Z and a step in milliseconds.`,
  );
}
