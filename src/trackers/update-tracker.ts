import { toTimestamp } from './timestamp.ts';
import type { TrackerModel } from './tracker-model.ts';
import type { Tracker, TrackerEvent } from './tracker.ts';
import type { World } from './world.ts';

/** How an event id that the world does not know is treated: taken as newer than all known ones, or refused as the deployed server does. */
export type EventPolicy = 'open' | 'strict';

/** What an update would do, or why the server refuses it. Nothing is changed yet. */
export type Update =
  | {
      readonly ok: true;
      readonly tracker: Tracker;
      /** The event to remember, where it is new. */ readonly event: TrackerEvent | undefined;
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
 * What `PUT /tracker/{tracker_id}` does to a tracker: every field of the request is overwritten, an omitted one too; the cursor alone
 * stays where it is omitted or null, and never moves back. `updated_at` becomes now, also where no value changed.
 *
 * Source: the Agentex backend's agent task tracker repository, revision of 2026-08-18.
 */
export function updateTracker(
  tracker: Tracker,
  request: Readonly<Record<string, unknown>>,
  context: UpdateContext,
): Update {
  const { model, now } = context;
  const cursor = request['last_processed_event_id'];
  const move = typeof cursor === 'string' ? moveCursor(tracker, cursor, context) : undefined;
  if (move?.ok === false) return move;

  const updated: Record<string, unknown> = { ...tracker };
  for (const { name, omitted, toStored } of model.updated) {
    updated[name] = Object.hasOwn(request, name) ? toStored(request[name]) : omitted;
  }
  if (model.columnNames.has('last_processed_event_id')) {
    updated['last_processed_event_id'] = typeof cursor === 'string' ? cursor : tracker.last_processed_event_id;
  }
  if (model.columnNames.has('updated_at')) updated['updated_at'] = toTimestamp(now);
  // A copy has the members of the tracker in the contract's order; only one that it did not have stands at the wrong place.
  const isInOrder = Object.keys(updated).length === Object.keys(tracker).length;
  return { ok: true, tracker: (isInOrder ? updated : toOrdered(model, updated)) as Tracker, event: move?.event };
}

function toOrdered({ columns }: TrackerModel, fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const names = columns.map(({ name }) => name).filter((name) => fields[name] !== undefined);
  return Object.fromEntries(names.map((name) => [name, fields[name]]));
}

type Move =
  | { readonly ok: true; readonly event: TrackerEvent | undefined }
  | { readonly ok: false; readonly message: string };

function moveCursor(tracker: Tracker, cursor: string, { world, policy, now }: UpdateContext): Move {
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
  // Where the current event is not known any more, the server accepts any known one.
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
