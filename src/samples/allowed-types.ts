import type { ContractDocument } from '../contract/document.ts';
import { findNode, isObject, resolvePlace } from '../contract/document.ts';
import { toPointer } from '../contract/json-pointer.ts';

/** Returns whether a schema allows values of a value's type and, if it lists its values, this one. Other keywords are not considered. */
export function allowsType(document: ContractDocument, pointer: string, value: unknown): boolean {
  return allows(document, pointer, value, new Set());
}

function allows(document: ContractDocument, pointer: string, value: unknown, seen: ReadonlySet<string>): boolean {
  const found = findNode(document, pointer);
  if (!isObject(found)) return found === true;
  const { node, pointer: at } = resolvePlace(document, pointer);
  if (seen.has(at)) return false;
  if (Object.hasOwn(node, 'const')) return node['const'] === value;
  if (Array.isArray(node['enum'])) return node['enum'].includes(value);
  const types: readonly unknown[] = [node['type'] ?? []].flat();
  if (types.length > 0 && !types.some((type) => isOfType(type, value))) return false;
  return (['anyOf', 'oneOf'] as const).every((keyword) => {
    const branches = node[keyword];
    if (!Array.isArray(branches)) return true;
    return branches.some((_, index) => allows(document, toPointer(at, keyword, index), value, new Set([...seen, at])));
  });
}

function isOfType(type: unknown, value: unknown): boolean {
  switch (type) {
    case 'array':
      return Array.isArray(value);
    case 'integer':
      return Number.isInteger(value);
    case 'null':
      return value === null;
    case 'object':
      return isObject(value);
    default:
      return typeof value === type;
  }
}
