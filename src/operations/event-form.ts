import type { Contract } from '../contract/contract.ts';
import type { Operation } from '../contract/operation.ts';
import type { TrackerEvent } from '../control/control-types.ts';
import type { Result } from '../exchange/result.ts';
import { asIs, createModelForm } from '../pydantic/model-value.ts';
import { findEventSchema } from './event-schemas.ts';
import { printStoredJson, toStoredJson } from './stored-json.ts';

/** An event as a reply has it. */
type EventReply = Pick<Result, 'value' | 'body'>;

/**
 * Returns how an operation sends an event: its content with the members of the contract's model, those that are not stored with their
 * defaults; free JSON in it in the database's order. Content that is not valid is sent as it is stored.
 */
export function createEventForm({ schemas }: Contract, operation: Operation): (event: TrackerEvent) => EventReply {
  const pointer = findEventSchema(schemas, operation);
  const toValue = pointer === undefined ? asIs : createModelForm(schemas, pointer);
  // Events are never changed, so a reply is kept as long as its event.
  const replies = new WeakMap<TrackerEvent, EventReply>();
  return (event) => {
    let reply = replies.get(event);
    if (reply === undefined) {
      const members = Object.entries(event).map(([name, member]) => [name, toStoredJson(member)]);
      const value = toValue(Object.fromEntries(members));
      reply = { value, body: printStoredJson(value) };
      replies.set(event, reply);
    }
    return reply;
  };
}
