import { toProblemsError } from '../control/check-input.ts';
import type { ClockInput, ClockMode, ClockState } from '../control/control-types.ts';
import { toShortJson } from '../control/short-json.ts';
import { LAST_TIME, parseTimestamp, toTimestamp } from '../trackers/timestamp.ts';

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
  /** Whether the time passes by itself. */
  readonly isMoving: boolean;
  /** Moves a ticking clock on. Called after each change. */
  tick(): void;
  state(): ClockState;
  /** @throws {MockError} `admin-request-invalid` if `now` is not a date-time with a time zone */
  set(input: ClockInput): void;
  /** Returns an independent clock with the same time. That of a held clock goes on. */
  copy(): SessionClock;
  /** Returns a clock that keeps the present time of a running one until it is copied. */
  hold(): SessionClock;
  /** Whether another clock shows the same time, and goes on in the same way. */
  isSame(other: SessionClock): boolean;
}

interface Setting {
  readonly mode: ClockMode;
  readonly step: number;
  /** What the clock shows, in microseconds since 1970; a running one showed it at `since`. */
  readonly shown: number;
  /** How many times as fast as the machine's a running clock is. */
  readonly speed: number;
  /** The machine's time since when a running clock runs; undefined if it is held. */
  readonly since: number | undefined;
}

const START: Setting = { mode: 'real', step: 1000, shown: 0, speed: 1, since: undefined };

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
    const { mode, shown, speed, since } = this.#setting;
    if (mode === 'real') return this.#machine();
    if (mode !== 'running' || since === undefined) return shown;
    return Math.min(shown + Math.round((this.#machine() - since) * speed), LAST_TIME);
  }

  get isMoving(): boolean {
    return this.#setting.mode === 'real' || this.#setting.mode === 'running';
  }

  tick(): void {
    const { mode, step, shown } = this.#setting;
    if (mode !== 'ticking') return;
    this.#setting = { ...this.#setting, shown: Math.min(shown + Math.round(step * 1000), LAST_TIME) };
  }

  state(): ClockState {
    const { mode, step, speed } = this.#setting;
    return { now: toTimestamp(this.now()), mode, step, ...(mode === 'running' ? { speed } : {}) };
  }

  set(input: ClockInput): void {
    const shown = input.now === undefined ? this.now() : parseTimestamp(input.now);
    if (shown === undefined) {
      const problem = `/now must be a date-time with a time zone, such as 2026-08-18T20:28:14Z, not ${toShortJson(input.now)}`;
      throw toProblemsError('admin-request-invalid', 'set the clock', [problem]);
    }
    const step = input.step ?? this.#setting.step;
    const freezes = input.now !== undefined && this.#setting.mode === 'real';
    const mode = input.mode ?? (freezes ? 'fixed' : this.#setting.mode);
    const speed = input.speed ?? (this.#setting.mode === 'running' ? this.#setting.speed : 1);
    this.#setting = { mode, step, shown, speed, since: mode === 'running' ? this.#machine() : undefined };
  }

  copy(): SessionClock {
    const { mode, since } = this.#setting;
    const isHeld = mode === 'running' && since === undefined;
    return new SettableClock(this.#machine, isHeld ? { ...this.#setting, since: this.#machine() } : this.#setting);
  }

  hold(): SessionClock {
    const isRunning = this.#setting.mode === 'running';
    const setting = isRunning ? { ...this.#setting, shown: this.now(), since: undefined } : this.#setting;
    return new SettableClock(this.#machine, setting);
  }

  isSame(other: SessionClock): boolean {
    return other instanceof SettableClock && other.#setting === this.#setting;
  }
}
