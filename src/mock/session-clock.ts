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

const START: Setting = { mode: 'real', step: 1000, shown: 0 };

/** A clock that runs with the machine's until it is set. */
export function createSessionClock(machine: Clock, start: Setting = START): SessionClock {
  let setting = start;
  const now = (): number => (setting.mode === 'real' ? machine() : setting.shown);

  return {
    now,
    tick() {
      if (setting.mode === 'ticking') setting = { ...setting, shown: setting.shown + setting.step * 1000 };
    },
    state: () => ({ now: toTimestamp(now()), mode: setting.mode, step: setting.step }),
    set(input) {
      const shown = input.now === undefined ? now() : parseTimestamp(input.now);
      if (shown === undefined) throw invalid(`now is no date-time with a time zone (${JSON.stringify(input.now)})`);
      const step = input.step ?? setting.step;
      if (!Number.isSafeInteger(step * 1000) || step <= 0)
        throw invalid(`step is not a number of milliseconds above zero (${JSON.stringify(input.step)})`);
      const freezes = input.now !== undefined && setting.mode === 'real';
      setting = { mode: input.mode ?? (freezes ? 'fixed' : setting.mode), step, shown };
    },
    copy: () => createSessionClock(machine, setting),
  };
}

function invalid(reason: string): MockError {
  return new MockError(
    'admin-request-invalid',
    `Failed to set the clock: ${reason}. Give a time such as 2026-08-18T20:28:14Z and a step in milliseconds.`,
  );
}
