import type { ContractDocument, JsonObject, Place } from '../contract/document.ts';
import { findNode, isObject, resolvePlace } from '../contract/document.ts';
import { toPointer } from '../contract/json-pointer.ts';
import { toPythonRepr } from '../python/text.ts';
import { MODEL_VALIDATORS } from './backend-models.ts';
import { isEnumClass, toPlaceClass } from './class-name.ts';
import { isDecimal } from './decimal.ts';
import { findChoices, isNullSchema } from './scalar-wording.ts';
import { TEXT_FORMATS } from './text-format.ts';
import { findTags } from './union-tag.ts';

const STRING_RULES = ['minLength', 'maxLength', 'pattern'];
const NUMBER_RULES = ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'];

/**
 * Returns pydantic's label for a branch of a union in an error's `loc`: `int`, `constrained-str`, `list[int]`, `Owner`.
 *
 * Source: `get_name` of pydantic-core's validators, as recorded from pydantic 2.13.
 */
export function toUnionLabel(document: ContractDocument, pointer: string): string {
  if (typeof findNode(document, pointer) === 'boolean') return 'any';
  const { node, pointer: at } = resolvePlace(document, pointer);
  if (at === pointer) return toOwnLabel(document, node, at, undefined);
  const known = namedLabels.get(document) ?? new Map<string, string>();
  namedLabels.set(document, known);
  let label = known.get(at);
  if (label === undefined) {
    // Pydantic's label for a type within itself.
    known.set(at, '...');
    const name = toPlaceClass({ node, pointer: at });
    const validator = MODEL_VALIDATORS.get(name);
    label = toOwnLabel(document, node, at, name);
    if (validator !== undefined) label = `function-after[${validator}, ${label}]`;
    if (label.length > LONGEST) label = `${label.slice(0, LONGEST)}...`;
    known.set(at, label);
  }
  return label;
}

/** The labels of the named schemas of each document. */
const namedLabels = new WeakMap<ContractDocument, Map<string, string>>();

/** Limit in characters: a union of unions is expanded, so its label grows with every level. Pydantic sets no limit. */
const LONGEST = 10_000;

/** @param name the class's name; undefined for an inline schema */
function toOwnLabel(document: ContractDocument, node: JsonObject, at: string, name: string | undefined): string {
  const choices = findChoices(node);
  if (choices !== undefined) {
    if (name === undefined || !isEnumClass(node)) {
      return `literal[${choices.map((choice) => toPythonRepr(choice)).join(',')}]`;
    }
    return `${toEnumPrefix(choices)}enum[${name}]`;
  }
  // A RootModel is published as what it holds, with its own title, which an alias of a type does not have.
  if (name !== undefined && typeof node['title'] === 'string') return name;
  if (isDecimal(node)) return 'decimal';
  for (const keyword of ['anyOf', 'oneOf'] as const) {
    const branches = node[keyword];
    if (Array.isArray(branches)) return toNestedUnionLabel(document, { node, pointer: at }, keyword, branches);
  }
  return name !== undefined && isObject(node['properties']) ? name : toTypeLabel(document, node, at);
}

/** The contract does not tell an Enum's base classes. FastAPI's guide mixes in the values' type: `class Color(str, Enum)`. */
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
  const pointers = branches.flatMap((branch, index) =>
    isNullSchema(branch) ? [] : [toPointer(pointer, keyword, index)],
  );
  const { discriminator } = node;
  const isTagged = isObject(discriminator) && typeof discriminator['propertyName'] === 'string';
  // Pydantic names a model once for each of its tags.
  const named = isTagged
    ? findTags(document, String(discriminator['propertyName']), discriminator['mapping'], pointers).map(
        (tag) => tag.pointer,
      )
    : pointers;
  const labels = named.map((branch) => toUnionLabel(document, branch));
  const kind = isTagged ? 'tagged-union' : 'union';
  const inner = labels.length === 1 ? String(labels[0]) : `${kind}[${labels.join(',')}]`;
  return pointers.length < branches.length ? `nullable[${inner}]` : inner;
}

function toTypeLabel(document: ContractDocument, schema: JsonObject, at: string): string {
  switch (schema['type']) {
    case 'string':
      return toStringLabel(document, schema, at);
    case 'integer':
      return toConstrained(schema, 'int', NUMBER_RULES);
    case 'number':
      return toConstrained(schema, 'float', NUMBER_RULES);
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
      const values = toValuesLabel(document, schema, at);
      const keys =
        schema['propertyNames'] === undefined ? 'str' : toUnionLabel(document, toPointer(at, 'propertyNames'));
      // Pydantic names a dictionary before it knows the name of a recursive type.
      return `dict[${keys},${values.includes('...') ? '...' : values}]`;
    }
    default:
      return 'any';
  }
}

function toValuesLabel(document: ContractDocument, schema: JsonObject, at: string): string {
  if (isObject(schema['additionalProperties'])) return toUnionLabel(document, toPointer(at, 'additionalProperties'));
  const [pattern] = isObject(schema['patternProperties']) ? Object.keys(schema['patternProperties']) : [];
  return pattern === undefined ? 'any' : toUnionLabel(document, toPointer(at, 'patternProperties', pattern));
}

function toStringLabel(document: ContractDocument, schema: JsonObject, at: string): string {
  const { format, contentSchema } = schema;
  const known = TEXT_FORMATS.get(format)?.label;
  if (known !== undefined) return known;
  if (format === 'binary') return toConstrained(schema, 'bytes', STRING_RULES);
  if (format === 'json-string') {
    return `json[${contentSchema === undefined ? 'any' : toUnionLabel(document, toPointer(at, 'contentSchema'))}]`;
  }
  return OTHER_LABELS.get(format) ?? toConstrained(schema, 'str', STRING_RULES);
}

const SECRET =
  'json-or-python[json=function-after[SecretStr(), str],python=union[is-instance[SecretStr],function-after[SecretStr(), str]]]';
const OTHER_LABELS: ReadonlyMap<unknown, string> = new Map([
  ['password', `lax-or-strict[lax=${SECRET},strict=${SECRET}]`],
  ['regex', 'function-plain[pattern_either_validator()]'],
]);

function toConstrained(schema: JsonObject, label: string, rules: readonly string[]): string {
  return rules.some((rule) => rule in schema) ? `constrained-${label}` : label;
}
