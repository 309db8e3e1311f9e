import type { ContractDocument } from '../contract/document.ts';
import { findNode, isObject, resolvePlace } from '../contract/document.ts';
import { parsePointer, toPointer } from '../contract/json-pointer.ts';
import { isSameJson } from '../trackers/same-json.ts';
import { findChoices } from './scalar-wording.ts';
import { findUnionBranches } from './union-branch.ts';

/** A value of a tagged union's tag, and the branch that it selects. */
export interface TagChoice {
  readonly tag: string | number;
  readonly pointer: string;
}

/**
 * Returns the tags of a tagged union in pydantic's order: by branch, and within a branch in the order of its Literal. A branch that does
 * not list its tags gets those that the mapping names or, as OpenAPI defines it, the name of its schema.
 */
export function findTags(
  document: ContractDocument,
  member: string,
  mapping: unknown,
  branches: readonly string[],
): TagChoice[] {
  const mapped = isObject(mapping) ? Object.entries(mapping) : [];
  return branches.flatMap((pointer) => {
    const own = findOwnTags(document, member, pointer, new Set());
    const named = mapped.flatMap(([tag, target]) => (isTarget(document, pointer, target) ? [tag] : []));
    const reference = findReference(document, pointer);
    const fallback = reference === undefined ? [] : [parsePointer(reference.slice(1)).at(-1) ?? ''];
    const tags = own ?? (named.length > 0 ? named : fallback);
    return tags.map((tag) => ({ tag, pointer }));
  });
}

/** Returns the values that a branch allows for the tag, or undefined if it does not list them. */
function findOwnTags(
  document: ContractDocument,
  member: string,
  pointer: string,
  seen: ReadonlySet<string>,
): (string | number)[] | undefined {
  const place = resolvePlace(document, pointer);
  if (seen.has(place.pointer)) return undefined;
  const inner = findUnionBranches(place);
  if (inner !== undefined) {
    const within = new Set(seen).add(place.pointer);
    const tags = inner.map((branch) => findOwnTags(document, member, branch, within));
    const known = tags.flatMap((found) => found ?? []);
    return tags.includes(undefined) ? undefined : [...new Set(known)];
  }
  const at = toPointer(place.pointer, 'properties', member);
  if (!isObject(findNode(document, at))) return undefined;
  const choices = findChoices(resolvePlace(document, at).node);
  return choices?.every((choice) => typeof choice === 'string' || typeof choice === 'number') === true
    ? [...choices]
    : undefined;
}

/** A mapping names a branch by reference, or contains the whole schema of an inline branch. */
function isTarget(document: ContractDocument, pointer: string, target: unknown): boolean {
  if (typeof target !== 'string') return isSameJson(findNode(document, pointer), target);
  const reference = findReference(document, pointer);
  return reference !== undefined && (reference === target || reference === `#/components/schemas/${target}`);
}

function findReference(document: ContractDocument, pointer: string): string | undefined {
  const node = findNode(document, pointer);
  return isObject(node) && typeof node['$ref'] === 'string' ? node['$ref'] : undefined;
}
