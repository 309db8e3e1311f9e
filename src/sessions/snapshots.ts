import type { SnapshotInfo } from '../control/control-types.ts';
import { toNotFoundError } from '../control/not-found.ts';
import { MockError } from '../mock-error.ts';
import type { World } from '../trackers/world.ts';
import { checkPlainName } from './plain-name.ts';
import type { Session } from './session.ts';
import { countState, measureState, replaceWorld } from './session.ts';

/** How many snapshots a session may keep. */
const SNAPSHOTS = 100;

/** Describes a snapshot. */
export function toSnapshotInfo(name: string, { trackerCount, eventCount }: World): SnapshotInfo {
  return { name, trackers: trackerCount, events: eventCount };
}

/**
 * Keeps a session's world under a name, in place of a snapshot of that name.
 *
 * @throws {MockError} `admin-request-invalid` for a bad name, `conflict` if there are too many, `insufficient-storage`
 */
export function takeSnapshot(session: Session, name: string): SnapshotInfo {
  const { snapshots, world, clock, scenario: run } = session;
  const problem = checkPlainName(name);
  if (problem !== undefined) {
    throw new MockError('admin-request-invalid', `Failed to take a snapshot: its name ${problem}.`);
  }
  if (!snapshots.has(name) && snapshots.size >= SNAPSHOTS) {
    throw new MockError('conflict', `The session has ${SNAPSHOTS} snapshots, as many as it can keep. Delete one.`);
  }
  const fork = world.fork(session.memory);
  session.memory.take(measureState(session, [world, fork]) - session.memory.bytes);
  const scenario = run && { run, position: run.position, skipped: run.skipped, last: run.last };
  snapshots.set(name, { world: fork, clock: clock.hold(), scenario });
  // It may have replaced one.
  countState(session);
  return toSnapshotInfo(name, world);
}

/** @throws {MockError} `not-found` */
export function restoreSnapshot(session: Session, name: string): void {
  const snapshot = session.snapshots.get(name);
  if (snapshot === undefined) throw toNotFoundError('Snapshot', name, session.name, session.snapshots.keys());
  replaceWorld(session, snapshot.world.fork(session.memory));
  session.clock = snapshot.clock.copy();
  if (snapshot.scenario === undefined || snapshot.scenario.run !== session.scenario) return;
  const { run, ...progress } = snapshot.scenario;
  Object.assign(run, progress);
}
