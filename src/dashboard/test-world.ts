import type { ExchangeRecord } from '../control/control-types.ts';
import { toClient } from './connection.ts';
import type { TestWorld } from './to-test.ts';

/** How many events a test holds. */
const EVENTS = 100;

/**
 * Returns the part of the world that the reply to a request about one tracker depends on, as it is now; undefined if it depends on nothing,
 * or on the whole world. A refused request has changed nothing, and an accepted one is accepted again.
 */
export async function findTestWorld({
  session,
  path,
  violations,
  operation,
}: ExchangeRecord): Promise<TestWorld | undefined> {
  const isAboutTracker = operation?.endsWith(' /tracker/{tracker_id}') === true;
  if (!isAboutTracker || violations.length > 0) return undefined;
  const { trackers, events } = await toClient(session).state.get();
  const id = path.split('/').at(-1);
  const found = trackers.filter((tracker) => tracker.id === id);
  const tasks = new Set(found.map(({ task_id: task }) => task));
  return { trackers: found, events: events.filter(({ task_id: task }) => tasks.has(task)).slice(-EVENTS) };
}
