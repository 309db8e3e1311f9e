import type { Place } from '../contract/document.ts';
import { isObject, resolvePlace } from '../contract/document.ts';
import { toPointer } from '../contract/json-pointer.ts';
import type { Schemas } from '../contract/schema.ts';
import { isNullSchema } from './scalar-wording.ts';

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
 * The branch of a union that pydantic's smart mode takes a value for; undefined where none allows it. Of several that do, it is the one
 * that needs no conversion (a text is a string before it is a time, a list is a list before it is a set), then the model of which most
 * fields are set, then the first.
 */
export function findUnionBranch(schemas: Schemas, branches: readonly string[], value: unknown): string | undefined {
  const allowed = branches.filter((pointer) => schemas.compile(pointer).check(value) === undefined);
  const [first] = allowed;
  if (allowed.length < 2 || first === undefined) return first;
  let best = first;
  let most = rank(schemas, first, value);
  for (const pointer of allowed) {
    const found = rank(schemas, pointer, value);
    if (found > most) [best, most] = [pointer, found];
  }
  return best;
}

function rank(schemas: Schemas, pointer: string, value: unknown): number {
  if (typeof schemas.compile(pointer).node === 'boolean') return 0;
  const { node } = resolvePlace(schemas.document, pointer);
  if (typeof value === 'string') return node['format'] === undefined ? 1 : 0;
  if (Array.isArray(value)) return node['uniqueItems'] === true || node['prefixItems'] !== undefined ? 0 : 1;
  const { properties } = node;
  if (!isObject(value) || !isObject(properties)) return 0;
  return Object.keys(properties).filter((name) => Object.hasOwn(value, name)).length;
}
