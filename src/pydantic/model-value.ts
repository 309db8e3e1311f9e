import type { JsonObject, Place } from '../contract/document.ts';
import { isObject, resolvePlace } from '../contract/document.ts';
import { toPointer } from '../contract/json-pointer.ts';
import type { Schemas } from '../contract/schema.ts';
import type { ValidationRun } from '../contract/validation-run.ts';
import { createRun } from '../contract/validation-run.ts';
import { parsePydanticDatetime } from './datetime.ts';
import { parsePydanticTime } from './time.ts';
import { findUnionBranch, findUnionBranches } from './union-branch.ts';
import { parsePydanticUuid } from './uuid.ts';

/** Turns a value that keeps a schema into what the API gives back for it. */
export type ToModelValue = (value: unknown) => unknown;

type Form = (value: unknown, run: ValidationRun) => unknown;

const asIs: Form = (value) => value;

/**
 * How pydantic prints what it read by a schema: an object has the members that its model names, in the model's order, those that were not
 * sent with their defaults, and no others; times and UUIDs have one spelling.
 *
 * Where nothing changes in any value, the function is one that gives back its argument.
 */
export function createModelForm(schemas: Schemas, pointer: string): ToModelValue {
  const made = new Map<string, Form>();
  const make = (at: string): Form => {
    if (typeof schemas.compile(at).node === 'boolean') return asIs;
    const place = resolvePlace(schemas.document, at);
    const known = made.get(place.pointer);
    if (known !== undefined) return known;
    let form: Form = asIs;
    // A model may hold itself.
    made.set(place.pointer, (value, run) => form(value, run));
    form = makeForm(schemas, place, make);
    made.set(place.pointer, form);
    return form;
  };
  const form = make(pointer);
  return form === asIs ? (value) => value : (value) => form(value, createRun());
}

type Make = (pointer: string) => Form;

function makeForm(schemas: Schemas, place: Place, make: Make): Form {
  const { node } = place;
  const branches = findUnionBranches(place);
  if (branches !== undefined) return makeUnion(schemas, branches, make);
  switch (node['type']) {
    case 'string':
      return makeText(node['format']);
    case 'array':
      return makeArray(place, make);
    case 'object':
      return isObject(node['properties'])
        ? makeModel(schemas, place, node['properties'], make)
        : makeDictionary(place, make);
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

const PRINTERS: ReadonlyMap<unknown, (text: string) => { readonly ok: boolean; readonly value?: string }> = new Map<
  unknown,
  (text: string) => { readonly ok: boolean; readonly value?: string }
>([
  ['date-time', parsePydanticDatetime],
  ['time', parsePydanticTime],
  ['uuid', parsePydanticUuid],
]);

function makeText(format: unknown): Form {
  const print = PRINTERS.get(format);
  if (print === undefined) return asIs;
  return (value) => (typeof value === 'string' ? (print(value).value ?? value) : value);
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
    // Two spellings of one UUID are two items to the contract, which the reply has to keep.
    return node['uniqueItems'] === true && hasRepeats(items) ? given : items;
  };
}

function hasRepeats(items: readonly unknown[]): boolean {
  return new Set(items.map((item) => JSON.stringify(item))).size < items.length;
}

function makeDictionary({ node, pointer }: Place, make: Make): Form {
  const form = node['additionalProperties'] === undefined ? asIs : make(toPointer(pointer, 'additionalProperties'));
  if (form === asIs) return asIs;
  return (value, run) =>
    isObject(value)
      ? Object.fromEntries(Object.entries(value).map(([key, member]) => [key, form(member, run)]))
      : value;
}

function makeModel(schemas: Schemas, { node, pointer }: Place, properties: JsonObject, make: Make): Form {
  const fields = Object.keys(properties).map((name) => {
    const at = toPointer(pointer, 'properties', name);
    return { name, form: make(at), absent: findAbsent(schemas, node, at, name) };
  });
  const extra = node['additionalProperties'];
  const extraForm =
    extra === undefined || extra === false ? undefined : make(toPointer(pointer, 'additionalProperties'));
  return (value, run) => {
    if (!isObject(value)) return value;
    const members = fields.flatMap(({ name, form, absent }): [string, unknown][] => {
      if (Object.hasOwn(value, name)) return [[name, form(value[name], run)]];
      return absent === undefined ? [] : [[name, absent]];
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
 * What a model has for a field that was not sent; undefined where the schema does not say. FastAPI publishes no default that is null, so
 * a field that may be left out and may be null is null.
 */
export function findAbsent(schemas: Schemas, model: JsonObject, pointer: string, name: string): unknown {
  const { node } = schemas.compile(pointer);
  if (isObject(node) && 'default' in node) return node['default'];
  const isRequired = Array.isArray(model['required']) && model['required'].includes(name);
  return !isRequired && schemas.compile(pointer).check(null) === undefined ? null : undefined;
}
