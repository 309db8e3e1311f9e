import { findAt } from '../python/lossless-value.ts';
import type { ValidationError } from './validation-error.ts';

/** How many errors were created for one value, and how many its answer lists. */
export interface ErrorTally {
  count: number;
  readonly most: number;
}

/** How many characters the inputs that the errors of an answer show may have together. */
const MAX_INPUT_SIZE = 2 ** 24;

/** Whether enough errors were found: one more than the answer lists. */
export function isFull({ count, most }: ErrorTally): boolean {
  return count > most;
}

/**
 * Keeps the first errors and, if there are more, adds one that says so. If the branches of a union overlap and contain the union, pydantic
 * lists twice as many errors with every level of the value.
 *
 * @param value the value that the errors were found in
 * @param most how many errors the answer lists
 */
export function limitErrors(errors: ValidationError[], value: unknown, most: number): ValidationError[] {
  let left = MAX_INPUT_SIZE;
  const listed = errors.slice(0, most).filter(({ inputAt }, index) => {
    if (left >= 0) left -= measure(findAt(value, inputAt), left);
    return index === 0 || left >= 0;
  });
  if (listed.length === errors.length) return errors;
  const msg = `Too many errors: only the first ${listed.length === 1 ? 'is' : `${listed.length} are`} listed`;
  return [...listed, { type: 'too_many_errors', loc: [], inputAt: listed[0]?.inputAt ?? [], msg, ctx: undefined }];
}

/** Returns the approximate length of a value as JSON, or any number above the limit if it is longer. */
function measure(value: unknown, limit: number): number {
  if (typeof value === 'string') return value.length + 2;
  if (typeof value !== 'object' || value === null) return 4;
  let size = 2;
  if (Array.isArray(value)) {
    // Without a list of all entries, which would take more memory than the body.
    for (const item of value) {
      if (size > limit) break;
      size += 1 + measure(item, limit - size);
    }
    return size;
  }
  for (const [key, member] of Object.entries(value)) {
    if (size > limit) break;
    size += key.length + 4 + measure(member, limit - size);
  }
  return size;
}
