import { FIXTURE_DEPTH, LISTED_PROBLEMS, STUBS } from '../budgets.ts';
import { countProblems } from '../control/check-input.ts';
import type { ClockInput, StubInput, Tracker, TrackerEvent } from '../control/control-types.ts';
import { suggestName, toSuggestion } from '../control/nearest-name.ts';
import { toShortJson } from '../control/short-json.ts';
import { MockError } from '../mock-error.ts';
import { checkClock, isClock } from './clock-fixture.ts';
import { isDeep } from './depth.ts';
import type { EventRules } from './event-fixture.ts';
import { loadEvent } from './event-fixture.ts';
import type { FixtureProblem } from './fixture-problem.ts';
import type { Place } from './places.ts';
import { createPlaces } from './places.ts';
import { roundToUtc, toTimestamp } from './timestamp.ts';
import type { TrackerModel } from './tracker-model.ts';
import { toStoredFields } from './tracker-model.ts';
import type { EventPolicy } from './update-tracker.ts';
import type { WorldContent } from './world.ts';

/** One fixture file, parsed from JSON. */
export interface FixtureSource {
  /** The file's name, for messages. */
  readonly name: string;
  /** `{ trackers?: Tracker[], events?: TrackerEvent[], agent_keys?: string[], clock?: ClockInput, stubs?: StubInput[] }`. */
  readonly content: unknown;
}

export interface FixtureRules {
  readonly model: TrackerModel;
  readonly policy: EventPolicy;
  /** Returns what breaks the contract in a tracker. */
  readonly checkTracker: (tracker: unknown) => readonly FixtureProblem[];
  readonly events: EventRules;
  /** Returns why a stub would be refused, each reason beginning with its JSON pointer. */
  readonly checkStub: (stub: unknown) => readonly string[];
}

/** The content of all fixture files, merged. */
export interface LoadedFixtures {
  readonly content: WorldContent;
  /** What each session's clock is set to at its start, or undefined if no file has one. */
  readonly clock?: ClockInput | undefined;
  /** The stubs that each session starts with, in the order in which they are added. */
  readonly stubs: readonly StubInput[];
  /** Content that loads but is probably unintended: members that the contract does not define, content that breaks it, cursors at unknown events. */
  readonly warnings: readonly string[];
}

interface LoadOptions {
  /** What the files are, for the message. @default 'the fixtures' */
  readonly subject?: string;
  /** What the session's clock is set to, whatever the files say. */
  readonly clock?: ClockInput | undefined;
}

/**
 * Loads the world that fixture files describe together.
 *
 * @throws {MockError} `fixture-invalid` with one line per problem: file, JSON pointer, what is wrong, value
 */
export function loadFixtures(
  sources: readonly FixtureSource[],
  rules: FixtureRules,
  { subject = 'the fixtures', clock: start }: LoadOptions = {},
): LoadedFixtures {
  const problems: string[] = [];
  const warnings: string[] = [];
  /** Also stops validation, since a large world may have millions of problems. */
  const isFull = (): boolean => problems.length > LISTED_PROBLEMS;
  const addProblem = (name: string, problem: string): void => {
    if (!isFull()) problems.push(`${name}: ${problem}`);
  };
  const report: Report = (name, path, message, value) => {
    addProblem(name, toSentence(path, message, value));
  };
  const warn: Report = (name, path, message, value) => {
    if (warnings.length < LISTED_PROBLEMS) warnings.push(`${name}: ${toSentence(path, message, value)}`);
    else if (warnings.length === LISTED_PROBLEMS) warnings.push(`${AND_MORE}: only ${LISTED_PROBLEMS} are listed`);
  };
  const trackers: Tracker[] = [];
  const events: TrackerEvent[] = [];
  const agentKeys: string[] = [];
  let clock: { readonly name: string; readonly value: ClockInput } | undefined;
  const stubs: StubInput[] = [];
  const places = { trackers: createPlaces(), events: createPlaces() };
  const ids = { trackers: new Map<string, number>(), events: new Map<string, number>() };
  const sequences = new Map<number, number>();
  const createdAt = findTime(sources, start);

  /** Reports the second of two items that must be unique. */
  const reportRepeat = (name: string, path: Path, what: string, before: Place | undefined, value: unknown): void => {
    if (before === undefined) return;
    const [member = '', , ...rest] = path;
    const place = `${before.name} ${toJsonPointer([member, before.index, ...rest])}`;
    report(name, path, `repeats the ${what} of ${place}`, value);
  };

  for (const { name, content } of sources) {
    if (isDeep(content, FIXTURE_DEPTH)) {
      report(name, [], `nests deeper than ${FIXTURE_DEPTH} levels`);
      continue;
    }
    const givenTrackers = listMember(name, content, 'trackers', report);
    places.trackers.enter(name, givenTrackers.length);
    for (const [index, value] of givenTrackers.entries()) {
      if (isFull()) break;
      const path = ['trackers', index];
      const found = rules.checkTracker(value);
      for (const problem of found) report(name, [...path, ...problem.path], problem.message, problem.value);
      if (found.length > 0) continue;
      const given = value as Tracker;
      for (const member of findUnknownMembers(given, rules.model)) {
        const suggestion = toSuggestion(member, [...rules.model.columnNames]);
        warn(name, [...path, member], `is not a field of a tracker and is ignored${suggestion}`);
      }
      const tracker = toStoredFields(rules.model, given) as Tracker;
      const { id } = tracker;
      reportRepeat(name, [...path, 'id'], 'id', places.trackers.note(ids.trackers, id, index), id);
      trackers.push(tracker);
    }
    const givenEvents = listMember(name, content, 'events', report);
    places.events.enter(name, givenEvents.length);
    for (const [index, value] of givenEvents.entries()) {
      if (isFull()) break;
      const path = ['events', index];
      const { event, problems: found, warnings: doubts } = loadEvent(value, rules.events, createdAt);
      for (const problem of found) report(name, [...path, ...problem.path], problem.message, problem.value);
      for (const doubt of doubts) warn(name, [...path, ...doubt.path], doubt.message, doubt.value);
      if (event === undefined) continue;
      const { id, sequence_id: sequence } = event;
      reportRepeat(name, [...path, 'id'], 'id', places.events.note(ids.events, id, index), id);
      const before = places.events.note(sequences, sequence, index);
      reportRepeat(name, [...path, 'sequence_id'], 'sequence', before, sequence);
      events.push(event);
    }
    for (const [index, key] of listMember(name, content, 'agent_keys', report).entries()) {
      if (isFull()) break;
      if (typeof key === 'string' && key !== '') agentKeys.push(key);
      else report(name, ['agent_keys', index], 'is not a non-empty string', key);
    }
    for (const [index, stub] of listMember(name, content, 'stubs', report).entries()) {
      if (isFull()) break;
      for (const problem of rules.checkStub(stub)) addProblem(name, `/stubs/${index}${problem.replace(/^\/ /, ' ')}`);
      stubs.push(stub as StubInput);
    }
    if (stubs.length > STUBS) report(name, ['stubs'], `has too many stubs: a session may have ${STUBS}`, stubs.length);
    const givenClock = readMember(content, 'clock');
    if (givenClock !== undefined) {
      for (const problem of checkClock(givenClock)) addProblem(name, problem);
      if (clock !== undefined) report(name, ['clock'], `repeats the clock of ${clock.name}`);
      if (isClock(givenClock)) clock = { name, value: givenClock };
    }
  }
  if (problems.length > 0) throw toFixtureError(subject, problems);
  if (rules.policy === 'strict') warnings.push(...findLostCursors(trackers, events));
  return { content: { trackers, events, agentKeys }, clock: clock?.value, stubs, warnings };
}

