import type { JsonObject, Place } from '../contract/document.ts';
import { isObject, resolvePlace } from '../contract/document.ts';
import { toPointer } from '../contract/json-pointer.ts';
import type { Schemas } from '../contract/schema.ts';
import type { ValidationRun } from '../contract/validation-run.ts';
import { remember } from '../contract/validation-run.ts';
import { findChoices, isNullSchema } from './scalar-wording.ts';

/** Returns the pointers of a union's branches without null, or undefined if the schema is not a union. */
export function findUnionBranches({ node, pointer }: Place): string[] | undefined {
  for (const keyword of ['anyOf', 'oneOf'] as const) {
    const branches = node[keyword];
    if (!Array.isArray(branches)) continue;
    return branches.flatMap((branch, index) => (isNullSchema(branch) ? [] : [toPointer(pointer, keyword, index)]));
  }
  return undefined;
}

/**
 * Returns the branch of a union that pydantic's smart mode chooses for a value, or undefined if no branch accepts it: among models the
 * one with the most fields set, otherwise the branch that needs the least conversion (a string before a time), otherwise the first.
 *
 * Source: `validate_smart` of pydantic-core's union validator.
 */
export function findUnionBranch(
  schemas: Schemas,
  branches: readonly string[],
  value: unknown,
  run: ValidationRun,
): string | undefined {
  const [first = ''] = branches;
  return remember(run, `branch ${first}`, value, () => chooseBranch(schemas, branches, value, run));
}

function chooseBranch(
  schemas: Schemas,
  branches: readonly string[],
  value: unknown,
  run: ValidationRun,
): string | undefined {
  let best: (Fit & { readonly pointer: string }) | undefined;
  for (const pointer of branches) {
    if (schemas.compile(pointer).check(value, run) !== undefined) continue;
    const fit = measure(schemas, pointer, value, run);
    if (fit.exactness === EXACT && fit.fields === undefined) return pointer;
    if (best === undefined || isBetter(fit, best)) best = { ...fit, pointer };
  }
  return best?.pointer;
}

const EXACT = 2;
/** An integer for a float, an object for a model, which must be constructed, or anything where anything is allowed. */
const STRICT = 1;
const CONVERTED = 0;

/** How well a valid value fits a branch. */
interface Fit {
  readonly exactness: number;
  /** How many fields of models are set in it, or undefined if it contains no model. */
  readonly fields: number | undefined;
}

function isBetter(fit: Fit, best: Fit): boolean {
  const isCounted = fit.fields !== undefined && best.fields !== undefined;
  if (isCounted && fit.fields !== best.fields) return fit.fields > best.fields;
  return fit.exactness > best.exactness;
}

function measure(schemas: Schemas, pointer: string, value: unknown, run: ValidationRun): Fit {
  return remember(run, `fit ${pointer}`, value, () => measureNew(schemas, pointer, value, run));
}

function measureNew(schemas: Schemas, pointer: string, value: unknown, run: ValidationRun): Fit {
  if (!isObject(schemas.compile(pointer).node)) return ANYTHING;
  const place = resolvePlace(schemas.document, pointer);
  const branches = findUnionBranches(place);
  if (branches !== undefined) {
    const branch = value === null ? undefined : findUnionBranch(schemas, branches, value, run);
    return branch === undefined ? { exactness: EXACT, fields: undefined } : measure(schemas, branch, value, run);
  }
  if (isAny(place.node)) return ANYTHING;
  if (Array.isArray(value)) return measureArray(schemas, place, value, run);
  if (isObject(value)) return measureObject(schemas, place, value, run);
  // A Literal keeps the value, an Enum member is constructed from it.
  const isEnum = findChoices(place.node) !== undefined && place.pointer !== pointer;
  return { exactness: isEnum ? CONVERTED : measureScalar(place.node, value), fields: undefined };
}

const ANYTHING: Fit = { exactness: STRICT, fields: undefined };

/** Whether a schema is that of `Any`, which says nothing of a value. */
function isAny(schema: JsonObject): boolean {
  return !['type', 'const', 'enum', 'allOf', 'properties'].some((keyword) => keyword in schema);
}

function measureScalar(schema: JsonObject, value: unknown): number {
  if (findChoices(schema) !== undefined) return EXACT;
  if (schema['type'] === undefined || schema['format'] !== undefined) return CONVERTED;
  return schema['type'] === 'number' && Number.isInteger(value) ? STRICT : EXACT;
}

function measureArray(schemas: Schemas, { node, pointer }: Place, value: readonly unknown[], run: ValidationRun): Fit {
  const prefix = Array.isArray(node['prefixItems']) ? node['prefixItems'].length : 0;
  const isList = prefix === 0 && node['uniqueItems'] !== true && node['type'] === 'array';
  const fits = value.flatMap((item, index) => {
    if (index < prefix) return [measure(schemas, toPointer(pointer, 'prefixItems', index), item, run)];
    return node['items'] === undefined ? [] : [measure(schemas, toPointer(pointer, 'items'), item, run)];
  });
  return merge(isList ? EXACT : CONVERTED, undefined, fits);
}

function measureObject(schemas: Schemas, { node, pointer }: Place, value: JsonObject, run: ValidationRun): Fit {
  const { properties, additionalProperties: extra } = node;
  const names = Object.keys(value);
  const isModel = isObject(properties);
  const known = isModel ? names.filter((name) => Object.hasOwn(properties, name)) : [];
  const others = extra === undefined || extra === false ? [] : names.filter((name) => !known.includes(name));
  const fits = known.map((name) => measure(schemas, toPointer(pointer, 'properties', name), value[name], run));
  for (const name of others) {
    const fit = measure(schemas, toPointer(pointer, 'additionalProperties'), value[name], run);
    // Extra members of a model do not count as fields.
    fits.push(isModel ? { ...fit, fields: undefined } : fit);
  }
  if (isModel) return merge(STRICT, known.length, fits);
  return merge(node['type'] === 'object' ? EXACT : CONVERTED, undefined, fits);
}

/** A value is as exact as its least exact part, and has the fields of all parts. */
function merge(exactness: number, fields: number | undefined, fits: readonly Fit[]): Fit {
  let sum = fields;
  let least = exactness;
  // Not Math.min(...): there may be more parts than a function accepts arguments.
  for (const fit of fits) {
    if (fit.fields !== undefined) sum = (sum ?? 0) + fit.fields;
    if (fit.exactness < least) least = fit.exactness;
  }
  return { exactness: least, fields: sum };
}
