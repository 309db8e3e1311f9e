import { checkShape } from '../control/check-shape.ts';
import type { SchemaNode } from '../control/schema-object.ts';
import type { TrackerModel } from '../trackers/tracker-model.ts';
import { checkPlainName } from './plain-name.ts';
import type { SavedScenario } from './scenario-state.ts';
import { checkSavedScenario } from './scenario-state.ts';
import { DEFAULT_SESSION } from './session-name.ts';
import { STATE_VERSION } from './state-text.ts';

/** What a state file has besides the world of the default session. */
export interface StateMember {
  readonly tracker_fields: readonly string[];
  /** That of the default session. */
  readonly scenario?: SavedScenario;
  readonly snapshots?: readonly NamedWorld[];
  readonly sessions?: readonly (NamedWorld & { readonly snapshots?: readonly NamedWorld[] })[];
}

/** A world that is not checked yet. */
export interface NamedWorld {
  readonly name: string;
}

const NAME: SchemaNode = { type: 'string' };
const SNAPSHOTS: SchemaNode = {
  type: 'array',
  items: { type: 'object', required: ['name'], properties: { name: NAME } },
};
const STATE: SchemaNode = {
  type: 'object',
  required: ['version', 'tracker_fields'],
  properties: {
    version: { const: STATE_VERSION },
    tracker_fields: { type: 'array', items: { type: 'string' } },
    scenario: { type: 'object' },
    snapshots: SNAPSHOTS,
    sessions: {
      type: 'array',
      items: { type: 'object', required: ['name'], properties: { name: NAME, snapshots: SNAPSHOTS } },
    },
  },
  additionalProperties: false,
};

/** Yields what is wrong with the member `state` of a state file, each problem beginning with its JSON pointer. */
export function* checkStateMember(state: unknown): Generator<string> {
  let isWrong = false;
  for (const problem of checkShape(STATE, state, {}, '/state')) {
    isWrong = true;
    yield problem;
  }
  if (isWrong) return;
  const { scenario, snapshots, sessions = [] } = state as StateMember;
  if (scenario !== undefined) yield* checkSavedScenario(scenario, '/state/scenario');
  yield* checkNames(snapshots, '/state/snapshots');
  yield* checkNames(sessions, '/state/sessions', DEFAULT_SESSION);
  for (const [index, session] of sessions.entries()) {
    yield* checkNames(session.snapshots, `/state/sessions/${index}/snapshots`);
  }
}

function* checkNames(list: readonly NamedWorld[] = [], at: string, ...taken: readonly string[]): Generator<string> {
  const names = new Set(taken);
  for (const [index, { name }] of list.entries()) {
    const problem = checkPlainName(name);
    if (problem !== undefined) yield `${at}/${index}/name ${problem}`;
    if (names.has(name)) yield `${at}/${index}/name is a second ${JSON.stringify(name)}`;
    names.add(name);
  }
}

/** Returns how the fields of a tracker in a state file differ from those of the contract. */
export function listFieldDifferences({ tracker_fields }: StateMember, { columnNames }: TrackerModel): string[] {
  const saved = new Set(tracker_fields);
  return [
    ...[...saved]
      .filter((name) => !columnNames.has(name))
      .map((name) => `has the field ${JSON.stringify(name)}, which this contract does not define`),
    ...[...columnNames]
      .filter((name) => !saved.has(name))
      .map((name) => `lacks the field ${JSON.stringify(name)}, which this contract defines`),
  ];
}
