import { readFileSync } from 'node:fs';

/** The arguments of every server: `node SERVER PORT WORLD`. */
export const port = Number(process.argv[2]);

/** The trackers of the world by id. */
export const trackers = new Map(
  JSON.parse(readFileSync(process.argv[3], 'utf8')).trackers.map((tracker) => [tracker.id, tracker]),
);

/** Updates a tracker as the API does, without checks. */
export function updateTracker(tracker, { status, status_reason: reason, last_processed_event_id: event }) {
  tracker.status = status ?? null;
  tracker.status_reason = reason ?? null;
  if (event !== undefined && event !== null) tracker.last_processed_event_id = event;
  tracker.updated_at = new Date().toISOString();
  return tracker;
}

/** Returns a page of the list, with a straightforward filter. */
export function listTrackers({ agent_id: agent, task_id: task, limit = 50, page_number: page = 1 }) {
  const found = [...trackers.values()].filter(
    (tracker) => (!agent || tracker.agent_id === agent) && (!task || tracker.task_id === task),
  );
  return found.slice((page - 1) * limit, page * limit);
}
