import { takeProblems } from '../control/check-input.ts';
import type { ClockInput, StubInput } from '../control/control-types.ts';
import { toSuggestion } from '../control/nearest-name.ts';
import { MockError } from '../mock-error.ts';
import type { FixtureRules } from '../trackers/fixture.ts';
import { loadFixtures, toJsonPointer } from '../trackers/fixture.ts';
import type { TrackerModel } from '../trackers/tracker-model.ts';
import type { WorldContent } from '../trackers/world.ts';
import type { SavedScenario } from './scenario-state.ts';
import { DEFAULT_SESSION } from './session-name.ts';
import type { NamedWorld, StateMember } from './state-member.ts';
import { checkStateMember, listFieldDifferences } from './state-member.ts';

/** A session of a state file, or one of its snapshots. */
export interface SavedWorld {
  readonly name: string;
  readonly content: WorldContent;
  readonly clock: ClockInput | undefined;
  /** Undefined if it has no such member. */
  readonly stubs: readonly StubInput[] | undefined;
}

export interface SavedSession extends SavedWorld {
  readonly snapshots: readonly SavedWorld[];
  readonly scenario?: SavedScenario | undefined;
}

/** What a state file holds. */
export interface SavedState {
  /** The default session first. */
  readonly sessions: readonly [SavedSession, ...SavedSession[]];
  readonly warnings: readonly string[];
}

/**
 * Loads the content of a state file. Stricter than a fixture: what it has and a world cannot keep would be lost when it is written.
 *
 * @param file its name, for messages
 * @throws {MockError} `fixture-invalid` if it is broken, or was written for another contract
 */
export function loadState(file: string, value: unknown, rules: FixtureRules): SavedState {
  const warnings: string[] = [];
  const load = (name: string, content: object, place: string): SavedWorld => {
    const problems = takeProblems(listForeignFields(place, content, rules.model));
    if (problems.length > 0) throw toStateError(file, problems);
    try {
      const loaded = loadFixtures([{ name: place, content }], rules);
      warnings.push(...loaded.warnings);
      const stubs = 'stubs' in content ? loaded.stubs : undefined;
      return { name, content: loaded.content, clock: loaded.clock, stubs };
    } catch (error) {
      throw error instanceof MockError ? toStateError(file, error.problems) : error;
    }
  };
  const loadSnapshots = (snapshots: readonly NamedWorld[] = [], place: string): SavedWorld[] =>
    snapshots.map(({ name, ...world }, index) => load(name, world, `${place}/snapshots/${index}`));

  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw toStateError(file, [`${file}: / is not an object with the members trackers and events`]);
  }
  const { state, ...content } = value as { readonly state?: unknown };
  const { scenario, snapshots, sessions = [] } = readStateMember(file, state, rules.model) ?? {};
  const first = load(DEFAULT_SESSION, content, file);
  return {
    sessions: [
      { ...first, scenario, snapshots: loadSnapshots(snapshots, `${file} /state`) },
      ...sessions.map(({ name, snapshots: own, ...world }, index) => {
        const place = `${file} /state/sessions/${index}`;
        return { ...load(name, world, place), snapshots: loadSnapshots(own, place) };
      }),
    ],
    warnings,
  };
}

/** @returns undefined for what the control API returned as a state, which has no such member */
function readStateMember(file: string, state: unknown, model: TrackerModel): StateMember | undefined {
  if (state === undefined) return undefined;
  const problems = [...checkStateMember(state)].map((problem) => `${file}: ${problem}`);
  if (problems.length > 0) throw toStateError(file, problems);
  const member = state as StateMember;
  const differences = listFieldDifferences(member, model);
  if (differences.length === 0) return member;
  throw new MockError(
    'fixture-invalid',
    `Failed to load the state ${JSON.stringify(file)}: it was written for another contract. The file is left as it is. Start with that contract, or with another --state.`,
    differences.map((difference) => `${file}: a tracker ${difference}`),
  );
}

/** Yields a problem for each member of a tracker that the contract does not define. */
function* listForeignFields(
  place: string,
  content: { readonly trackers?: unknown },
  model: TrackerModel,
): Generator<string> {
  if (!Array.isArray(content.trackers)) return;
  for (const [index, tracker] of (content.trackers as readonly unknown[]).entries()) {
    if (typeof tracker !== 'object' || tracker === null) continue;
    for (const field of Object.keys(tracker)) {
      if (model.columnNames.has(field)) continue;
      const pointer = toJsonPointer(['trackers', index, field]);
      const suggestion = toSuggestion(field, [...model.columnNames]);
      yield `${place}: ${pointer} is not a field of a tracker in this contract${suggestion}`;
    }
  }
}

function toStateError(file: string, problems: readonly string[]): MockError {
  return new MockError(
    'fixture-invalid',
    `Failed to load the state ${JSON.stringify(file)}. The file is left as it is. Correct it, or start with another --state.`,
    problems,
  );
}
