import type { SchemaError, Schemas } from '../contract/schema.ts';
import type { ValidationRun } from '../contract/validation-run.ts';
import { findMember } from '../python/lossless-value.ts';
import type { ErrorTally } from './error-limit.ts';
import { toLossyText } from './lossy-text.ts';
import type { ValidationError, Wording } from './validation-error.ts';

/** A value whose errors are explained, and its place. */
export interface ValidationContext {
  readonly value: unknown;
  /** The same value, with its numbers and the order of its members as sent. */
  readonly input: unknown;
  readonly loc: readonly (string | number)[];
  readonly at: readonly (string | number)[];
  readonly run: ValidationRun;
  readonly tally: ErrorTally;
}

/**
 * Returns the errors of a value that violates one schema, or an empty list if pydantic's wording is not known. Created once per schema.
 *
 * @param errors what ajv says of the value
 */
export type Explainer = (context: ValidationContext, errors: readonly SchemaError[]) => ValidationError[];

/** Shared by the explainers of one document. */
export interface Explainers {
  readonly schemas: Schemas;
  /** Returns the errors of a value by the schema at a pointer; an empty list if it is valid. */
  explain(pointer: string, context: ValidationContext): ValidationError[];
  /** Does the same for a member of a value. */
  explainMember(pointer: string, context: ValidationContext, key: string | number, value: unknown): ValidationError[];
}

export function toValidationError({ loc, at, tally }: ValidationContext, { type, msg, ctx }: Wording): ValidationError {
  tally.count += 1;
  return { type, loc, inputAt: at, msg, ctx };
}

/** Returns the error for a missing member. */
export function toMissing({ loc, at, tally }: ValidationContext, key: string | number): ValidationError {
  tally.count += 1;
  return { type: 'missing', loc: [...loc, key], inputAt: at, msg: 'Field required', ctx: undefined };
}

/** Returns the context of a member. */
export function toChild(
  { input, loc, at, run, tally }: ValidationContext,
  key: string | number,
  value: unknown,
): ValidationContext {
  return {
    value,
    input: findMember(input, key),
    loc: [...loc, typeof key === 'string' ? toLossyText(key) : key],
    at: [...at, key],
    run,
    tally,
  };
}
