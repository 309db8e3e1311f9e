import { checkShape } from '../control/check-shape.ts';
import type { ScenarioStepInfo } from '../control/control-types.ts';
import { SCENARIO_SCHEMAS } from '../control/scenario-schemas.ts';
import type { SchemaNode } from '../control/schema-object.ts';
import { toReference } from '../control/schema-object.ts';
import { parseTimestamp, toTimestamp } from '../trackers/timestamp.ts';
import type { ScenarioContext } from './scenario-run.ts';
import { hasEnded, play } from './scenario-run.ts';
import type { Session } from './session.ts';

/** How far the scenario of a session had come, as a state file has it. */
export interface SavedScenario {
  /** {@link Scenario.digest}. */
  readonly digest: string;
  /** When the first round began. */
  readonly start: string;
  /** From 0. */
  readonly round: number;
  readonly done: number;
  /** When the last step of the round happened, in microseconds since the round's start. */
  readonly last: number;
  /** The places of its stubs among those of the session, by id. */
  readonly stubs: Readonly<Record<string, number>>;
  /** The microseconds of the session's clock since the start of the first round. Files of older versions lack it, and what follows. */
  readonly elapsed?: number;
  readonly skipped?: number;
  /** {@link ScenarioRun.last}. */
  readonly last_step?: ScenarioStepInfo;
}

const COUNT = { type: 'integer', minimum: 0 } as const;
const SAVED_SCENARIO: SchemaNode = {
  type: 'object',
  required: ['digest', 'start', 'round', 'done', 'last', 'stubs'],
  properties: {
    digest: { type: 'string' },
    start: { type: 'string' },
    round: COUNT,
    done: COUNT,
    last: COUNT,
    stubs: { type: 'object', additionalProperties: COUNT },
    elapsed: COUNT,
    skipped: COUNT,
    last_step: toReference('ScenarioStepInfo'),
  },
  additionalProperties: false,
};

/** Yields what is wrong with a saved scenario, each problem beginning with its JSON pointer. */
export function* checkSavedScenario(value: unknown, at: string): Generator<string> {
  let isWrong = false;
  for (const problem of checkShape(SAVED_SCENARIO, value, SCENARIO_SCHEMAS, at)) {
    isWrong = true;
    yield problem;
  }
  if (isWrong) return;
  const { start } = value as SavedScenario;
  if (parseTimestamp(start) === undefined) yield `${at}/start is not a date-time (${JSON.stringify(start)})`;
}

/** Returns how far the scenario of the mock has come in a session; undefined if it has not begun, or the session has another one. */
export function captureScenario({ scenario: run, stubs, clock }: Session): SavedScenario | undefined {
  if (run?.position === undefined || run.isOwn) return undefined;
  const { base, round, done, last } = run.position;
  return {
    digest: run.scenario.digest,
    start: toTimestamp(base),
    round,
    done,
    last,
    stubs: stubs.givenIds(),
    // Somebody may have set the clock to a time before the start.
    elapsed: Math.max(clock.now() - base, 0),
    skipped: run.skipped,
    ...(run.last === undefined ? {} : { last_step: run.last }),
  };
}

/** Why the scenario of a session does not go on in the world of a state file. */
export type WaitReason = 'saved without a scenario' | 'saved with another scenario';

/**
 * Lets the scenario of a session go on where it was saved. If it was not, or the scenario is another one now, it waits: played at once it
 * would do again in the session's world what was done there already.
 *
 * @param isClockKept whether the session's clock is not the saved one, so that the scenario goes on from its present time
 * @returns why it waits, or undefined if it goes on
 */
export function restoreScenario(
  session: Session,
  saved: SavedScenario | undefined,
  isClockKept: boolean,
  context: ScenarioContext,
): WaitReason | undefined {
  const { scenario: run, clock } = session;
  if (run === undefined) return undefined;
  // A step at the start may have been performed in the world of the fixtures already.
  run.skipped = 0;
  run.last = undefined;
  if (saved?.digest !== run.scenario.digest) {
    run.position = undefined;
    if (isClockKept) session.clock = run.start.clock.copy();
    return saved === undefined ? 'saved without a scenario' : 'saved with another scenario';
  }
  const { start, round, done, last } = saved;
  const { elapsed = round * (run.scenario.loop?.every ?? 0) + last } = saved;
  // The machine's clock has gone on while the mock did not run, and the scenario has not.
  const isLater = isClockKept || clock.state().mode === 'real';
  const base = isLater ? clock.now() - elapsed : (parseTimestamp(start) ?? clock.now());
  run.position = { base, round, done, last };
  run.skipped = saved.skipped ?? 0;
  run.last = saved.last_step;
  // At the speed that the mock was started with now.
  if (clock.isMoving && !hasEnded(run, context)) play(session, run, context.getStart().speed, context);
  return undefined;
}
