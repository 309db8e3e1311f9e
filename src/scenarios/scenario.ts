import type { ScenarioEvent, ScenarioStepInfo, ScenarioTracker, StubInput } from '../control/control-types.ts';

/** A scenario that was checked, with its repetitions written out. Never changed, so that sessions can share it. */
export interface Scenario {
  /** Its file, for messages. Undefined if it has none. */
  readonly name: string | undefined;
  readonly description: string | undefined;
  /** In the order in which they happen. */
  readonly steps: readonly Step[];
  readonly loop: Loop | undefined;
  /** The memory that its steps take, in bytes. */
  readonly bytes: number;
  /** Tells it from others: two scenarios with the same one have the same steps. */
  readonly digest: string;
}

export interface Loop {
  /** The time from the start of one round to that of the next, in microseconds. */
  readonly every: number;
  /** How many rounds there are; infinite without a limit. */
  readonly times: number;
}

export interface Step {
  /** Its place in the document: `/steps/3`. */
  readonly pointer: string;
  readonly timing: Timing;
  readonly action: Action;
}

/** When a step happens, in microseconds. */
export interface Timing {
  /** What its time counts from. */
  readonly from: 'start' | 'step before';
  readonly after: number;
  /** Up to how much later it may be. */
  readonly jitter: number;
}

export type Action =
  | { readonly kind: 'event'; readonly event: ScenarioEvent }
  | { readonly kind: 'tracker'; readonly tracker: ScenarioTracker }
  | { readonly kind: 'stub'; readonly id: string | undefined; readonly stub: StubInput }
  | { readonly kind: 'removeStub'; readonly id: string };

/** The round that a session is in, and how many of its steps are done. A value, so that a snapshot can keep it. */
export interface Position {
  /** When the first round began, in microseconds since 1970. */
  readonly base: number;
  /** From 0. */
  readonly round: number;
  readonly done: number;
  /** When the last step of the round happened, in microseconds since the round's start. */
  readonly last: number;
}

/** Returns when a round began, in microseconds since 1970. */
export function toRoundStart({ loop }: Scenario, { base, round }: Position): number {
  return base + round * (loop?.every ?? 0);
}

/** @param at in microseconds since the start of the round */
export function toStepInfo({ pointer, action }: Step, at: number, problem?: string): ScenarioStepInfo {
  return { pointer, action: action.kind, at: at / 1000, ...(problem === undefined ? {} : { problem }) };
}
