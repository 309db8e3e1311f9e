import { isObject } from '../contract/document.ts';
import type { Schema } from '../contract/schema.ts';
import type { ViolationKind } from '../control/control-types.ts';

/**
 * Returns a well-formed body that breaks its schema in one place, in the given way, or undefined if that is impossible, for example if the
 * body has no date.
 */
export function toContractViolation(value: unknown, schema: Schema, kind: ViolationKind): unknown {
  for (const candidate of toCandidates(value, kind)) {
    if (schema.check(candidate) !== undefined) return candidate;
  }
  return undefined;
}

/** Not a valid `date-time`, but a lenient client may still parse it. */
const BAD_DATE = '2026-02-30 25:61';

/** Yields copies of the value with one change each. Of a list only the first item is changed. */
function* toCandidates(value: unknown, kind: ViolationKind): Generator {
  if (Array.isArray(value)) {
    const [first, ...others] = value as readonly unknown[];
    for (const candidate of toCandidates(first, kind)) yield [candidate, ...others];
    if (kind === 'wrong-type') yield {};
    return;
  }
  if (!isObject(value)) return;
  for (const [name, member] of Object.entries(value)) {
    const { [name]: _, ...others } = value;
    if (kind === 'missing-field') yield others;
    else if (kind === 'wrong-type') yield { ...value, [name]: typeof member === 'number' ? String(member) : 12_345 };
    else if (typeof member === 'string') yield { ...value, [name]: BAD_DATE };
  }
}
