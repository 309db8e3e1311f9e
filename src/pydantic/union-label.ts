import type { ContractDocument, JsonObject, Place } from '../contract/document.ts';
import { isObject, resolvePlace } from '../contract/document.ts';
import { findByPointer, parsePointer, toPointer } from '../contract/json-pointer.ts';
import { toPythonRepr } from '../python/text.ts';
import { findChoices, isNullSchema } from './scalar-wording.ts';

const STRING_RULES = ['minLength', 'maxLength', 'pattern'];
const NUMBER_RULES = ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'];

/**
 * What pydantic calls a branch of a union in an error's `loc`: `int`, `constrained-str`, `list[int]`, `Owner`.
 *
 * Source: `get_name` of pydantic-core's validators, as recorded from pydantic 2.13.
 */
export function toUnionLabel(document: ContractDocument, pointer: string): string {
  if (typeof findByPointer(document, pointer) === 'boolean') return 'any';
  const { node, pointer: at } = resolvePlace(document, pointer);
  if (at === pointer) return toOwnLabel(document, node, at, undefined);
  const known = namedLabels.get(document) ?? new Map<string, string>();
  namedLabels.set(document, known);
  let label = known.get(at);
  if (label === undefined) {
    // As pydantic has it for a type within itself.
    known.set(at, '...');
    label = toOwnLabel(document, node, at, parsePointer(at).at(-1));
    if (label.length > LONGEST) label = `${label.slice(0, LONGEST)}...`;
    known.set(at, label);
  }
  return label;
}

/** The labels of what a document refers to. */
const namedLabels = new WeakMap<ContractDocument, Map<string, string>>();

/** Where unions of unions are written out, a label grows with every level; pydantic's own has no end. */
const LONGEST = 10_000;

/** @param name what it is published as; undefined where it stands in place */
function toOwnLabel(document: ContractDocument, node: JsonObject, at: string, name: string | undefined): string {
  const choices = findChoices(node);
  if (choices !== undefined) {
    if (name === undefined) return `literal[${choices.map((choice) => toPythonRepr(choice)).join(',')}]`;
    return `${toEnumPrefix(choices)}enum[${name}]`;
  }
  for (const keyword of ['anyOf', 'oneOf'] as const) {
    const branches = node[keyword];
    if (Array.isArray(branches)) return toNestedUnionLabel(document, { node, pointer: at }, keyword, branches);
  }
  return name !== undefined && isObject(node['properties']) ? name : toTypeLabel(document, node, at);
}

/** The contract does not tell what an Enum is made of; a mix with its values' type is what FastAPI's guide has: `class Color(str, Enum)`. */
function toEnumPrefix(choices: readonly unknown[]): string {
  if (choices.every((choice) => typeof choice === 'string')) return 'str-';
  return choices.every((choice) => Number.isInteger(choice)) ? 'int-' : '';
}

function toNestedUnionLabel(
  document: ContractDocument,
  { node, pointer }: Place,
  keyword: string,
  branches: readonly unknown[],
): string {
  const labels = branches.flatMap((branch, index) =>
    isNullSchema(branch) ? [] : [toUnionLabel(document, toPointer(pointer, keyword, index))],
  );
  const kind = isObject(node['discriminator']) ? 'tagged-union' : 'union';
  const inner = labels.length === 1 ? String(labels[0]) : `${kind}[${labels.join(',')}]`;
  return labels.length < branches.length ? `nullable[${inner}]` : inner;
}

function toTypeLabel(document: ContractDocument, schema: JsonObject, at: string): string {
  const constrained = (label: string, rules: readonly string[]): string =>
    rules.some((rule) => rule in schema) ? `constrained-${label}` : label;
  switch (schema['type']) {
    case 'string':
      if (schema['format'] === 'date-time') return 'datetime';
      if (typeof schema['format'] === 'string') return schema['format'];
      return constrained('str', STRING_RULES);
    case 'integer':
      return constrained('int', NUMBER_RULES);
    case 'number':
      return constrained('float', NUMBER_RULES);
    case 'boolean':
      return 'bool';
    case 'array': {
      if (Array.isArray(schema['prefixItems'])) {
        return `tuple[${schema['prefixItems'].map((_, index) => toUnionLabel(document, toPointer(at, 'prefixItems', index))).join(', ')}]`;
      }
      const items = schema['items'] === undefined ? 'any' : toUnionLabel(document, toPointer(at, 'items'));
      return `${schema['uniqueItems'] === true ? 'set' : 'list'}[${items}]`;
    }
    case 'object': {
      const values = isObject(schema['additionalProperties'])
        ? toUnionLabel(document, toPointer(at, 'additionalProperties'))
        : 'any';
      // Pydantic names a dictionary before it knows the name of a type that holds itself.
      return `dict[str,${values.includes('...') ? '...' : values}]`;
    }
    default:
      return 'any';
  }
}
