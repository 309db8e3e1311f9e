import type { Fixture, Tracker, TrackerEvent, TrackerMock, TrackerMockOptions } from '../src/index.ts';
import type { PreparedMock } from '../src/node/create-tracker-mock.ts';
import { prepareMock } from '../src/node/create-tracker-mock.ts';

/** The time of the small mock, which stands still. */
export const NOW = '2026-08-18T20:28:14.123456Z';

/** With the other trackers it has a tie in every column that can have one: a status, a time of update and a time of creation occur twice. */
export const READING: Tracker = {
  id: 't-reading',
  agent_id: 'agent-1',
  task_id: 'task-1',
  status: 'PROCESSING',
  status_reason: 'reading',
  last_processed_event_id: 'evt-2',
  created_at: '2026-08-01T10:00:00Z',
  updated_at: '2026-08-01T12:00:00.000001Z',
};
/** A tracker without any update: every field that may be null is null. */
export const FRESH: Tracker = {
  id: 't-fresh',
  agent_id: 'agent-1',
  task_id: 'task-2',
  status: null,
  status_reason: null,
  last_processed_event_id: null,
  created_at: '2026-08-01T10:00:00Z',
  updated_at: null,
};
export const DONE: Tracker = {
  id: 't-done',
  agent_id: 'agent-2',
  task_id: 'task-1',
  status: 'COMPLETED',
  status_reason: null,
  last_processed_event_id: 'evt-4',
  created_at: '2026-08-01T09:00:00.500000Z',
  updated_at: '2026-08-01T12:00:00.000001Z',
};
export const FAILED: Tracker = {
  id: 't-failed',
  agent_id: 'agent-2',
  task_id: 'task-2',
  status: 'COMPLETED',
  status_reason: 'out of memory',
  last_processed_event_id: 'evt-1',
  created_at: '2026-08-01T08:00:00Z',
  updated_at: '2026-08-01T12:00:00Z',
};

/** Their sequence leaves gaps, so that a place in it is not the number of events before. */
const EVENTS: readonly TrackerEvent[] = [
  {
    id: 'evt-1',
    sequence_id: 1,
    task_id: 'task-2',
    agent_id: 'agent-2',
    created_at: '2026-08-01T09:00:01Z',
    content: null,
  },
  {
    id: 'evt-2',
    sequence_id: 3,
    task_id: 'task-1',
    agent_id: 'agent-1',
    created_at: '2026-08-01T09:00:03Z',
    content: null,
  },
  {
    id: 'evt-3',
    sequence_id: 5,
    task_id: 'task-1',
    agent_id: 'agent-1',
    created_at: '2026-08-01T09:00:05Z',
    content: null,
  },
  {
    id: 'evt-4',
    sequence_id: 7,
    task_id: 'task-1',
    agent_id: 'agent-2',
    created_at: '2026-08-01T09:00:07Z',
    content: null,
  },
];

/** Creates a small world of trackers in different states. */
export function createSmallWorld(): {
  readonly trackers: readonly Tracker[];
  readonly events: readonly TrackerEvent[];
} {
  const trackers = [READING, FRESH, DONE, FAILED].map((tracker) => ({ ...tracker }));
  return { trackers, events: EVENTS.map((event) => ({ ...event })) };
}

/** A mock of the small world whose time stands still at {@link NOW}. */
export function createSmallMock(options: TrackerMockOptions = {}): TrackerMock {
  return prepareSmallMock(options).mock;
}

/** Returns {@link createSmallMock} with what the command line needs besides. */
export function prepareSmallMock(options: TrackerMockOptions = {}): PreparedMock {
  return prepareMock({ fixtures: createSmallWorld(), clock: { now: NOW }, ...options });
}

/** Returns a world that the types do not allow: of another contract, or a wrong one, as JavaScript could pass it. */
export function toFixture(world: object): Fixture {
  return world;
}
