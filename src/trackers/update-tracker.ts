import type { Tracker, TrackerEvent } from '../control/control-types.ts';
import { isSameJson } from './same-json.ts';
import { toTimestamp } from './timestamp.ts';
import type { TrackerModel } from './tracker-model.ts';
import type { World } from './world.ts';

/** What happens to an event id that the world does not know: `open` takes it as newer than all known ones, `strict` refuses it as deployed. */
export type EventPolicy = 'open' | 'strict';

/** What an update would change, or why the server refuses it. */
export type Update =
  | {
      readonly ok: true;
      /** The same object if no value changes. */
      readonly tracker: Tracker;
      /** The event to remember, or undefined if it is known. */
      readonly event: TrackerEvent | undefined;
    }
  | { readonly ok: false; readonly message: string };

export interface UpdateContext {
  readonly world: World;
  readonly model: TrackerModel;
  readonly policy: EventPolicy;
  /** Microseconds since 1970. */
  readonly now: number;
}

/**
 * Returns what `PUT /tracker/{tracker_id}` does to a tracker; changes nothing itself. Every field of the request is overwritten, omitted ones
 * too; only the cursor stays if it is omitted or null, and it never moves back. If no value changes the server writes nothing, so
 * `updated_at` stays; otherwise it becomes now.
 *
 * Source: the Agentex backend's agent task tracker repository, revision of 2026-08-18, measured on the running server.
 */
export function updateTracker(tracker: Tracker, body: unknown, context: UpdateContext): Update {
  const { model, now } = context;
  const { fields, values } = model.readUpdate(body);
  const cursor = values['last_processed_event_id'];
  const move = typeof cursor === 'string' ? moveCursor(tracker, cursor, context) : undefined;
  if (move?.ok === false) return move;

  const updated: Record<string, unknown> = { ...tracker };
  let isChanged = false;
  const set = (name: string, value: unknown): void => {
    isChanged ||= !isSameJson(tracker[name] ?? null, value);
    updated[name] = value;
  };
  for (const { name, omitted, toStored } of fields) {
    const value = Object.hasOwn(values, name) ? toStored(values[name]) : omitted;
    if (value !== undefined) set(name, value);
  }
  if (typeof cursor === 'string' && model.columnNames.has('last_processed_event_id')) {
    set('last_processed_event_id', cursor);
  }
  if (!isChanged) return { ok: true, tracker, event: move?.event };
  if (model.columnNames.has('updated_at')) updated['updated_at'] = toTimestamp(now);
  // The copy keeps the tracker's members in the contract's order; only a member that the tracker lacked is out of order.
  const isInOrder = Object.keys(updated).length === Object.keys(tracker).length;
  return { ok: true, tracker: (isInOrder ? updated : toOrdered(model, updated)) as Tracker, event: move?.event };
}

function toOrdered({ columns }: TrackerModel, fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const names = columns.map(({ name }) => name).filter((name) => fields[name] !== undefined);
  return Object.fromEntries(names.map((name) => [name, fields[name]]));
}

export type Move =
  | { readonly ok: true; readonly event: TrackerEvent | undefined }
  | { readonly ok: false; readonly message: string };

/** Returns whether a cursor may move to an event, and the event to remember if the world does not know it. */
export function moveCursor(
  tracker: Pick<Tracker, 'agent_id' | 'task_id' | 'last_processed_event_id'>,
  cursor: string,
  { world, policy, now }: Omit<UpdateContext, 'model'>,
): Move {
  const target = world.findEvent(cursor);
  if (target === undefined) {
    if (policy === 'strict') return { ok: false, message: `Event with ID ${cursor} not found` };
    const { agent_id, task_id } = tracker;
    return {
      ok: true,
      event: {
        id: cursor,
        sequence_id: world.nextSequence,
        task_id,
        agent_id,
        created_at: toTimestamp(now),
        content: null,
      },
    };
  }
  // If the current event is no longer known, the server accepts any known one.
  const current =
    typeof tracker.last_processed_event_id === 'string' ? world.findEvent(tracker.last_processed_event_id) : undefined;
  if (current !== undefined && target.sequence_id < current.sequence_id) {
    return {
      ok: false,
      message: `Cannot move cursor backwards: new sequence ID ${target.sequence_id} < current sequence ID ${current.sequence_id}`,
    };
  }
  return { ok: true, event: undefined };
}
