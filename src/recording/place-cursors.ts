import type { Tracker, TrackerEvent } from '../control/control-types.ts';

/**
 * Returns the events that are missing because a cursor is at them. A cursor only moves forward, so such an event comes after those at which
 * the cursor was before; otherwise it was processed before anything was recorded, and comes before all known events.
 *
 * @param listCursors returns the cursors of a tracker, in the order in which they were seen
 */
export function placeCursors(
  trackers: readonly Tracker[],
  events: readonly TrackerEvent[],
  listCursors: (trackerId: string) => readonly string[],
): TrackerEvent[] {
  const sequences = new Map(events.map(({ id, sequence_id: sequence }) => [id, sequence]));
  const taken = new Set(sequences.values());
  let before = 0;
  for (const sequence of taken) before = Math.min(before, sequence - 1);
  const placed: TrackerEvent[] = [];
  for (const tracker of trackers) {
    const { last_processed_event_id: cursor } = tracker;
    if (typeof cursor !== 'string' || sequences.has(cursor)) continue;
    const passed = listCursors(tracker.id).flatMap((id) => sequences.get(id) ?? []);
    let sequence = passed.length === 0 ? before : Math.max(...passed) + 1;
    const step = passed.length === 0 ? -1 : 1;
    while (taken.has(sequence)) sequence += step;
    if (step === -1) before = sequence - 1;
    sequences.set(cursor, sequence);
    taken.add(sequence);
    const { task_id, agent_id, created_at } = tracker;
    placed.push({ id: cursor, sequence_id: sequence, task_id, agent_id, created_at, content: null });
  }
  return placed;
}
