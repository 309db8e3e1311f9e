/** The tracker that most requests are about. */
export const TRACKER_ID = 'T';

type Row = Readonly<Record<string, string | number | null>>;

/** What the id of a tracker is. */
export type IdKind = 'str' | 'int' | 'uuid';

export interface World {
  readonly trackers: readonly Row[];
  readonly events: readonly Readonly<Record<string, string | number>>[];
}

/** The world of every request, in the oracle and in the mock. */
const WORLD: World = {
  trackers: [
    toTracker(TRACKER_ID, 'agent-1', 'task-1', {
      status: 'PROCESSING',
      status_reason: 'why',
      last_processed_event_id: 'evt-2',
    }),
    toTracker('a', 'agent-2', 'task-1', { updated_at: '2026-08-18T20:28:14Z' }),
    toTracker('b', 'agent-1', 'task-2', { status: 'READY', updated_at: '2026-08-18T20:28:14.000001Z' }),
    toTracker('c', 'agent-2', 'task-2', { status: 'FAILED', status_reason: 'é', updated_at: null }),
    toTracker('é', 'agent-3', 'task-1', { status: '', created_at: '2026-08-17T20:28:14.500000Z' }),
    toTracker('x y', 'agent-3', 'task-2', { status_reason: '', last_processed_event_id: 'evt-1' }),
    toTracker('%', 'agent-4', 'task-1', { created_at: '2026-08-19T00:00:00Z', updated_at: '2026-08-19T00:00:00Z' }),
  ],
  events: [toEvent('evt-1', 1), toEvent('evt-2', 2), toEvent('evt-3', 3)],
};

/** The world for each kind of id. */
export const WORLDS: Readonly<Record<IdKind, World>> = {
  str: WORLD,
  int: withIds((index) => index),
  uuid: withIds((index) => `9c41e6d8-80d8-4983-95db-d03ae99b3c${70 + index}`),
};

function withIds(toId: (index: number) => string | number): World {
  return { ...WORLD, trackers: WORLD.trackers.map((tracker, index) => ({ ...tracker, id: toId(index + 1) })) };
}

/** Spellings of the id of the tracker that most requests are about, and of some that are none. The first one is the plain one. */
export const ID_SPELLINGS: Readonly<Record<IdKind, readonly string[]>> = {
  str: [TRACKER_ID],
  int: ['1', '01', '+1', '%201', '1.0', '1_0', '-1', '1e0', '99', '9223372036854775808', '', 'x'],
  uuid: [
    '9c41e6d8-80d8-4983-95db-d03ae99b3c71',
    '9C41E6D8-80D8-4983-95DB-D03AE99B3C71',
    '9c41e6d880d8498395dbd03ae99b3c71',
    '%7B9c41e6d8-80d8-4983-95db-d03ae99b3c71%7D',
    'urn:uuid:9c41e6d8-80d8-4983-95db-d03ae99b3c71',
    '9c41e6d8-80d8-4983-95db-d03ae99b3c7',
    '9c41e6d8-80d8-4983-95db-d03ae99b3c99',
    'x',
  ],
};

function toTracker(id: string, agent_id: string, task_id: string, fields: Row): Row {
  return {
    id,
    agent_id,
    task_id,
    status: null,
    status_reason: null,
    last_processed_event_id: null,
    created_at: '2026-08-18T20:11:01.870233Z',
    updated_at: '2026-08-18T20:30:00.123456Z',
    ...fields,
  };
}

function toEvent(id: string, sequence_id: number): Readonly<Record<string, string | number>> {
  return { id, sequence_id, task_id: 'task-1', agent_id: 'agent-1' };
}
