import type { Tracker, TrackerEvent } from '../control/control-types.ts';
import type { LoadedEvent } from '../trackers/event-fixture.ts';
import { loadEvent } from '../trackers/event-fixture.ts';
import type { FixtureProblem } from '../trackers/fixture-problem.ts';
import type { FixtureRules } from '../trackers/fixture.ts';
import { toStoredFields } from '../trackers/tracker-model.ts';
import { completeObject } from './complete-object.ts';
import { placeCursors } from './place-cursors.ts';
import type { SeenObject, SeenObjects } from './seen-objects.ts';

/** The trackers and events of a recording, as a fixture has them. */
export interface RecordedWorld {
  readonly trackers: readonly Tracker[];
  readonly events: readonly TrackerEvent[];
  /** What was made up or left out, a line each. */
  readonly notes: readonly string[];
}

/** Makes a world of the objects that were seen, each in its newest state. */
export function toRecordedWorld(
  seen: Pick<SeenObjects, 'trackers' | 'events'>,
  rules: Pick<FixtureRules, 'model' | 'checkTracker' | 'events'>,
): RecordedWorld {
  const notes: string[] = [];
  const complete = (
    kind: string,
    { value: given, time }: SeenObject,
    check: FixtureRules['checkTracker'],
    numbers: readonly number[] = [],
  ): Readonly<Record<string, unknown>> | undefined => {
    const completed = completeObject(given, check, (name) => [
      ...(name.endsWith('_id') ? [`unknown-${name.slice(0, -3)}`] : []),
      ...numbers,
      time,
      ...ANYTHING,
    ]);
    const subject = `${kind} ${JSON.stringify(given['id'])}`;
    if (completed === undefined) notes.push(`${subject} is left out: it breaks the contract`);
    else if (completed.madeUp.length > 0) notes.push(`${subject} has made-up members: ${completed.madeUp.join(', ')}`);
    return completed?.value;
  };

  const events: TrackerEvent[] = [];
  const sequences = new Set<number>();
  let next = 1;
  for (const sequence of listSequences(seen.events)) next = Math.max(next, sequence + 1);
  for (const object of seen.events.values()) {
    const load = (given: unknown): LoadedEvent => loadEvent(given, rules.events, object.time);
    const check = (given: unknown): readonly FixtureProblem[] => {
      const { event, problems } = load(given);
      // A fixture may have content that breaks the contract, but the mock then answers with a fault.
      return event === undefined ? problems : rules.events.check(event);
    };
    const { event } = load(complete('event', object, check, [next]));
    if (event === undefined) continue;
    const { id, sequence_id: given } = event;
    const isRepeated = sequences.has(given);
    if (isRepeated) notes.push(`event ${JSON.stringify(id)} has a made-up sequence_id: another event has ${given}`);
    const sequence = isRepeated ? next : given;
    events.push({ ...event, sequence_id: sequence });
    sequences.add(sequence);
    next = Math.max(next, sequence + 1);
  }
  const trackers: Tracker[] = [];
  for (const tracker of seen.trackers.values()) {
    const value = complete('tracker', tracker, rules.checkTracker);
    if (value !== undefined) trackers.push(toStoredFields(rules.model, value) as Tracker);
  }
  const placed = placeCursors(trackers, events, (id) => seen.trackers.get(id)?.cursors ?? []);
  for (const { id, sequence_id: sequence } of placed) {
    notes.push(`event ${JSON.stringify(id)} is made up, with the sequence_id ${sequence}: a cursor is at it`);
  }
  return { trackers, events: [...events, ...placed], notes };
}

/** What fits in a member of a later contract. */
const ANYTHING: readonly unknown[] = [null, 'unknown', 0, false, {}, []];

function* listSequences(events: SeenObjects['events']): Generator<number> {
  for (const { value } of events.values()) {
    const sequence = value['sequence_id'];
    if (Number.isSafeInteger(sequence)) yield sequence as number;
  }
}
