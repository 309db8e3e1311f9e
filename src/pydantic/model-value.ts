import type { JsonObject, Place } from '../contract/document.ts';
import { isObject, resolvePlace } from '../contract/document.ts';
import { toPointer } from '../contract/json-pointer.ts';
import type { Schemas } from '../contract/schema.ts';
import type { ValidationRun } from '../contract/validation-run.ts';
import { createRun } from '../contract/validation-run.ts';
import { isDecimal, printDecimal } from './decimal.ts';
import { TEXT_FORMATS } from './text-format.ts';
import { findUnionBranch, findUnionBranches } from './union-branch.ts';

/** Turns a value that is valid by a schema into the value that the API returns for it. */
export type ToModelValue = (value: unknown) => unknown;

type Form = (value: unknown, run: ValidationRun) => unknown;

/** Returns its argument. */
export const asIs: ToModelValue = (value) => value;

/**
 * Returns how pydantic prints a value that it parsed by a schema: an object has the members that its model names, in the model's order, those that
 * were not sent with their defaults, and no others; times, UUIDs and other formats are normalized.
 *
 * If no value is ever changed, the function returned is {@link asIs}.
 */
export function createModelForm(schemas: Schemas, pointer: string): ToModelValue {
  const made = new Map<string, Form>();
  const make = (at: string): Form => {
    if (typeof schemas.compile(at).node === 'boolean') return asIs;
    const place = resolvePlace(schemas.document, at);
    const known = made.get(place.pointer);
    if (known !== undefined) return known;
    let form: Form = asIs;
    // A model may contain itself.
    made.set(place.pointer, (value, run) => form(value, run));
    form = makeForm(schemas, place, make);
    made.set(place.pointer, form);
    return form;
  };
  const form = make(pointer);
  return form === asIs ? asIs : (value) => form(value, createRun());
}

type Make = (pointer: string) => Form;

function makeForm(schemas: Schemas, place: Place, make: Make): Form {
  const { node } = place;
  if (isDecimal(node)) return printDecimal;
  const branches = findUnionBranches(place);
  if (branches !== undefined) return makeUnion(schemas, branches, make);
  if (Array.isArray(node['allOf'])) return makeAllOf(schemas, place, node['allOf'].length, make);
  if (isObject(node['properties'])) return makeModel(schemas, place, node['properties'], make);
  switch (node['type']) {
    case 'string':
      return makeText(node);
    case 'array':
      return makeArray(place, make);
    case 'object':
      return makeDictionary(place, make);
    default:
      return asIs;
  }
}

function makeUnion(schemas: Schemas, branches: readonly string[], make: Make): Form {
  const forms = new Map(branches.map((branch) => [branch, make(branch)]));
  if ([...forms.values()].every((form) => form === asIs)) return asIs;
  return (value, run) => {
    if (value === null) return null;
    const branch = branches.length === 1 ? branches[0] : findUnionBranch(schemas, branches, value, run);
    return (forms.get(branch ?? '') ?? asIs)(value, run);
  };
}

function makeText({ format, writeOnly }: JsonObject): Form {
  // Pydantic publishes a SecretStr this way, and never prints its content.
  if (format === 'password' && writeOnly === true) {
    return (value) => (typeof value === 'string' && value !== '' ? '**********' : value);
  }
  const parse = TEXT_FORMATS.get(format)?.parse;
  if (parse === undefined) return asIs;
  return (value) => {
    if (typeof value !== 'string') return value;
    const read = parse(value);
    return read.ok ? read.value : value;
  };
}

function makeArray({ node, pointer }: Place, make: Make): Form {
  const prefix = Array.isArray(node['prefixItems'])
    ? node['prefixItems'].map((_, index) => make(toPointer(pointer, 'prefixItems', index)))
    : [];
  const rest = node['items'] === undefined ? asIs : make(toPointer(pointer, 'items'));
  if (rest === asIs && prefix.every((form) => form === asIs)) return asIs;
  return (value, run) => {
    if (!Array.isArray(value)) return value;
    const given: readonly unknown[] = value;
    const items = given.map((item, index) => (prefix[index] ?? rest)(item, run));
    // The contract counts two spellings of one UUID as two items, and the reply must not break it.
    return node['uniqueItems'] === true && hasRepeats(items) ? given : items;
  };
}

function hasRepeats(items: readonly unknown[]): boolean {
  return new Set(items.map((item) => JSON.stringify(item))).size < items.length;
}

