import type { FuncKeywordDefinition } from 'ajv';

/** How far a float may be from a multiple, as in pydantic. */
const TOLERANCE = 1e-9;

/**
 * Replaces ajv's `multipleOf`, which divides and requires an integer: 0.3 would not be a multiple of 0.1, and nearly every
 * integer of more than 53 bits would be a multiple of any number.
 */
export const MULTIPLE_OF: FuncKeywordDefinition = {
  keyword: 'multipleOf',
  type: 'number',
  schemaType: 'number',
  error: { message: 'must be a multiple of what the schema says' },
  compile:
    (step: number, { type }) =>
    (value: number) => {
      if (type === 'integer') return value % step === 0;
      const size = Math.abs(value);
      return Math.abs(size - Math.round(size / step) * step) <= TOLERANCE;
    },
};
