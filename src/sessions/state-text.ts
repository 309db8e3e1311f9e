import type { World } from '../trackers/world.ts';
import type { CapturedSession, CapturedState } from './captured-state.ts';
import { toClockInput } from './captured-state.ts';
import type { SessionClock } from './session-clock.ts';

/** The version of the format. */
export const STATE_VERSION = 1;

/**
 * Yields the text of a state file in small pieces, since a world may be larger than a string can be, and others must have their turn
 * meanwhile. Apart from `state` it is what the control API returns as the state of the first session, and so a fixture. It has an item on
 * each line.
 *
 * @param fields the names of the fields of a tracker in the contract
 */
export function* toStateText([first, ...others]: CapturedState, fields: ReadonlySet<string>): Generator<string> {
  yield `{\n"state": {\n"version": ${STATE_VERSION},\n"tracker_fields": ${JSON.stringify([...fields])}`;
  if (first.scenario !== undefined) yield `,\n"scenario": ${JSON.stringify(first.scenario)}`;
  if (first.snapshots.length > 0) {
    yield ',\n';
    yield* toSnapshotsText(first);
  }
  if (others.length > 0) {
    yield* toListText(',\n"sessions": [', others, function* (session) {
      yield `{ "name": ${JSON.stringify(session.name)},\n`;
      yield* toSessionText(session);
      yield ',\n';
      yield* toSnapshotsText(session);
      yield ' }';
    });
  }
  yield '\n},\n';
  yield* toSessionText(first);
  yield '\n}\n';
}

function* toSessionText({ world, clock, stubs }: CapturedSession): Generator<string> {
  yield* toWorldText(world, clock);
  yield `,\n"stubs": ${JSON.stringify(stubs)}`;
}

function* toSnapshotsText({ snapshots }: CapturedSession): Generator<string> {
  yield* toListText('"snapshots": [', snapshots, function* ([name, { world, clock }]) {
    yield `{ "name": ${JSON.stringify(name)},\n`;
    yield* toWorldText(world, clock);
    yield ' }';
  });
}

function* toWorldText(world: World, clock: SessionClock): Generator<string> {
  yield* toListText('"trackers": [', world.trackers(), toItemText);
  yield* toListText(',\n"events": [', world.events(), toItemText);
  yield `,\n"agent_keys": ${JSON.stringify([...world.agentKeys])},\n"clock": ${JSON.stringify(toClockInput(clock))}`;
}

function* toItemText(item: unknown): Generator<string> {
  yield JSON.stringify(item);
}

function* toListText<T>(head: string, items: Iterable<T>, toText: (item: T) => Iterable<string>): Generator<string> {
  yield head;
  let separator = '\n';
  for (const item of items) {
    yield separator;
    yield* toText(item);
    separator = ',\n';
  }
  yield separator === '\n' ? ']' : '\n]';
}
