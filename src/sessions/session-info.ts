import type { SessionInfo } from '../control/control-types.ts';
import { toTimestamp } from '../trackers/timestamp.ts';
import type { Session } from './session.ts';

export function toSessionInfo({ name, usedAt, world, journal, stubs, snapshots }: Session): SessionInfo {
  return {
    name,
    used: toTimestamp(Math.round(Date.now() - (performance.now() - usedAt)) * 1000),
    trackers: world.trackerCount,
    events: world.eventCount,
    requests: journal.size,
    stubs: stubs.size,
    snapshots: snapshots.size,
  };
}