/** Returns the session's time at its start, for what the database creates then. */
function findTime(sources: readonly FixtureSource[], start: ClockInput | undefined): string {
  const clock = start ?? sources.map(({ content }) => readMember(content, 'clock')).find(isClock);
  return (clock?.now === undefined ? undefined : roundToUtc(clock.now)) ?? toTimestamp(Date.now() * 1000);
}

/** Returns a problem of a document as a sentence that begins with its JSON pointer. */
export function toSentence(path: Path, message: string, value: unknown): string {
  return `${toJsonPointer(path)} ${message}${value === undefined ? '' : ` (${toShortJson(value)})`}`;
}

export type Path = readonly (string | number)[];
type Report = (name: string, path: Path, message: string, value?: unknown) => void;

/** The last line of a truncated list. */
const AND_MORE = '… and more';

function toFixtureError(subject: string, problems: readonly string[]): MockError {
  const shown = problems.slice(0, LISTED_PROBLEMS);
  if (problems.length > shown.length) shown.push(`${AND_MORE}: validation stopped after ${LISTED_PROBLEMS} problems`);
  const message = `Failed to load ${subject}: ${countProblems(problems)}. Fix the listed problems.`;
  return new MockError('fixture-invalid', message, shown);
}

const LISTS = ['trackers', 'events', 'agent_keys', 'stubs'] as const;
const MEMBERS: readonly string[] = [...LISTS, 'clock'];
/** What editors read, and what a state file has besides its world. */
const IGNORED: ReadonlySet<string> = new Set(['$schema', 'state']);

function readMember(content: unknown, member: string): unknown {
  if (typeof content !== 'object' || content === null || !Object.hasOwn(content, member)) return undefined;
  return (content as Record<string, unknown>)[member];
}

function listMember(
  name: string,
  content: unknown,
  member: (typeof LISTS)[number],
  report: Report,
): readonly unknown[] {
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    if (member === 'trackers') {
      report(name, [], 'is not an object with the members trackers, events and agent_keys', content);
    }
    return [];
  }
  if (member === 'trackers') {
    for (const key of Object.keys(content)) {
      if (!IGNORED.has(key) && !MEMBERS.includes(key)) {
        report(name, [key], `is not a member of a fixture: ${suggestName(key, MEMBERS)}`);
      }
    }
  }
  const list = Object.hasOwn(content, member) ? readMember(content, member) : [];
  if (Array.isArray(list)) return list;
  report(name, [member], 'is not a list', list);
  return [];
}

function findUnknownMembers(tracker: Tracker, model: TrackerModel): string[] {
  return Object.keys(tracker).filter((member) => !model.columnNames.has(member));
}

/** Warns about cursors at unknown events: valid, since the server may have deleted the event, but probably a typo in a fixture. */
function findLostCursors(trackers: readonly Tracker[], events: readonly TrackerEvent[]): string[] {
  const known = new Set(events.map(({ id }) => id));
  const lost = trackers.filter(({ last_processed_event_id: id }) => typeof id === 'string' && !known.has(id));
  const [first] = lost;
  if (first === undefined) return [];
  const count = lost.length === 1 ? 'one cursor is' : `${lost.length} cursors are`;
  const example = `${toShortJson(first.last_processed_event_id)} of the tracker ${toShortJson(first.id)}`;
  return [`${count} at an unknown event, such as ${example}; the next update may set any known event`];
}

export function toJsonPointer(path: Path): string {
  return path.length === 0
    ? '/'
    : path.map((token) => `/${String(token).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
