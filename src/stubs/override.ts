import type { Preference } from './prefer-header.ts';
import type { Random } from './random.ts';
import type { ArrangedReply, Arrangement, Breach, Delay, Fault } from './stub.ts';

/** What was arranged for one request, by its own `Prefer` header and by the session's arrangements together. */
export interface Plan {
  readonly code: number | undefined;
  readonly reply: ArrangedReply | undefined;
  /** In milliseconds; 0 where there is none. */
  readonly delay: number;
  readonly fault: Fault | undefined;
  readonly breach: Breach;
  /** True where the arranged reply breaks the contract on purpose. */
  readonly isBreach: boolean;
  /** What the request's own header asked for: decides what `preference-applied` names. */
  readonly preference: Preference | undefined;
  readonly arrangement: Arrangement | undefined;
}

/** Brings both together. What the request asks for itself goes before what the session arranged. */
export function createPlan(
  preference: Preference | undefined,
  arrangement: Arrangement | undefined,
  random: Random,
): Plan | undefined {
  if (preference === undefined && arrangement === undefined) return undefined;
  const way = preference?.breach ?? arrangement?.breach;
  return {
    code: preference?.code,
    reply: preference?.code === undefined ? arrangement?.reply : undefined,
    delay: drawDelay(preference?.delay ?? arrangement?.delay, random),
    fault: preference?.fault ?? arrangement?.fault,
    breach: typeof way === 'string' ? way : 'missing-field',
    isBreach: arrangement?.breach === true,
    preference,
    arrangement,
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
  const { preference, code, delay, fault, breach } = plan;
  const parts = [
    ...(preference?.code !== undefined && applied.code ? [`code=${code}`] : []),
    ...(preference?.delay === undefined ? [] : [`delay=${delay}`]),
    ...(preference?.fault !== undefined && applied.fault
      ? [fault === 'contract-breach' ? `fault=${fault};way=${breach}` : `fault=${fault}`]
      : []),
  ];
  return parts.length === 0 ? undefined : parts.join(', ');
}

/** What was arranged for an exchange, for the journal: `arrangement 3`, `delay=250`, `fault=slow-body`. */
export function toArrangedNotes(plan: Plan, applied: Applied): string[] {
  const { arrangement, code, reply, delay, fault, breach } = plan;
  return [
    ...(arrangement === undefined ? [] : [`arrangement ${arrangement.id}`]),
    ...(code !== undefined && applied.code ? [`code=${code}`] : []),
    ...(reply === undefined ? [] : [`reply=${reply.status}`]),
    ...(delay === 0 ? [] : [`delay=${delay}`]),
    ...(fault === undefined || !applied.fault
      ? []
      : [fault === 'contract-breach' ? `fault=${fault};way=${breach}` : `fault=${fault}`]),
  ];
}
