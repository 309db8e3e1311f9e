import type { Place } from '../contract/document.ts';
import { isObject, resolvePlace } from '../contract/document.ts';
import { toPointer } from '../contract/json-pointer.ts';
import type { Schemas } from '../contract/schema.ts';
import type { Mistake } from './mistake.ts';
import { ILL_FORMED_TEXT, isIllFormed } from './scalar-wording.ts';
import { findUnionBranch, findUnionBranches } from './union-branch.ts';
import { toUnionLabel } from './union-label.ts';

type Path = readonly (string | number)[];

/**
 * Every string with a lone surrogate, name or value, that a value which keeps its schema would bring into the model; what the model leaves
 * out may hold any. Pydantic takes such a string where it has no rule for it, and FastAPI then fails to write its reply (500). Here it is refused.
 */
export function findIllFormedTexts(schemas: Schemas, pointer: string, value: unknown): Mistake[] {
  return find(schemas, pointer, value, [], []);
}

/** Without a pointer, whatever the value holds is brought along. */
function find(schemas: Schemas, pointer: string | undefined, value: unknown, loc: Path, at: Path): Mistake[] {
  if (isIllFormed(value)) return [{ ...ILL_FORMED_TEXT, loc, inputAt: at }];
  if (typeof value !== 'object' || value === null) return [];
  const place = pointer === undefined || !isObject(schemas.compile(pointer).node) ? undefined : resolvePlace(schemas.document, pointer);
  const branches = place === undefined ? undefined : findUnionBranches(place);
  if (branches !== undefined) {
    const branch = findUnionBranch(schemas, branches, value);
    if (branch === undefined) return [];
    return find(schemas, branch, value, branches.length === 1 ? loc : [...loc, toUnionLabel(schemas.document, branch)], at);
  }
  return Object.entries(value).flatMap(([name, member]: [string, unknown]) => {
    const key = Array.isArray(value) ? Number(name) : name;
    const next = place === undefined ? ANYTHING : findMember(place, key);
    if (next === undefined) return [];
    if (isIllFormed(key)) return [{ ...ILL_FORMED_TEXT, loc, inputAt: at }];
    return find(schemas, next.pointer, member, [...loc, key], [...at, key]);
  });
}

interface Member {
  readonly pointer: string | undefined;
}

const ANYTHING: Member = { pointer: undefined };

/** Which schema a member has; undefined where the model leaves it out. */
function findMember({ node, pointer }: Place, key: string | number): Member | undefined {
  const { properties, prefixItems, items, additionalProperties: extra } = node;
  if (typeof key === 'number') {
    if (Array.isArray(prefixItems) && key < prefixItems.length) return { pointer: toPointer(pointer, 'prefixItems', key) };
    return items === undefined ? ANYTHING : { pointer: toPointer(pointer, 'items') };
  }
  if (isObject(properties) && Object.hasOwn(properties, key)) return { pointer: toPointer(pointer, 'properties', key) };
  if (isObject(extra)) return { pointer: toPointer(pointer, 'additionalProperties') };
  return extra === true || !isObject(properties) ? ANYTHING : undefined;
}
