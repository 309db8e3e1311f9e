import type { Response } from '../contract/operation.ts';
import type { AppliedOverride } from '../control/control-types.ts';
import { WIRE_FAULTS } from '../control/stub-schemas.ts';
import { toOverrideNotes } from '../exchange/applied-override.ts';
import type { BrokenReply, HttpReply } from '../exchange/reply.ts';
import type { Result } from '../exchange/result.ts';
import { toContractViolation } from './contract-violation-fault.ts';
import type { Override } from './override.ts';

/** A reply after an override was applied. */
export interface Overridden {
  readonly body: string;
  /** What was applied, for the journal. */
  readonly applied: AppliedOverride;
  /** The `preference-applied` header: the preferences of the request that were applied. Undefined if none was. */
  readonly preferenceApplied: string | undefined;
  /** Undefined to send the reply at once. */
  readonly delivery: HttpReply['delivery'];
}

/** @param response the contract's response for the result's status, or undefined if it lists none */
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

/** Returns the broken reply that an override asks for and what to record, or undefined if it asks for no wire fault. */
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
    // A delay of 0 is reported too, since the request asked for it.
    ...(preference.delay === undefined ? {} : { delay }),
    ...(preference.fault === undefined || fault === undefined ? {} : { fault }),
    ...(preference.fault === undefined || violation === undefined ? {} : { violation }),
  });
  if (preference.allowViolations === true) parts.push('allow-violations');
  return parts.length === 0 ? undefined : parts.join(', ');
}
