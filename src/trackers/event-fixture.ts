import type { TrackerEvent } from '../control/control-types.ts';
import { toSuggestion } from '../control/nearest-name.ts';
import type { FixtureProblem } from './fixture-problem.ts';
import { parseTimestamp, roundToUtc } from './timestamp.ts';

/** What the contract says of an event. */
export interface EventRules {
  /** The fields that it defines. */
  readonly names: ReadonlySet<string>;
  /** Returns what breaks it. */
  readonly check: (event: unknown) => readonly FixtureProblem[];
  /** Returns the members that a reply omits, since its models do not have them. */
  readonly findOmitted: (event: TrackerEvent) => readonly OmittedMember[];
}

export interface OmittedMember {
  readonly path: readonly (string | number)[];
  /** The names of the members that the reply has in this place. */
  readonly known: readonly string[];
}

/** What an item of a fixture's events is. */
export interface LoadedEvent {
  /** Undefined if it is not an event. */
  readonly event: TrackerEvent | undefined;
  readonly problems: readonly FixtureProblem[];
  /** Content that loads but is probably unintended. */
  readonly warnings: readonly FixtureProblem[];
}

/**
 * Loads an event as the database holds it. Its content may be any object, as in the database, where the API answers with a fault if it is
 * not valid.
 *
 * @param createdAt the time of an event without one: the database sets it, and never to null
 */
export function loadEvent(given: unknown, rules: EventRules, createdAt: string): LoadedEvent {
  const problems = checkEvent(given, rules);
  if (problems.length > 0) return { event: undefined, problems, warnings: [] };
  const event = toStoredEvent(given as TrackerEvent, createdAt);
  const broken = rules.check(event);
  const isContent = ({ path }: FixtureProblem): boolean => path[0] === 'content';
  const warnings = broken.length > 0 ? broken.filter(isContent).map(withConsequence) : toOmittedWarnings(event, rules);
  return { event, problems: broken.filter((problem) => !isContent(problem)), warnings };
}

/** The members of an event and their rules. `fixtures/fixture.schema.json` has the same ones for editors. */
const MEMBERS: Readonly<
  Record<
    string,
    { readonly required: boolean; readonly isValid: (value: unknown) => boolean; readonly message: string }
  >
> = {
  id: { required: true, isValid: isText, message: 'is not a string' },
  sequence_id: {
    required: true,
    isValid: Number.isSafeInteger,
    message: 'is not an integer that JavaScript holds exactly',
  },
  task_id: { required: true, isValid: isText, message: 'is not a string' },
  agent_id: { required: true, isValid: isText, message: 'is not a string' },
  created_at: {
    required: false,
    isValid: (value) => value === null || (typeof value === 'string' && parseTimestamp(value) !== undefined),
    message: 'is neither a date-time nor null',
  },
  content: {
    required: false,
    isValid: (value) => typeof value === 'object' && !Array.isArray(value),
    message: 'is neither an object nor null',
  },
};

/** The API accepts the empty string as an id, so a saved world may contain an event with it. */
function isText(value: unknown): boolean {
  return typeof value === 'string';
}

/** Returns the problems of an event that no contract allows. */
function checkEvent(event: unknown, { names }: EventRules): FixtureProblem[] {
  if (typeof event !== 'object' || event === null || Array.isArray(event)) {
    return [{ path: [], message: 'is not an object', value: event }];
  }
  const given = event as Record<string, unknown>;
  const problems: FixtureProblem[] = [];
  for (const [name, { required, isValid, message }] of Object.entries(MEMBERS)) {
    if (!Object.hasOwn(given, name)) {
      if (required) problems.push({ path: [name], message: 'is missing', value: undefined });
    } else if (!isValid(given[name])) problems.push({ path: [name], message, value: given[name] });
  }
  for (const name of Object.keys(given)) {
    if (Object.hasOwn(MEMBERS, name) || names.has(name)) continue;
    const message = `is not a member of an event${toSuggestion(name, [...Object.keys(MEMBERS), ...names])}`;
    problems.push({ path: [name], message, value: given[name] });
  }
  return problems;
}

/** The members come in the contract's order, and those that only a revision of it has behind them. */
function toStoredEvent(given: TrackerEvent, createdAt: string): TrackerEvent {
  const { id, sequence_id, task_id, agent_id, created_at, content, ...others } = given;
  const created = typeof created_at === 'string' ? (roundToUtc(created_at) ?? createdAt) : createdAt;
  return { id, sequence_id, task_id, agent_id, created_at: created, content: content ?? null, ...others };
}

function withConsequence(problem: FixtureProblem): FixtureProblem {
  return { ...problem, message: `${problem.message}, so the API answers requests for this event with 500` };
}

function toOmittedWarnings(event: TrackerEvent, { findOmitted }: EventRules): FixtureProblem[] {
  return findOmitted(event).map(({ path, known }) => ({
    path,
    message: `is not a field of this content and is omitted from replies${toSuggestion(String(path.at(-1)), known)}`,
    value: undefined,
  }));
}
