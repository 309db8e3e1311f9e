import type { Operation } from '../contract/operation.ts';
import type { Tracker } from '../control/control-types.ts';
import { toSortFields } from '../trackers/tracker-order.ts';
import { updateTracker } from '../trackers/update-tracker.ts';
import type { Behaviour } from './behaviour.ts';
import { findIdParameter } from './behaviour.ts';
import { toErrorResult, toNotFound } from './error-result.ts';

/** `GET /tracker/{tracker_id}`. */
export function createRetrieve(operation: Operation): Behaviour {
  const name = findIdParameter(operation);
  return ({ parameters, world }) => {
    const id = String(parameters[name]);
    const tracker = world.findTracker(id);
    return tracker === undefined ? toNotFound(id) : { status: 200, value: tracker, body: toJson(tracker) };
  };
}

/** `PUT /tracker/{tracker_id}`. */
export function createUpdate(operation: Operation): Behaviour {
  const name = findIdParameter(operation);
  return (context) => {
    const { parameters, body, world } = context;
    const id = String(parameters[name]);
    const tracker = world.findTracker(id);
    if (tracker === undefined) return toNotFound(id);
    const update = updateTracker(tracker, body, context);
    if (!update.ok) return toErrorResult(400, update.message);
    const { tracker: updated, event } = update;
    if (updated === tracker && event === undefined) return { status: 200, value: tracker, body: toJson(tracker) };
    const change = { event, tracker: updated === tracker ? undefined : updated };
    // Rarely read again before the next update, so its JSON is not kept.
    return { status: 200, value: updated, body: JSON.stringify(updated), commit: () => world.apply(change) };
  };
}

/** Query parameters that control paging and order; any other that is named after a field of the tracker filters by it. */
const PAGING = new Set(['limit', 'page_number', 'order_by', 'order_direction']);

/** `GET /tracker`. */
export function createList(operation: Operation): Behaviour {
  const names = operation.parameters
    .filter(({ in: place, name }) => place === 'query' && !PAGING.has(name))
    .map(({ name }) => name);
  return ({ parameters, world, model }) => {
    const limit = Number(parameters['limit'] ?? Number.POSITIVE_INFINITY);
    const page = Number(parameters['page_number'] ?? 1);
    const orderBy = parameters['order_by'];
    // An empty filter counts as absent: the server tests its truth value.
    const filters = names
      .filter((name) => model.columnNames.has(name) && isGiven(parameters[name]))
      .map((name) => [name, parameters[name]] as const);
    const trackers = world.listTrackers({
      filters,
      sortFields: toSortFields(typeof orderBy === 'string' ? orderBy : null, model),
      descending: String(parameters['order_direction']).toLowerCase() === 'desc',
      offset: page === 1 ? 0 : (page - 1) * limit,
      limit,
    });
    const body = `[${trackers.map((tracker) => toJson(tracker)).join(',')}]`;
    return { status: 200, value: trackers, body, items: trackers };
  };
}

function isGiven(value: unknown): boolean {
  return value !== null && value !== undefined && value !== '';
}

/** A tracker's JSON, kept as long as the tracker: trackers are replaced, never changed. */
const texts = new WeakMap<Tracker, string>();

function toJson(tracker: Tracker): string {
  let text = texts.get(tracker);
  if (text === undefined) {
    text = JSON.stringify(tracker);
    texts.set(tracker, text);
  }
  return text;
}