function makeDictionary({ node, pointer }: Place, make: Make): Form {
  const { propertyNames, additionalProperties, patternProperties } = node;
  const toName = propertyNames === undefined ? asIs : make(toPointer(pointer, 'propertyNames'));
  const [pattern] = isObject(patternProperties) ? Object.keys(patternProperties) : [];
  let form = additionalProperties === undefined ? asIs : make(toPointer(pointer, 'additionalProperties'));
  // Pydantic never publishes several patterns; then values are unchanged.
  if (pattern !== undefined) {
    form = propertyNames === undefined ? asIs : make(toPointer(pointer, 'patternProperties', pattern));
  }
  if (form === asIs && toName === asIs) return asIs;
  return (value, run) =>
    isObject(value)
      ? Object.fromEntries(Object.entries(value).map(([key, member]) => [String(toName(key, run)), form(member, run)]))
      : value;
}

/** For an `allOf` that cannot be merged into one model: an object has the members of each part. */
function makeAllOf(schemas: Schemas, { pointer }: Place, count: number, make: Make): Form {
  const models = Array.from({ length: count }, (_, index) => toPointer(pointer, 'allOf', index)).filter((part) =>
    isModel(schemas, part),
  );
  const forms = models.map((part) => make(part));
  if (forms.length === 0) return asIs;
  return (value, run) => {
    if (!isObject(value)) return value;
    const members = forms.map((form) => form(value, run)).filter(isObject);
    return Object.fromEntries(members.flatMap((part) => Object.entries(part)));
  };
}

function isModel(schemas: Schemas, pointer: string): boolean {
  return (
    isObject(schemas.compile(pointer).node) && isObject(resolvePlace(schemas.document, pointer).node['properties'])
  );
}

function makeModel(schemas: Schemas, { node, pointer }: Place, properties: JsonObject, make: Make): Form {
  const fields = Object.keys(properties).map((name) => {
    const at = toPointer(pointer, 'properties', name);
    const form = make(at);
    const isRequired = Array.isArray(node['required']) && node['required'].includes(name);
    const known = findAbsent(schemas, node, at, name);
    const initial = known === undefined && !isRequired ? findEmptyValues(schemas, at)[0] : known;
    return { name, form, absent: createDefault(form, initial) };
  });
  const extra = node['additionalProperties'];
  const extraForm =
    extra === undefined || extra === false ? undefined : make(toPointer(pointer, 'additionalProperties'));
  return (value, run) => {
    if (!isObject(value)) return value;
    const members = fields.flatMap(({ name, form, absent }): [string, unknown][] => {
      if (Object.hasOwn(value, name)) return [[name, form(value[name], run)]];
      const initial = absent();
      return initial === undefined ? [] : [[name, initial]];
    });
    if (extraForm !== undefined) {
      for (const [name, member] of Object.entries(value)) {
        if (!Object.hasOwn(properties, name)) members.push([name, extraForm(member, run)]);
      }
    }
    return Object.fromEntries(members);
  };
}

/**
 * A default may be a model that omits its own defaults. It is completed at its first use, since only then all forms exist; a
 * default that contains itself stays as the contract has it.
 */
function createDefault(form: Form, given: unknown): () => unknown {
  if (typeof given !== 'object' || given === null || form === asIs) return () => given;
  let value = given as unknown;
  let isComplete = false;
  return () => {
    if (!isComplete) {
      isComplete = true;
      value = form(given, createRun());
    }
    return value;
  };
}

/**
 * Returns a model's value for a field that was not sent, or undefined if the schema does not define it. FastAPI does not publish a default that
 * is null, so an optional nullable field defaults to null.
 */
export function findAbsent(schemas: Schemas, model: JsonObject, pointer: string, name: string): unknown {
  const { node } = schemas.compile(pointer);
  if (isObject(node) && 'default' in node) return node['default'];
  const isRequired = Array.isArray(model['required']) && model['required'].includes(name);
  return !isRequired && schemas.compile(pointer).check(null) === undefined ? null : undefined;
}

/**
 * Returns what a `default_factory` may make of a field. A field that may be left out, may not be null and has no default has a factory,
 * which is not published; most make an empty list or object, so these are returned as far as the contract allows them.
 */
export function findEmptyValues(schemas: Schemas, pointer: string): unknown[] {
  const { check } = schemas.compile(pointer);
  return [[], {}].filter((value) => check(value) === undefined);
}
