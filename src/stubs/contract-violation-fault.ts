import { isObject } from '../contract/document.ts';
import type { Schema } from '../contract/schema.ts';
import type { ViolationKind } from '../control/control-types.ts';

/**
 * Returns a reply that breaks its schema in the kind of way asked for: well-formed, and wrong in one place. Undefined if the schema cannot be
 * broken like that, such as a date in a reply that has none.
 */
export function toContractViolation(value: unknown, schema: Schema, kind: ViolationKind): unknown {
  for (const candidate of toCandidates(value, kind)) {
    if (schema.check(candidate) !== undefined) return candidate;
  }
  return undefined;
}

/** A value that no `date-time` takes and that a careless client still reads as a time. */
const BAD_DATE = '2026-02-30 25:61';

/** The value with one change each, until one breaks the schema. The first item stands for a whole list. */
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
