import type { Tracker, TrackerEvent } from '../control/control-types.ts';
import { createRandom } from '../samples/random.ts';
import { toTimestamp } from '../trackers/timestamp.ts';
import type { MadeEvent, MadeTask, MadeTracker } from './made-task.ts';
import { countAgents, createTaskMaker } from './made-task.ts';

/** The present of a made world, in microseconds since 1970. It is fixed, so that a seed always makes the same world. */
const NOW: number = Date.UTC(2026, 7, 18, 20, 30) * 1000;
/** The time between two tasks. */
const TASK_EVERY = 45_000_000;

/**
 * Yields the text of a fixture with so many trackers, in small pieces. The same count and seed make the same text.
 *
 * Each task is made twice, once for its trackers and once for its events, so that no world has to fit into memory.
 */
export function* toMadeWorld(count: number, seed: string): Generator<string> {
  const sizes = (): Generator<number> => listTaskSizes(count, seed);
  let tasks = 0;
  for (const _ of sizes()) tasks += 1;
  const toStart = (index: number): number => NOW - (tasks - index) * TASK_EVERY;

  yield '{\n"trackers": [';
  let separator = '\n';
  let index = 0;
  const makeTask = createTaskMaker({ seed, now: NOW, count });
  const make = (at: number, size: number): MadeTask => makeTask({ index: at, size, start: toStart(at) });
  for (const size of sizes()) {
    const { trackers } = make(index, size);
    for (const tracker of trackers) {
      yield `${separator}${JSON.stringify(toTracker(tracker))}`;
      separator = ',\n';
    }
    index += 1;
  }
  yield '\n],\n"events": [';
  separator = '\n';
  let sequence = 0;
  for (const event of listEvents(sizes(), (at, size) => make(at, size).events, toStart)) {
    sequence += 1;
    yield `${separator}${JSON.stringify(toEvent(event, sequence))}`;
    separator = ',\n';
  }
  yield '\n]\n}\n';
}

/** Yields how many trackers each task has: one for each of its agents. */
function* listTaskSizes(count: number, seed: string): Generator<number> {
  const random = createRandom(`${seed}/sizes`);
  for (let left = count; left > 0;) {
    const size = Math.min(left, countAgents(count), random() < 0.6 ? 1 : random() < 0.75 ? 2 : 3);
    left -= size;
    yield size;
  }
}

/** Yields the events of all tasks in the order of their times. Only those of tasks that overlap are held. */
function* listEvents(
  sizes: Iterable<number>,
  make: (index: number, size: number) => readonly MadeEvent[],
  toStart: (index: number) => number,
): Generator<MadeEvent> {
  let held: MadeEvent[] = [];
  let index = 0;
  for (const size of sizes) {
    held = [...held, ...make(index, size)].toSorted((a, b) => a.time - b.time);
    index += 1;
    const nextStart = toStart(index);
    const next = held.findIndex(({ time }) => time >= nextStart);
    yield* held.splice(0, next === -1 ? held.length : next);
  }
  yield* held;
}

function toTracker({ created, updated, ...fields }: MadeTracker): Tracker {
  return { ...fields, created_at: toTimestamp(created), updated_at: toTimestamp(updated) };
}

// The fields are named, since copying the others of an object takes several times as long.
function toEvent({ id, task_id, agent_id, time, toContent }: MadeEvent, sequence: number): TrackerEvent {
  return { id, sequence_id: sequence, task_id, agent_id, created_at: toTimestamp(time), content: toContent() };
}
