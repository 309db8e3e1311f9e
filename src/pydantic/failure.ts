import type { Wording } from './validation-error.ts';

/** Why pydantic refuses a value. */
export interface PydanticFailure {
  readonly ok: false;
  readonly error: Wording;
}

/** A failure of a kind that has one sentence. */
export function toFailure(type: string, msg: string): PydanticFailure {
  return { ok: false, error: { type, msg } };
}

/** A failure whose sentence ends in the reason, which `ctx.error` has once more. */
export function toFailureWithReason(type: string, msg: string, reason: string): PydanticFailure {
  return { ok: false, error: { type, msg: `${msg}, ${reason}`, ctx: { error: reason } } };
}
