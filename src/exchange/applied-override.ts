import type { AppliedOverride } from '../control/control-types.ts';

/** Formats an override for people: `stub 3`, `delay=250`, `fault=contract-violation;violation=bad-date`. */
export function toOverrideNotes({ stub, code, reply, delay, fault, violation }: AppliedOverride): string[] {
  return [
    ...(stub === undefined ? [] : [`stub ${stub}`]),
    ...(code === undefined ? [] : [`code=${code}`]),
    ...(reply === undefined ? [] : [`reply=${reply}`]),
    ...(delay === undefined ? [] : [`delay=${delay}`]),
    ...(fault === undefined ? [] : [`fault=${fault}${violation === undefined ? '' : `;violation=${violation}`}`]),
  ];
}
