import type { Contract } from '../contract/contract.ts';
import type { JsonObject } from '../contract/document.ts';
import { isObject, resolvePlace } from '../contract/document.ts';
import { findByPointer, parsePointer, toPointer } from '../contract/json-pointer.ts';
import type { AddElement } from './element.ts';
import { addAlternatives, toAlternativeKey, toPlaceKey } from './element.ts';

/**
 * Adds the members and alternatives of a schema and of all schemas in it, the same ones that `touchValue` finds in values.
 *
 * @param form how values are sent: a text is never null, since a client that means null omits the parameter
 */
export function walkSchema(
  { schemas }: Contract,
  pointer: string,
  label: string,
  add: AddElement,
  form: 'json' | 'text' = 'json',
): void {
  const seen = new Set<string>();
  const walk = (from: string, name: string): void => {
    if (!isObject(findByPointer(schemas.document, from))) return;
    const { node, pointer: at } = resolvePlace(schemas.document, from);
    if (seen.has(at)) return;
    seen.add(at);
    const own = toComponentName(at) ?? name;
    addEnum(node, at, own, add);
    for (const keyword of ['anyOf', 'oneOf'] as const) {
      const branches = Array.isArray(node[keyword]) ? (node[keyword] as readonly unknown[]) : [];
      for (const [index, branch] of branches.entries()) {
        if (form === 'text' && isObject(branch) && branch['type'] === 'null') continue;
        const place = toPointer(at, keyword, index);
        const choice = { pointer: toPointer(at, keyword), reason: keyword };
        const key = toAlternativeKey(keyword, at, index);
        add({ key, kind: 'alternatives', pointer: place, label: `${own}: ${toBranchName(branch, index)}`, choice });
        walk(place, own);
      }
    }
    for (const keyword of ['allOf', 'prefixItems'] as const) {
      const parts = Array.isArray(node[keyword]) ? (node[keyword] as readonly unknown[]) : [];
      for (const index of parts.keys()) walk(toPointer(at, keyword, index), own);
    }
    addMembers(node, at, own, add, walk);
    walk(toPointer(at, 'items'), own);
    walk(toPointer(at, 'additionalProperties'), own);
  };
  walk(pointer, label);
}

function addEnum(node: JsonObject, at: string, label: string, add: AddElement): void {
  const choices = Array.isArray(node['enum']) ? (node['enum'] as readonly unknown[]) : [];
  for (const [index, value] of choices.entries()) {
    const choice = { pointer: toPointer(at, 'enum'), reason: 'enum' as const };
    const key = toAlternativeKey('enum', at, index);
    const place = toPointer(at, 'enum', index);
    add({ key, kind: 'alternatives', pointer: place, label: `${label}: ${JSON.stringify(value)}`, choice });
  }
}

function addMembers(
  node: JsonObject,
  at: string,
  label: string,
  add: AddElement,
  walk: (pointer: string, label: string) => void,
): void {
  const required: readonly unknown[] = Array.isArray(node['required']) ? node['required'] : [];
  for (const name of isObject(node['properties']) ? Object.keys(node['properties']) : []) {
    const pointer = toPointer(at, 'properties', name);
    const member = `${label}.${name}`;
    add({ key: toPlaceKey('members', pointer), kind: 'members', pointer, label: member });
    if (!required.includes(name)) addAlternatives('presence', pointer, member, add);
    walk(pointer, member);
  }
}

/** Returns the name of a component's schema: the name that people know it by, whichever operation leads to it. */
function toComponentName(pointer: string): string | undefined {
  const [components, schemas, name, ...rest] = parsePointer(pointer);
  return components === 'components' && schemas === 'schemas' && rest.length === 0 ? name : undefined;
}

/** Returns what an alternative is called: its component, its type, or its number. */
function toBranchName(branch: unknown, index: number): string {
  if (isObject(branch)) {
    const { $ref: reference, title, type } = branch;
    if (typeof reference === 'string') return reference.slice(reference.lastIndexOf('/') + 1);
    if (typeof type === 'string') return type;
    if (typeof title === 'string') return title;
  }
  return `alternative ${index + 1}`;
}
