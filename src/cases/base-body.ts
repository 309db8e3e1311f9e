import type { RequestBody } from '../contract/operation.ts';
import type { Sampler } from './sample-values.ts';

/** What a server's models do with the JSON bodies of an operation beyond its schema. */
export interface BodyModel {
  /** Returns what a body is read as before its schema is applied. */
  readonly convert: (value: unknown) => unknown;
  /** Returns whether the models accept a body that its schema allows. */
  readonly accepts: (value: unknown) => boolean;
}

/** The model of a server that applies the schema alone. */
export const SCHEMA_ALONE: BodyModel = { convert: (value) => value, accepts: () => true };

/** Returns a body that the schema and the model accept, with every property if possible, or undefined if none is found. */
export function findBaseBody({ schema }: RequestBody, sampler: Sampler, model: BodyModel): unknown {
  const full = sampler.findValid(schema.pointer);
  if (full === undefined || model.accepts(full)) return full;
  const isAccepted = (value: unknown): boolean => sampler.isValid(schema.pointer, value) && model.accepts(value);
  const found = sampler.list(schema.pointer).find(({ value }) => value !== null && isAccepted(value));
  return found === undefined ? full : found.value;
}
