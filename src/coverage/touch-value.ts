import type { Place } from '../contract/document.ts';
import { isObject, resolvePlace } from '../contract/document.ts';
import { findByPointer, toPointer } from '../contract/json-pointer.ts';
import type { Schemas } from '../contract/schema.ts';
import type { ValidationRun } from '../contract/validation-run.ts';
import { createRun, remember } from '../contract/validation-run.ts';
import { isSameJson } from '../trackers/same-json.ts';
import { toAlternativeKey, toPlaceKey } from './element.ts';

/** Adds the keys of the members and alternatives of a schema that a valid value has. */
export function touchValue(schemas: Schemas, pointer: string, value: unknown, touched: Set<string>): void {
  touch({ schemas, touched, run: createRun() }, pointer, value);
}

interface Walk {
  readonly schemas: Schemas;
  readonly touched: Set<string>;
  readonly run: ValidationRun;
}

/** Ends for recursive schemas, since a valid value does: see `src/contract/reference-keyword.ts`. */
function touch(walk: Walk, pointer: string, value: unknown): void {
  const { schemas, run } = walk;
  // `true`, the schema that allows everything, has no parts.
  if (!isObject(findByPointer(schemas.document, pointer))) return;
  const place = resolvePlace(schemas.document, pointer);
  // Once for each value, or two branches of a recursive union would double the work at every level.
  remember(run, `coverage ${place.pointer}`, value, () => touchNew(walk, place, value));
}

function touchNew(walk: Walk, { node, pointer: at }: Place, value: unknown): void {
  const { schemas, touched, run } = walk;
  const choices = node['enum'];
  if (Array.isArray(choices)) {
    const index = choices.findIndex((choice) => isSameJson(choice, value));
    if (index !== -1) touched.add(toAlternativeKey('enum', at, index));
  }
  for (const keyword of ['anyOf', 'oneOf'] as const) {
    for (const [index, branch] of listBranches(node[keyword], toPointer(at, keyword)).entries()) {
      if (schemas.compile(branch).check(value, run) !== undefined) continue;
      touched.add(toAlternativeKey(keyword, at, index));
      touch(walk, branch, value);
    }
  }
  for (const part of listBranches(node['allOf'], toPointer(at, 'allOf'))) touch(walk, part, value);
  if (Array.isArray(value)) touchItems(walk, { node, pointer: at }, value);
  else if (isObject(value)) touchMembers(walk, { node, pointer: at }, value);
}

function touchItems(walk: Walk, { node, pointer: at }: Place, items: readonly unknown[]): void {
  const prefix = listBranches(node['prefixItems'], toPointer(at, 'prefixItems'));
  for (const [index, item] of items.entries()) touch(walk, prefix[index] ?? toPointer(at, 'items'), item);
}

function touchMembers(walk: Walk, { node, pointer: at }: Place, value: Readonly<Record<string, unknown>>): void {
  const properties = isObject(node['properties']) ? node['properties'] : {};
  for (const name of Object.keys(properties)) {
    const pointer = toPointer(at, 'properties', name);
    const isPresent = Object.hasOwn(value, name);
    walk.touched.add(toAlternativeKey('presence', pointer, isPresent ? 'present' : 'omitted'));
    if (!isPresent) continue;
    walk.touched.add(toPlaceKey('members', pointer));
    touch(walk, pointer, value[name]);
  }
  for (const [name, member] of Object.entries(value)) {
    if (!Object.hasOwn(properties, name)) touch(walk, toPointer(at, 'additionalProperties'), member);
  }
}

function listBranches(list: unknown, pointer: string): string[] {
  return Array.isArray(list) ? list.map((_, index) => toPointer(pointer, index)) : [];
}
