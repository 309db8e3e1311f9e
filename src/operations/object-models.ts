import { isObject, resolvePlace } from '../contract/document.ts';
import type { Place } from '../contract/document.ts';
import { toPointer } from '../contract/json-pointer.ts';
import type { Schemas } from '../contract/schema.ts';
import { findUnionBranches } from '../pydantic/union-branch.ts';

/**
 * Returns the models that a schema allows, through references, unions and an `allOf` that is not one model. Returns an empty list if the
 * schema names no fields.
 */
export function listModels(schemas: Schemas, pointer: string): Place[] {
  const found = new Map<string, Place>();
  const seen = new Set<string>();
  const visit = (at: string): void => {
    if (!isObject(schemas.compile(at).node)) return;
    const place = resolvePlace(schemas.document, at);
    if (seen.has(place.pointer)) return;
    seen.add(place.pointer);
    if (isObject(place.node['properties'])) found.set(place.pointer, place);
    for (const branch of findUnionBranches(place) ?? []) visit(branch);
    const { allOf } = place.node;
    if (Array.isArray(allOf)) for (const index of allOf.keys()) visit(toPointer(place.pointer, 'allOf', index));
  };
  visit(pointer);
  return [...found.values()];
}

/** The names of a model's fields, in order. */
export function listFields({ node }: Place): string[] {
  return isObject(node['properties']) ? Object.keys(node['properties']) : [];
}
