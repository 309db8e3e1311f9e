import type { ScenarioStatus, ScenarioStepInfo } from '../control/control-types.ts';
import { MockError } from '../mock-error.ts';
import { applyStep } from '../scenarios/apply-step.ts';
import type { PlannedStep } from '../scenarios/plan-step.ts';
import { planStep } from '../scenarios/plan-step.ts';
import type { Position, Scenario } from '../scenarios/scenario.ts';
import { toRoundStart, toStepInfo } from '../scenarios/scenario.ts';
import type { FixtureRules } from '../trackers/fixture.ts';
import { toSentence } from '../trackers/fixture.ts';
import { LAST_TIME, toTimestamp } from '../trackers/timestamp.ts';
import { DEFAULT_SESSION } from './session-name.ts';
import type { ScenarioRun, ScenarioStart, Session, SessionStart } from './session.ts';
import { countState } from './session.ts';

/*
 * A scenario is a function of its session's clock: a step has happened when the clock has reached its time. To play is to let the clock run,
 * to pause is to stop it, and to step is to set it to the time of the next step. Steps are performed when somebody looks at the session
 * (`catchUp`), so no timer is needed, and a world that is played is the same as one that is stepped through.
 */

export interface ScenarioContext {
  readonly rules: FixtureRules;
  readonly getStart: () => SessionStart;
  /** Called after each step. */
  readonly onStep: (session: string, step: ScenarioStepInfo) => void;
  /** Called when a scenario begins to be played. */
  readonly onPlay: () => void;
}

/** Gives a session the scenario that the mock was started with, if any, and plays it in the default session if it is to move by itself. */
export function startScenario(session: Session, context: ScenarioContext): void {
  const { scenario, speed, playsScenario } = context.getStart();
  if (scenario === undefined) return;
  const run = attachScenario(session, scenario, speed, false);
  if (playsScenario && session.name === DEFAULT_SESSION) play(session, run, speed, context);
}

/** Begins a session's scenario anew in another world that it has got. */
export function startAgain(session: Session, { scenario, speed, isOwn }: ScenarioRun, context: ScenarioContext): void {
  const isPlayed = session.clock.isMoving && session.scenario?.position !== undefined;
  const run = attachScenario(session, scenario, speed, isOwn);
  if (isPlayed) play(session, run, speed, context);
}

/** Gives a session a scenario. With a clock that stands still it begins at once, paused, so that steps happen as the clock is set. */
export function attachScenario(session: Session, scenario: Scenario, speed: number, isOwn: boolean): ScenarioRun {
  const run: ScenarioRun = {
    scenario,
    isOwn,
    speed,
    start: takeStart(session),
    position: undefined,
    skipped: 0,
    last: undefined,
  };
  session.scenario = run;
  if (!session.clock.isMoving) begin(session, run);
  countState(session);
  return run;
}

function takeStart({ world, clock, stubs, memory }: Session): ScenarioStart {
  return { world: world.fork(memory), clock: clock.hold(), stubs: stubs.inputs(), stubsBytes: stubs.bytes };
}

function begin(session: Session, run: ScenarioRun): Position {
  run.start = takeStart(session);
  run.position = { base: session.clock.now(), round: 0, done: 0, last: 0 };
  countState(session);
  return run.position;
}

/** Performs the steps whose time has come. In the time of one round at most: of a loop only the present round counts. */
export function catchUp(session: Session, run: ScenarioRun, context: ScenarioContext): void {
  const { scenario } = run;
  if (run.position === undefined) return;
  const now = session.clock.now();
  const present = findRound(scenario, run.position, now);
  if (present > run.position.round) {
    restoreStart(session, run, context);
    run.position = { base: run.position.base, round: present, done: 0, last: 0 };
  }
  const seed = toSeed(context);
  for (;;) {
    const position: Position = run.position;
    const planned = planStep(scenario, position, seed);
    const time = planned && toTime(scenario, position, planned);
    if (planned === undefined || time === undefined || time > now) return;
    const [problem] = applyStep(planned, session, context.rules, time);
    run.position = { ...position, done: position.done + 1, last: planned.at };
    if (problem !== undefined) run.skipped += 1;
    const reason = problem && toSentence(problem.path, problem.message, problem.value);
    run.last = toStepInfo(planned.step, planned.at, reason);
    context.onStep(session.name, run.last);
  }
}

function findRound({ loop }: Scenario, { base }: Position, now: number): number {
  return loop === undefined ? 0 : Math.min(Math.floor((now - base) / loop.every), loop.times - 1);
}

function restoreStart(session: Session, { start }: ScenarioRun, { getStart }: ScenarioContext): void {
  session.world = start.world.fork(session.memory);
  session.stubs.restore(start.stubs, getStart().stubs);
  countState(session);
}

