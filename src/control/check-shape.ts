import { suggestName, toSuggestion } from './nearest-name.ts';
import type { SchemaNode, SchemaObject, TypeName } from './schema-object.ts';
import { toSchemaName } from './schema-object.ts';
import { toShortJson } from './short-json.ts';

export type Schemas = Readonly<Record<string, SchemaNode>>;

/**
 * Yields one sentence per problem of a value, beginning with its JSON pointer. Members that are undefined count as
 * omitted, as in JSON.
 *
 * Not ajv, for the reasons in docs/decisions/0004-one-source-for-the-control-api.md.
 */
export function* checkShape(schema: SchemaObject, value: unknown, schemas: Schemas = {}, at = ''): Generator<string> {
  const node = resolve(schema, schemas);
  const must = (rule: string): string => `${at === '' ? '/' : at} must be ${rule}, not ${toShortJson(value)}`;

  if (node.type !== undefined && !hasType(node, value)) {
    yield must(describe(node, schemas));
    return;
  }
  if ('const' in node && value !== node.const) yield must(JSON.stringify(node.const));
  if (node.enum !== undefined && !node.enum.some((choice) => choice === value)) {
    yield must(describe(node, schemas)) + (typeof value === 'string' ? toSuggestion(value, node.enum) : '');
  }
  if (typeof value === 'number' && !isInRange(node, value)) yield must(describe(node, schemas));
  if (node.anyOf !== undefined) yield* checkAnyOf(node.anyOf, value, schemas, at, must);
  if (Array.isArray(value) && node.items !== undefined) {
    const items = resolve(node.items, schemas);
    // A world may have millions of trackers, too many for a generator each: the contract checks their members.
    const hasTypeOnly = Object.keys(items).every((keyword) => keyword === 'type');
    for (let index = 0; index < value.length; index += 1) {
      const item: unknown = value[index];
      if (!hasTypeOnly || !hasType(items, item)) yield* checkShape(items, item, schemas, `${at}/${index}`);
    }
  }
  if (isRecord(value)) yield* checkMembers(node, value, schemas, at);
}

function* checkMembers(
  { required = [], properties = {}, additionalProperties }: SchemaNode,
  value: Readonly<Record<string, unknown>>,
  schemas: Schemas,
  at: string,
): Generator<string> {
  for (const name of required) {
    if (!Object.hasOwn(value, name) || value[name] === undefined) yield `${toMemberPointer(at, name)} is missing`;
  }
  for (const [name, member] of Object.entries(value)) {
    if (member === undefined) continue;
    const pointer = toMemberPointer(at, name);
    const schema = Object.hasOwn(properties, name) ? properties[name] : additionalProperties;
    if (schema === false) yield `${pointer} is unknown; ${suggestName(name, Object.keys(properties))}`;
    else if (schema !== undefined) yield* checkShape(schema, member, schemas, pointer);
  }
}

/** One branch must match. If only one has the value's type, its problems say more than that none matches. */
function* checkAnyOf(
  branches: readonly SchemaObject[],
  value: unknown,
  schemas: Schemas,
  at: string,
  must: (rule: string) => string,
): Generator<string> {
  const fitsOne = branches.some((branch) => checkShape(branch, value, schemas, at).next().done === true);
  if (fitsOne) return;
  const [candidate, ...others] = branches.filter((branch) => hasType(resolve(branch, schemas), value));
  if (candidate !== undefined && others.length === 0) yield* checkShape(candidate, value, schemas, at);
  else yield must(branches.map((branch) => describe(resolve(branch, schemas), schemas)).join(' or '));
}

function resolve(schema: SchemaObject, schemas: Schemas): SchemaNode {
  if (!('$ref' in schema)) return schema;
  const found = schemas[toSchemaName(schema)];
  if (found === undefined) throw new Error(`no schema ${schema.$ref}`);
  return found;
}

const TYPES: Readonly<Record<TypeName, { readonly text: string; readonly has: (value: unknown) => boolean }>> = {
  object: { text: 'an object', has: isRecord },
  array: { text: 'a list', has: Array.isArray },
  string: { text: 'a string', has: (value) => typeof value === 'string' },
  number: { text: 'a number', has: Number.isFinite },
  integer: { text: 'an integer', has: Number.isSafeInteger },
  boolean: { text: 'true or false', has: (value) => typeof value === 'boolean' },
  null: { text: 'null', has: (value) => value === null },
};

function hasType({ type }: SchemaNode, value: unknown): boolean {
  // Without a list for a single type: a world may have millions of trackers.
  return typeof type === 'string' ? TYPES[type].has(value) : type?.some((name) => TYPES[name].has(value)) === true;
}

function isInRange(
  { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY }: SchemaNode,
  value: number,
): boolean {
  return value >= minimum && value <= maximum;
}

/** Describes what a schema accepts: `an integer from 200 to 599`. */
function describe({ type = [], enum: choices, anyOf, minimum, maximum }: SchemaNode, schemas: Schemas): string {
  if (choices !== undefined) return `one of ${choices.join(', ')}`;
  if (anyOf !== undefined) return anyOf.map((branch) => describe(resolve(branch, schemas), schemas)).join(' or ');
  const range = [
    ...(minimum === undefined ? [] : [` from ${minimum}`]),
    ...(maximum === undefined ? [] : [` to ${maximum}`]),
  ];
  return (
    [type]
      .flat()
      .map((name) => TYPES[name].text)
      .join(' or ') + range.join('')
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function toMemberPointer(at: string, name: string): string {
  return `${at}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
