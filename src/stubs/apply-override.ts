import type { Response } from '../contract/operation.ts';
import type { AppliedOverride } from '../control/control-types.ts';
import { WIRE_FAULTS } from '../control/stub-schemas.ts';
import { toOverrideNotes } from '../exchange/applied-override.ts';
import type { BrokenReply, HttpReply } from '../exchange/reply.ts';
import type { Result } from '../exchange/result.ts';
import { toContractViolation } from './contract-violation-fault.ts';
import type { Override } from './override.ts';

/** What an override makes of a reply. */
export interface Overridden {
  readonly body: string;
  /** For the journal. */
  readonly applied: AppliedOverride;
  /** The `preference-applied` header: what of the request's own preferences was applied. Undefined if nothing was. */
  readonly preferenceApplied: string | undefined;
  /** Undefined for at once. */
  readonly delivery: HttpReply['delivery'];
}

/** @param response what the contract lists for the result's status; undefined if nothing */
export function applyOverride(override: Override, result: Result, response: Response | undefined): Overridden {
  const { fault, delay } = override;
  const violating =
    fault === 'contract-violation' && response?.schema !== undefined
      ? toContractViolation(result.value, response.schema, override.violation)
      : undefined;
  const hasFault = fault !== 'contract-violation' || violating !== undefined;
  const applied = toApplied(override, result.status, hasFault);
  return {
    body: violating === undefined ? result.body : JSON.stringify(violating),
    applied,
    preferenceApplied: toPreferenceApplied(override, applied),
    delivery: fault === 'slow-body' ? { kind: 'slow-body', delay } : delay === 0 ? undefined : { kind: 'delay', delay },
  };
}

/** The failing connection that an override asks for, and what to record; undefined if it asks for none. */
export function applyWireFault(override: Override): { reply: BrokenReply; applied: AppliedOverride } | undefined {
  const fault = WIRE_FAULTS.find((known) => known === override.fault);
  if (fault === undefined) return undefined;
  const delivery = { kind: 'wire-fault', fault, delay: override.delay } as const;
  return { reply: { status: null, headers: {}, body: '', delivery }, applied: toApplied(override, null, true) };
}

function toApplied(
  { stub, code, reply, delay, fault, violation }: Override,
  status: number | null,
  hasFault: boolean,
): AppliedOverride {
  return {
    ...(stub === undefined ? {} : { stub: stub.id }),
    ...(code !== undefined && code === status ? { code } : {}),
    ...(reply === undefined ? {} : { reply: reply.status }),
    ...(delay === 0 ? {} : { delay }),
    ...(fault === undefined || !hasFault ? {} : { fault }),
    ...(fault === 'contract-violation' && hasFault ? { violation } : {}),
  };
}

function toPreferenceApplied(
  { preference, delay }: Override,
  { code, fault, violation }: AppliedOverride,
): string | undefined {
  if (preference === undefined) return undefined;
  const parts = toOverrideNotes({
    ...(preference.code === undefined || code === undefined ? {} : { code }),
    // Also a delay of 0, which the request asked for.
    ...(preference.delay === undefined ? {} : { delay }),
    ...(preference.fault === undefined || fault === undefined ? {} : { fault }),
    ...(preference.fault === undefined || violation === undefined ? {} : { violation }),
  });
  return parts.length === 0 ? undefined : parts.join(', ');
}