/** When a step happens, in microseconds since 1970. */
function toTime(scenario: Scenario, position: Position, { at }: PlannedStep): number {
  return Math.min(toRoundStart(scenario, position) + at, LAST_TIME);
}

/** The same for all sessions, so that a demo and a test draw the same. */
function toSeed({ getStart }: ScenarioContext): string {
  return getStart().seed;
}

/** Returns the next step with its position, which may be in the next round, or undefined if none is left. */
function findNext(
  { scenario }: ScenarioRun,
  position: Position,
  context: ScenarioContext,
): { readonly planned: PlannedStep; readonly position: Position } | undefined {
  const planned = planStep(scenario, position, toSeed(context));
  if (planned !== undefined) return { planned, position };
  if (position.round + 1 >= (scenario.loop?.times ?? 1)) return undefined;
  const next = { ...position, round: position.round + 1, done: 0, last: 0 };
  const first = planStep(scenario, next, toSeed(context));
  return first && { planned: first, position: next };
}

/** @throws {MockError} `conflict` if it has ended */
export function play(session: Session, run: ScenarioRun, speed: number, context: ScenarioContext): void {
  refuseEnd(run, 'play', context);
  if (run.position === undefined) begin(session, run);
  run.speed = speed;
  const { clock } = session;
  // A clock that follows the machine's runs at that speed already.
  if (clock.state().mode !== 'real' || speed !== 1) clock.set({ mode: 'running', speed });
  context.onPlay();
}

export function pause(session: Session, run: ScenarioRun): void {
  // Begun before the clock is stopped: a restart brings back the clock with which it began.
  const now = run.position === undefined ? begin(session, run).base : session.clock.now();
  if (session.clock.isMoving) session.clock.set({ mode: 'fixed', now: toTimestamp(now) });
}

/**
 * Stops the clock at the time of the next step, and performs it with all others of that time.
 *
 * @throws {MockError} `conflict` if it has ended
 */
export function stepOnce(session: Session, run: ScenarioRun, context: ScenarioContext): void {
  refuseEnd(run, 'step', context);
  pause(session, run);
  const next = run.position && findNext(run, run.position, context);
  if (next === undefined) return;
  const time = toTime(run.scenario, next.position, next.planned);
  if (time > session.clock.now()) session.clock.set({ now: toTimestamp(time) });
  catchUp(session, run, context);
}

/** Brings back what the session had when the scenario began. It is played again if it was. */
export function restart(session: Session, run: ScenarioRun, context: ScenarioContext): void {
  const isPlayed = run.position !== undefined && session.clock.isMoving;
  restoreStart(session, run, context);
  session.clock = run.start.clock.copy();
  run.position = undefined;
  run.skipped = 0;
  run.last = undefined;
  if (!session.clock.isMoving) begin(session, run);
  if (isPlayed) play(session, run, run.speed, context);
}

/** Whether no step is left in its last round. */
export function hasEnded(run: ScenarioRun, context: ScenarioContext): boolean {
  return run.position !== undefined && findNext(run, run.position, context) === undefined;
}

function refuseEnd(run: ScenarioRun, task: string, context: ScenarioContext): void {
  if (!hasEnded(run, context)) return;
  throw new MockError('conflict', `Failed to ${task} the scenario: it has ended. Restart it.`);
}

export function toScenarioStatus({ scenario: run, clock }: Session, context: ScenarioContext): ScenarioStatus {
  if (run === undefined) return { ...NO_SCENARIO, speed: context.getStart().speed };
  const { scenario, skipped, last = null } = run;
  const now = clock.now();
  const position = run.position ?? { base: now, round: 0, done: 0, last: 0 };
  const next = findNext(run, position, context);
  const isBegun = run.position !== undefined;
  const { mode, speed = run.speed } = clock.state();
  const times = scenario.loop?.times ?? 1;
  return {
    state: next === undefined ? 'ended' : !isBegun ? 'ready' : clock.isMoving ? 'playing' : 'paused',
    description: scenario.description ?? null,
    speed: isBegun && mode === 'real' ? 1 : speed,
    position: (now - toRoundStart(scenario, position)) / 1000,
    round: position.round + 1,
    rounds: Number.isFinite(times) ? times : null,
    done: position.done,
    steps: scenario.steps.length,
    skipped,
    last,
    next: next === undefined ? null : toStepInfo(next.planned.step, next.planned.at),
  };
}

const NO_SCENARIO = {
  state: 'none',
  description: null,
  position: 0,
  round: 1,
  rounds: 1,
  done: 0,
  steps: 0,
  skipped: 0,
  last: null,
  next: null,
} as const;
