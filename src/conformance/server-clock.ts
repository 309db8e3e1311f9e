import { parseTimestamp } from '../trackers/timestamp.ts';
import type { VerifyData } from './verify-data.ts';

/** What a run learns about a server's clock from the times that updates set. */
export interface ServerClock {
  /** Notes the `updated_at` that the server shows for an updated tracker. */
  see(tracker: string, updatedAt: unknown): void;
  /** Notes that an update should have set another time, and kept the one before. */
  seeKept(): void;
  /** Returns why that is not a mistake, as far as the run has shown so far, or undefined if it is one. */
  findExcuse(): string | undefined;
  /** How long to wait before the next update, so that its time differs from the last one, in milliseconds. */
  readonly pause: number;
}

/** For times with fractions. */
const SHORT_PAUSE = 2;
/** For a server whose times are whole seconds. */
const LONG_PAUSE = 1001;
/** How far the server's clock may differ from this machine's, in microseconds. */
const SKEW = 1_000_000;

const WHOLE_SECOND = /:\d\d(?:\.0+)?(?:Z|[+-]\d\d:?\d\d)$/i;

/**
 * Learns about the clock of a server. One that stands still, as in a test environment, sets the same time at each update; a server that never
 * sets the time looks much the same.
 *
 * @param now returns microseconds since 1970
 */
export function createServerClock({ trackers, events }: VerifyData, now: () => number): ServerClock {
  const start = now();
  const before = new Map(trackers.map((row) => [row['id'], row['updated_at']]));
  const latest = new Map<string, unknown>();
  const set = new Set<unknown>();
  let isCoarse = false;
  let isKept = false;

  /** Returns whether no time of the data is later. */
  const isLatest = (time: number): boolean =>
    [...trackers, ...events]
      .flatMap((row) => [row['created_at'], row['updated_at']])
      .every((other) => typeof other !== 'string' || (parseTimestamp(other) ?? time) <= time);

  /** Returns the time at which the clock stands still, or undefined if it does not. */
  const findStandstill = (): string | undefined => {
    const times = set.size === 0 ? new Set(latest.values()) : set;
    const [time] = times;
    if (times.size !== 1 || typeof time !== 'string') return undefined;
    const moment = parseTimestamp(time) ?? start;
    // A time that was set during the run, and is of the run, comes from a clock that moves. Without one, the clock must have stopped at the
    // latest time of all.
    const isStill = set.size === 0 ? isLatest(moment) : moment < start - SKEW || moment > now() + SKEW;
    return isStill ? time : undefined;
  };

  return {
    see(tracker, updatedAt) {
      if (updatedAt !== (latest.has(tracker) ? latest.get(tracker) : before.get(tracker))) set.add(updatedAt);
      latest.set(tracker, updatedAt);
      isCoarse = WHOLE_SECOND.test(String(updatedAt));
    },
    seeKept() {
      // It was kept in spite of a pause.
      isKept = true;
    },
    findExcuse() {
      const time = findStandstill();
      if (time === undefined) return undefined;
      return `the server's clock stands still at ${time}, so it was not checked which updates set updated_at`;
    },
    get pause() {
      return isCoarse && !isKept ? LONG_PAUSE : SHORT_PAUSE;
    },
  };
}
