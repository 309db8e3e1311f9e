import { checkInput, toProblemsError } from '../control/check-input.ts';
import type { Tracker, TrackerFilter, TrackerPage, TrackerProgress } from '../control/control-types.ts';
import { suggestName } from '../control/nearest-name.ts';
import type { TrackerModel } from '../trackers/tracker-model.ts';
import { toSortFields } from '../trackers/tracker-order.ts';
import type { World } from '../trackers/world.ts';

/**
 * Lists a part of the trackers of a world.
 *
 * @throws {MockError} `admin-request-invalid`
 */
export function listTrackers(world: World, filter: TrackerFilter, model: TrackerModel): TrackerPage {
  checkInput('TrackerFilter', filter, 'read the filter');
  const { search = '', order_by, descending = false, offset = 0, limit = 100 } = filter;
  if (order_by !== undefined && !model.columnNames.has(order_by)) {
    const problem = `/order_by is not a field of a tracker; ${suggestName(order_by, [...model.columnNames])}`;
    throw toProblemsError('admin-request-invalid', 'read the filter', [problem]);
  }

  const page = { offset, limit };
  if (search === '') {
    const trackers = takePage(world, order_by, descending, model, page);
    return { total: world.trackerCount, trackers: trackers.map((tracker) => toProgress(world, tracker)) };
  }
  const found = takePage(world, order_by, descending, model, ALL).filter(createMatcher(search));
  const trackers = found.slice(offset, offset + limit).map((tracker) => toProgress(world, tracker));
  return { total: found.length, trackers };
}

interface Page {
  readonly offset: number;
  readonly limit: number;
}

const ALL: Page = { offset: 0, limit: Number.POSITIVE_INFINITY };

function takePage(
  world: World,
  orderBy: string | undefined,
  descending: boolean,
  model: TrackerModel,
  { offset, limit }: Page,
): Tracker[] {
  if (orderBy !== undefined) {
    return world.listTrackers({ filters: [], sortFields: toSortFields(orderBy, model), descending, offset, limit });
  }
  // As added, without an index, which every change would then have to keep up to date.
  const total = world.trackerCount;
  const from = descending ? Math.max(0, total - offset - limit) : offset;
  const to = descending ? Math.max(0, total - offset) : offset + limit;
  const taken: Tracker[] = [];
  let index = 0;
  for (const tracker of world.trackers()) {
    if (index >= to) break;
    if (index >= from) taken.push(tracker);
    index += 1;
  }
  return descending ? taken.toReversed() : taken;
}

function createMatcher(search: string): (tracker: Tracker) => boolean {
  const wanted = search.toLowerCase();
  return (tracker) => {
    for (const value of Object.values(tracker)) {
      if (value !== null && value !== undefined && toText(value).toLowerCase().includes(wanted)) return true;
    }
    return false;
  };
}

function toText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Returns a tracker with the place of its cursor among the events of its task and agent. */
export function toProgress(world: World, tracker: Tracker): TrackerProgress {
  const own = { taskId: tracker.task_id, agentId: tracker.agent_id, limit: Number.POSITIVE_INFINITY };
  const events = world.listEvents({ ...own, after: Number.NEGATIVE_INFINITY }).length;
  const cursor = tracker.last_processed_event_id ?? undefined;
  if (cursor === undefined) return { tracker, events, processed: 0 };
  const event = world.findEvent(cursor);
  if (event === undefined) return { tracker, events, processed: null };
  return { tracker, events, processed: events - world.listEvents({ ...own, after: event.sequence_id }).length };
}
