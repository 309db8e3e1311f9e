import type { FuncKeywordDefinition } from 'ajv';

/**
 * `multipleOf` in place of ajv's own, which divides: 0.3 would be no multiple of 0.1, and of integers with more than 53 bits nearly all
 * multiples of any. A number may be off by a billionth of itself, as pydantic has it; an integer by nothing.
 */
export const MULTIPLE_OF: FuncKeywordDefinition = {
  keyword: 'multipleOf',
  type: 'number',
  schemaType: 'number',
  error: { message: 'must be a multiple of what the schema says' },
  compile:
    (step: number, { type }) =>
    (value: number) => {
      const rest = Math.abs(value % step);
      const tolerance = type === 'integer' ? 0 : Math.abs(value) / 1e9;
      return rest <= tolerance || Math.abs(rest - step) <= tolerance;
    },
};
