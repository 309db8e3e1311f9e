import type { Contract } from '../contract/contract.ts';
import type { Operation } from '../contract/operation.ts';
import type { TrackerEvent } from '../control/control-types.ts';
import type { World } from '../trackers/world.ts';
import type { Behaviour } from './behaviour.ts';
import { findIdParameter } from './behaviour.ts';
import { toNotFound } from './error-result.ts';
import { createEventForm } from './event-form.ts';

/** `GET /events/{event_id}`. */
export function createRetrieveEvent(operation: Operation, contract: Contract): Behaviour {
  const name = findIdParameter(operation);
  const toReply = createEventForm(contract, operation);
  return ({ parameters, world }) => {
    const id = String(parameters[name]);
    const event = world.findEvent(id);
    return event === undefined ? toNotFound(id) : { status: 200, ...toReply(event) };
  };
}

/** `GET /events`. */
export function createListEvents(operation: Operation, contract: Contract): Behaviour {
  const toReply = createEventForm(contract, operation);
  return ({ parameters, world }) => {
    const replies = selectEvents(parameters, world).map((event) => toReply(event));
    return {
      status: 200,
      value: replies.map(({ value }) => value),
      body: `[${replies.map(({ body }) => body).join(',')}]`,
    };
  };
}

/** Returns the events of a task and an agent, after an event of any task and agent. An unknown one is ignored. */
export function selectEvents(parameters: Readonly<Record<string, unknown>>, world: World): TrackerEvent[] {
  const { task_id: task, agent_id: agent, last_processed_event_id: cursor, limit } = parameters;
  const passed = typeof cursor === 'string' ? world.findEvent(cursor) : undefined;
  return world.listEvents({
    // A revision of the contract may make a filter optional.
    taskId: typeof task === 'string' ? task : undefined,
    agentId: typeof agent === 'string' ? agent : undefined,
    after: passed?.sequence_id ?? Number.NEGATIVE_INFINITY,
    limit: typeof limit === 'number' ? limit : Number.POSITIVE_INFINITY,
  });
}
