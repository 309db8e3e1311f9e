import type { Preference } from './prefer-header.ts';
import type { Random } from './random.ts';
import type { StubReply, Stub, ViolationKind, Delay, Fault } from './stub.ts';

/** What was stubbed for one request, by its own `Prefer` header and by the session's stubs together. */
export interface Plan {
  readonly code: number | undefined;
  readonly reply: StubReply | undefined;
  /** In milliseconds; 0 where there is none. */
  readonly delay: number;
  readonly fault: Fault | undefined;
  readonly violation: ViolationKind;
  /** True where the stubbed reply breaks the contract on purpose. */
  readonly isViolation: boolean;
  /** What the request's own header asked for: decides what `preference-applied` names. */
  readonly preference: Preference | undefined;
  readonly stub: Stub | undefined;
}

/** Brings both together. What the request asks for itself goes before what the session stubbed. */
export function createPlan(
  preference: Preference | undefined,
  stub: Stub | undefined,
  random: Random,
): Plan | undefined {
  if (preference === undefined && stub === undefined) return undefined;
  const kind = preference?.violation ?? stub?.violation;
  return {
    code: preference?.code,
    reply: preference?.code === undefined ? stub?.reply : undefined,
    delay: drawDelay(preference?.delay ?? stub?.delay, random),
    fault: preference?.fault ?? stub?.fault,
    violation: kind ?? 'missing-field',
    isViolation: stub?.allowViolations === true,
    preference,
    stub,
  };
}

function drawDelay(delay: Delay | undefined, random: Random): number {
  if (delay === undefined) return 0;
  return typeof delay === 'number' ? delay : Math.round(delay.min + random() * (delay.max - delay.min));
}

/** What was done of a plan. */
export interface Applied {
  readonly code: boolean;
  readonly fault: boolean;
}

/** The `preference-applied` header: what of the request's own preferences was done. Undefined where nothing was. */
export function toPreferenceApplied(plan: Plan, applied: Applied): string | undefined {
  const { preference, code, delay, fault, violation } = plan;
  const parts = [
    ...(preference?.code !== undefined && applied.code ? [`code=${code}`] : []),
    ...(preference?.delay === undefined ? [] : [`delay=${delay}`]),
    ...(preference?.fault !== undefined && applied.fault
      ? [fault === 'contract-violation' ? `fault=${fault};violation=${violation}` : `fault=${fault}`]
      : []),
  ];
  return parts.length === 0 ? undefined : parts.join(', ');
}

/** What was stubbed for an exchange, for the journal: `stub 3`, `delay=250`, `fault=slow-body`. */
export function toOverrideNotes(plan: Plan, applied: Applied): string[] {
  const { stub, code, reply, delay, fault, violation } = plan;
  return [
    ...(stub === undefined ? [] : [`stub ${stub.id}`]),
    ...(code !== undefined && applied.code ? [`code=${code}`] : []),
    ...(reply === undefined ? [] : [`reply=${reply.status}`]),
    ...(delay === 0 ? [] : [`delay=${delay}`]),
    ...(fault === undefined || !applied.fault
      ? []
      : [fault === 'contract-violation' ? `fault=${fault};violation=${violation}` : `fault=${fault}`]),
  ];
}
