import type { ExchangeRecord, Tracker, TrackerEvent, WorldState } from '../control/control-types.ts';
import { toClient } from './connection.ts';
import type { TestWorld } from './to-test.ts';

/** How many events a test holds. */
const EVENTS = 100;

/**
 * Returns the part of the world that the reply to a request about one tracker depends on; undefined if it depends on nothing, or on the
 * whole world. A tracker that was read or changed is in the reply: it is read again, and the same change is accepted again.
 *
 * @throws {Error} if a change was refused because of a tracker that is not as it was
 */
export async function findTestWorld(record: ExchangeRecord): Promise<TestWorld | undefined> {
  const { session, path, violations, operation, override, reply, request } = record;
  const isAboutTracker = operation?.endsWith(' /tracker/{tracker_id}') === true;
  const isMade = override?.stub !== undefined || override?.code !== undefined;
  if (!isAboutTracker || violations.length > 0 || isMade) return undefined;
  if (reply.status === 404) return { trackers: [], events: [] };
  const { trackers, events } = await toClient(session).state.get();
  const id = path.split('/').at(-1);
  const present = trackers.find((tracker) => tracker.id === id);
  const answered = override?.fault === undefined && !reply.truncated && reply.status === 200 ? reply.body : undefined;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the reply kept the contract
  const tracker = answered === undefined ? present : (JSON.parse(answered) as Tracker);
  if (tracker === undefined) throw new Error(CHANGED);
  const own = events.filter(({ task_id: task }) => task === tracker.task_id);
  if (reply.status === 400 && !isBehind(own, request.body, tracker)) throw new Error(CHANGED);
  return { trackers: [tracker], events: own.slice(-EVENTS) };
}

const CHANGED =
  'Failed to copy the test: the tracker has changed since, so the test would fail. Send the request again, and copy that one.';

/** Whether a request moves the cursor of a tracker back, which is refused. */
function isBehind(events: WorldState['events'], body: string, tracker: Tracker): boolean {
  const wanted: unknown = JSON.parse(body);
  if (typeof wanted !== 'object' || wanted === null || !('last_processed_event_id' in wanted)) return false;
  const find = (id: unknown): TrackerEvent | undefined => events.find((event) => event.id === id);
  const target = find(wanted.last_processed_event_id);
  const cursor = find(tracker.last_processed_event_id);
  return target !== undefined && cursor !== undefined && target.sequence_id < cursor.sequence_id;
}
