import type { ScenarioEvent, ScenarioTracker, Tracker } from '../control/control-types.ts';
import { suggestName, toSuggestion } from '../control/nearest-name.ts';
import { MockError } from '../mock-error.ts';
import { drawFreeUuid } from '../samples/random.ts';
import type { StubList } from '../stubs/stub-list.ts';
import { loadEvent } from '../trackers/event-fixture.ts';
import type { FixtureProblem } from '../trackers/fixture-problem.ts';
import type { FixtureRules } from '../trackers/fixture.ts';
import { toTimestamp } from '../trackers/timestamp.ts';
import { toStoredFields } from '../trackers/tracker-model.ts';
import { moveCursor } from '../trackers/update-tracker.ts';
import type { World } from '../trackers/world.ts';
import type { PlannedStep } from './plan-step.ts';

/** How many trackers are compared with an id that none has, since a world may have millions. */
const COMPARED = 1000;

/** What steps change. */
export interface StepTarget {
  readonly world: World;
  readonly stubs: StubList;
}

/**
 * Performs a step, or returns why it does not fit: what it breaks of the contract, and what of the world is not as it needs it. Paths begin
 * in the step. A step that does not fit changes nothing.
 *
 * @param now the step's time, in microseconds since 1970
 */
export function applyStep(
  { step: { action }, random }: PlannedStep,
  { world, stubs }: StepTarget,
  rules: FixtureRules,
  now: number,
): readonly FixtureProblem[] {
  try {
    switch (action.kind) {
      case 'event': {
        const { event } = action;
        const id = event.id ?? drawFreeUuid(random, (drawn) => world.findEvent(drawn));
        return addEvent(event, id, world, rules, now);
      }
      case 'tracker': {
        const { tracker } = action;
        const id = tracker.id ?? drawFreeUuid(random, (drawn) => world.findTracker(drawn));
        return putTracker(tracker, id, world, rules, now);
      }
      case 'stub':
        if (action.id !== undefined && stubs.has(action.id)) {
          return [{ path: ['stub', 'id'], message: 'is the id of a stub that is there already', value: action.id }];
        }
        stubs.add(action.stub, action.id);
        return [];
      case 'removeStub':
        if (stubs.delete(action.id)) return [];
        return [{ path: ['removeStub'], message: toUnknownStub(action.id, stubs), value: action.id }];
    }
  } catch (error) {
    // A limit is reached.
    if (!(error instanceof MockError)) throw error;
    return [{ path: [action.kind], message: `cannot be done: ${error.summary}`, value: undefined }];
  }
}

function addEvent(
  given: ScenarioEvent,
  id: string,
  world: World,
  rules: FixtureRules,
  now: number,
): readonly FixtureProblem[] {
  if (Object.hasOwn(given, 'sequence_id')) {
    return [{ path: ['event', 'sequence_id'], message: 'is set by the mock. Omit it', value: undefined }];
  }
  const { event, problems, warnings } = loadEvent(
    { ...given, id, sequence_id: world.nextSequence },
    rules.events,
    toTimestamp(now),
  );
  // A fixture may have content that breaks the contract, as a database may. What a scenario adds is sent to somebody who looks on.
  const found = [...problems, ...warnings];
  if (event === undefined || found.length > 0) return found.map((problem) => inMember('event', problem));
  if (world.findEvent(id) !== undefined) {
    return [{ path: ['event', 'id'], message: 'is the id of an event that is there already', value: id }];
  }
  world.addEvent(event);
  return [];
}

function putTracker(
  given: ScenarioTracker,
  // A contract may use numbers.
  id: string | number,
  world: World,
  rules: FixtureRules,
  now: number,
): readonly FixtureProblem[] {
  const { model } = rules;
  const time = toTimestamp(now);
  const before = world.findTracker(String(id));
  if (before !== undefined && Object.keys(given).every((name) => name === 'id')) {
    return [{ path: ['tracker'], message: 'changes nothing. Give a field besides its id', value: undefined }];
  }
  const fields = { ...(before ?? { created_at: time }), updated_at: time, ...given, id };
  const broken = [...rules.checkTracker(fields)];
  const missing = before === undefined && given.id !== undefined ? broken.filter(isMissing) : [];
  const problems = [
    ...listUnknownFields(given, [...model.columnNames]),
    ...broken.filter((problem) => !missing.includes(problem)),
    ...(missing.length === 0 ? [] : [toUnknownTracker(String(id), missing, world)]),
  ];
  if (problems.length > 0) return problems.map((problem) => inMember('tracker', problem));
  const tracker = toStoredFields(model, fields) as Tracker;
  const refusal = refuseCursor(before, tracker, world, now);
  if (refusal !== undefined) {
    return [{ path: ['tracker', 'last_processed_event_id'], message: refusal, value: tracker.last_processed_event_id }];
  }
  world.putTracker(tracker);
  return [];
}

function isMissing({ path, message }: FixtureProblem): boolean {
  return path.length === 1 && message === 'is missing';
}

/** Says of an id that no tracker has, and which is probably misspelt, what is missing to add a tracker with it. */
function toUnknownTracker(id: string, missing: readonly FixtureProblem[], world: World): FixtureProblem {
  const known: string[] = [];
  for (const tracker of world.trackers()) {
    if (known.length >= COMPARED) break;
    known.push(tracker.id);
  }
  const fields = missing.map(({ path }) => path.join('/')).join(' and ');
  const suggestion = toSuggestion(id, known) || '.';
  const message = `is ${JSON.stringify(id)}, and no tracker has that id by then${suggestion} To add one, give ${fields}`;
  return { path: ['id'], message, value: undefined };
}

function* listUnknownFields(given: object, known: readonly string[]): Generator<FixtureProblem> {
  for (const name of Object.keys(given)) {
    if (known.includes(name)) continue;
    yield { path: [name], message: `is not a field of a tracker; ${suggestName(name, known)}`, value: undefined };
  }
}

/** Returns why the API would refuse to move a cursor so: a scenario keeps its rules. */
function refuseCursor(before: Tracker | undefined, after: Tracker, world: World, now: number): string | undefined {
  const [from, to] = [before?.last_processed_event_id ?? null, after.last_processed_event_id ?? null];
  if (from === to) return undefined;
  if (to === null) return 'takes the cursor back to the start, and a cursor only moves forward';
  if (world.findEvent(to) === undefined) return 'is not the id of an event that is there by then';
  const move = moveCursor({ ...after, last_processed_event_id: from }, to, { world, policy: 'strict', now });
  return move.ok ? undefined : `moves the cursor back, and a cursor only moves forward`;
}

function toUnknownStub(id: string, stubs: StubList): string {
  const known = stubs.list().map((stub) => stub.id);
  if (known.length === 0) return 'is not the id of a stub: there are no stubs by then';
  return `is not the id of a stub that is there by then; ${suggestName(id, known)}`;
}

function inMember(member: string, { path, message, value }: FixtureProblem): FixtureProblem {
  return { path: [member, ...path], message, value };
}
