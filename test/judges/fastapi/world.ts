/** The world that every request meets, in the oracle and in the mock. */
export const WORLD = {
  trackers: [
    toTracker('T', 'agent-1', 'task-1', { status: 'PROCESSING', status_reason: 'why', last_processed_event_id: 'evt-2' }),
    toTracker('a', 'agent-2', 'task-1', { updated_at: '2026-08-18T20:28:14Z' }),
    toTracker('b', 'agent-1', 'task-2', { status: 'READY', updated_at: '2026-08-18T20:28:14.000001Z' }),
    toTracker('c', 'agent-2', 'task-2', { status: 'FAILED', status_reason: 'é', updated_at: null }),
    toTracker('é', 'agent-3', 'task-1', { status: '', created_at: '2026-08-17T20:28:14.5Z' }),
    toTracker('x y', 'agent-3', 'task-2', { status_reason: '', last_processed_event_id: 'evt-1' }),
    toTracker('%', 'agent-4', 'task-1', { created_at: '2026-08-19T00:00:00Z', updated_at: '2026-08-19T00:00:00Z' }),
  ],
  events: [toEvent('evt-1', 1), toEvent('evt-2', 2), toEvent('evt-3', 3)],
} as const;

interface WorldTracker {
  readonly id: string;
  readonly agent_id: string;
  readonly task_id: string;
  readonly status: string | null;
  readonly status_reason: string | null;
  readonly last_processed_event_id: string | null;
  readonly created_at: string;
  readonly updated_at: string | null;
}

function toTracker(id: string, agent_id: string, task_id: string, fields: Partial<WorldTracker>): WorldTracker {
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

function toEvent(id: string, sequence_id: number): { id: string; sequence_id: number; task_id: string; agent_id: string } {
  return { id, sequence_id, task_id: 'task-1', agent_id: 'agent-1' };
}
