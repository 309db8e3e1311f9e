import { checkInput } from '../control/check-input.ts';
import type { EventFilter, TrackerEvent } from '../control/control-types.ts';
import { toNotFoundError } from '../control/not-found.ts';
import type { World } from '../trackers/world.ts';

/**
 * Lists the events of a world, by their sequence.
 *
 * @throws {MockError} `admin-request-invalid`, or `not-found` if the world has no event to begin after
 */
export function listEvents(world: World, filter: EventFilter, session: string): TrackerEvent[] {
  checkInput('EventFilter', filter, 'read the filter');
  const { task_id, agent_id, after, limit } = filter;
  const start = after === undefined ? undefined : world.findEvent(after);
  if (after !== undefined && start === undefined) {
    throw toNotFoundError('Event', after, session);
  }
  return world.listEvents({
    taskId: task_id,
    agentId: agent_id,
    after: start?.sequence_id ?? Number.NEGATIVE_INFINITY,
    limit: limit ?? Number.POSITIVE_INFINITY,
  });
}
