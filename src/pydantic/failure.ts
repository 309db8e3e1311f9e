import type { Wording } from './validation-error.ts';

/** Why pydantic refuses a value. */
export interface PydanticFailure {
  readonly ok: false;
  readonly error: Wording;
}

/** Creates a failure with a fixed message. */
export function toFailure(type: string, msg: string): PydanticFailure {
  return { ok: false, error: { type, msg } };
}

/** Creates a failure whose message ends in the reason, which `ctx.error` repeats. */
export function toFailureWithReason(type: string, msg: string, reason: string): PydanticFailure {
  return { ok: false, error: { type, msg: `${msg}, ${reason}`, ctx: { error: reason } } };
}
