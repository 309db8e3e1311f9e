/** The tracker that most requests are about. */
export const TRACKER_ID = 'T';

type Row = Readonly<Record<string, string | null>>;

/** The world that every request meets, in the oracle and in the mock. */
export const WORLD: {
  readonly trackers: readonly Row[];
  readonly events: readonly Readonly<Record<string, string | number>>[];
} = {
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
