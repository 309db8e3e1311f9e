import type { JsonObject, Place } from '../contract/document.ts';
import { isObject, resolvePlace } from '../contract/document.ts';
import { toPointer } from '../contract/json-pointer.ts';
import type { Schemas } from '../contract/schema.ts';
import type { ValueMemo } from '../contract/value-memo.ts';
import { createMemo, holdMemos } from '../contract/value-memo.ts';
import { findChoices, isNullSchema } from './scalar-wording.ts';

/** The pointers of a union's branches without the null one; undefined where the schema is no union. */
export function findUnionBranches({ node, pointer }: Place): string[] | undefined {
  for (const keyword of ['anyOf', 'oneOf'] as const) {
    const branches = node[keyword];
    if (!Array.isArray(branches)) continue;
    return branches.flatMap((branch, index) => (isNullSchema(branch) ? [] : [toPointer(pointer, keyword, index)]));
  }
  return undefined;
}

/**
 * The branch of a union that pydantic's smart mode takes a value for; undefined where none allows it: of models the one of which most
 * fields are set, else what needs the least conversion (a text is a string before it is a time), else the first.
 *
 * Source: `validate_smart` of pydantic-core's union validator.
 */
export function findUnionBranch(schemas: Schemas, branches: readonly string[], value: unknown): string | undefined {
  const [first = ''] = branches;
  return holdMemos(() =>
    findMemo(schemas, first).branch(value, () => ({ pointer: chooseBranch(schemas, branches, value) })),
  ).pointer;
}

function chooseBranch(schemas: Schemas, branches: readonly string[], value: unknown): string | undefined {
  let best: (Fit & { readonly pointer: string }) | undefined;
  for (const pointer of branches) {
    if (schemas.compile(pointer).check(value) !== undefined) continue;
    const fit = measure(schemas, pointer, value);
    if (fit.exactness === EXACT && fit.fields === undefined) return pointer;
    if (best === undefined || isBetter(fit, best)) best = { ...fit, pointer };
  }
  return best?.pointer;
}

const EXACT = 2;
/** An integer for a float, or an object for a model, which has to be made. */
const STRICT = 1;
const CONVERTED = 0;

/** How well a value fits a branch that allows it. */
interface Fit {
  readonly exactness: number;
  /** How many fields of models are set in it; undefined where it has no model. */
  readonly fields: number | undefined;
}

function isBetter(fit: Fit, best: Fit): boolean {
  const isCounted = fit.fields !== undefined && best.fields !== undefined;
  if (isCounted && fit.fields !== best.fields) return fit.fields > best.fields;
  return fit.exactness > best.exactness;
}

/** What was found of values: by the first branch of a union which branch, by any pointer how well they fit. */
interface Memos {
  readonly branch: ValueMemo<{ readonly pointer: string | undefined }>;
  readonly fit: ValueMemo<Fit>;
}

const memos = new WeakMap<Schemas, Map<string, Memos>>();

function findMemo(schemas: Schemas, pointer: string): Memos {
  const known = memos.get(schemas) ?? new Map<string, Memos>();
  memos.set(schemas, known);
  let memo = known.get(pointer);
  if (memo === undefined) {
    memo = { branch: createMemo(), fit: createMemo() };
    known.set(pointer, memo);
  }
  return memo;
}

function measure(schemas: Schemas, pointer: string, value: unknown): Fit {
  return findMemo(schemas, pointer).fit(value, () => measureNew(schemas, pointer, value));
}

function measureNew(schemas: Schemas, pointer: string, value: unknown): Fit {
  if (!isObject(schemas.compile(pointer).node)) return { exactness: CONVERTED, fields: undefined };
  const place = resolvePlace(schemas.document, pointer);
  const branches = findUnionBranches(place);
  if (branches !== undefined) {
    const branch = value === null ? undefined : findUnionBranch(schemas, branches, value);
    return branch === undefined ? { exactness: EXACT, fields: undefined } : measure(schemas, branch, value);
  }
  if (Array.isArray(value)) return measureArray(schemas, place, value);
  if (isObject(value)) return measureObject(schemas, place, value);
  // A Literal holds the very value, an Enum is made from it.
  const isEnum = findChoices(place.node) !== undefined && place.pointer !== pointer;
  return { exactness: isEnum ? CONVERTED : measureScalar(place.node, value), fields: undefined };
}

function measureScalar(schema: JsonObject, value: unknown): number {
  if (findChoices(schema) !== undefined) return EXACT;
  if (schema['type'] === undefined || schema['format'] !== undefined) return CONVERTED;
  return schema['type'] === 'number' && Number.isInteger(value) ? STRICT : EXACT;
}

function measureArray(schemas: Schemas, { node, pointer }: Place, value: readonly unknown[]): Fit {
  const prefix = Array.isArray(node['prefixItems']) ? node['prefixItems'].length : 0;
  const isList = prefix === 0 && node['uniqueItems'] !== true && node['type'] === 'array';
  const fits = value.flatMap((item, index) => {
    if (index < prefix) return [measure(schemas, toPointer(pointer, 'prefixItems', index), item)];
    return node['items'] === undefined ? [] : [measure(schemas, toPointer(pointer, 'items'), item)];
  });
  return merge(isList ? EXACT : CONVERTED, undefined, fits);
}

function measureObject(schemas: Schemas, { node, pointer }: Place, value: JsonObject): Fit {
  const { properties, additionalProperties: extra } = node;
  const names = Object.keys(value);
  const isModel = isObject(properties);
  const known = isModel ? names.filter((name) => Object.hasOwn(properties, name)) : [];
  const others = extra === undefined || extra === false ? [] : names.filter((name) => !known.includes(name));
  const fits = known.map((name) => measure(schemas, toPointer(pointer, 'properties', name), value[name]));
  for (const name of others) {
    const fit = measure(schemas, toPointer(pointer, 'additionalProperties'), value[name]);
    // What a model keeps beside its fields is none of them.
    fits.push(isModel ? { ...fit, fields: undefined } : fit);
  }
  if (isModel) return merge(STRICT, known.length, fits);
  return merge(node['type'] === 'object' ? EXACT : CONVERTED, undefined, fits);
}

/** The whole is as exact as its least exact part, and has all their fields. */
function merge(exactness: number, fields: number | undefined, fits: readonly Fit[]): Fit {
  let sum = fields;
  let least = exactness;
  // Not by Math.min: there may be more parts than a function takes arguments.
  for (const fit of fits) {
    if (fit.fields !== undefined) sum = (sum ?? 0) + fit.fields;
    if (fit.exactness < least) least = fit.exactness;
  }
  return { exactness: least, fields: sum };
}
