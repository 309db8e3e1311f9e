import { toTimestamp } from '../trackers/timestamp.ts';
import type { Session } from './session.ts';

/** A session and how much it holds. */
export interface SessionInfo {
  readonly name: string;
  /** When it was used last, by the machine's clock: UTC, RFC 3339. */
  readonly used: string;
  readonly trackers: number;
  readonly events: number;
  /** How many exchanges are in its journal. */
  readonly requests: number;
  readonly stubs: number;
  readonly snapshots: number;
}

export function toSessionInfo({ name, usedAt, world, journal, stubs, snapshots }: Session): SessionInfo {
  return {
    name,
    used: toTimestamp(usedAt * 1000),
    trackers: world.trackerCount,
    events: world.eventCount,
    requests: journal.size,
    stubs: stubs.size,
    snapshots: snapshots.size,
  };
}
