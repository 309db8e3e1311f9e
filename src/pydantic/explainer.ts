import type { SchemaError, Schemas } from '../contract/schema.ts';
import { findMember } from '../python/lossless-value.ts';
import type { ExplainBudget } from './explain-budget.ts';
import { toLossyText } from './lossy-text.ts';
import type { ValidationError, Wording } from './validation-error.ts';

/** A value that is looked at, and where it stands. */
export interface ValidationContext {
  readonly value: unknown;
  /** The value again, with numbers and the order of names as they were sent. */
  readonly input: unknown;
  readonly loc: readonly (string | number)[];
  readonly at: readonly (string | number)[];
  readonly effort: ExplainBudget;
  /** Whether what it lies in is explained again. */
  readonly isRepeat: boolean;
}

/**
 * Every mistake in a value that breaks one schema, which ajv has found. Made once for each schema, since what the schema says does not
 * change. None where there are no words for it.
 */
export type Explainer = (context: ValidationContext, errors: readonly SchemaError[]) => ValidationError[];

/** What the explainers of one document share. */
export interface Explainers {
  readonly schemas: Schemas;
  /** Every mistake in a value by the schema at a pointer; none where it keeps that. */
  explain(pointer: string, context: ValidationContext): ValidationError[];
  /** The same for a member of a value. */
  explainMember(pointer: string, context: ValidationContext, key: string | number, value: unknown): ValidationError[];
}

export function toValidationError({ loc, at }: ValidationContext, { type, msg, ctx }: Wording): ValidationError {
  return { type, loc, inputAt: at, msg, ctx };
}

/** Of a member that is not there. */
export function toMissing({ loc, at }: ValidationContext, key: string | number): ValidationError {
  return { type: 'missing', loc: [...loc, key], inputAt: at, msg: 'Field required', ctx: undefined };
}

/** A member of a value. */
export function toChild(
  { input, loc, at, effort, isRepeat }: ValidationContext,
  key: string | number,
  value: unknown,
): ValidationContext {
  return {
    value,
    input: findMember(input, key),
    loc: [...loc, typeof key === 'string' ? toLossyText(key) : key],
    at: [...at, key],
    effort,
    isRepeat,
  };
}
