import type { Node } from './contract-node.ts';
import { listParts, resolve, toList } from './contract-node.ts';

/** Returns what values a schema allows: `string or null`, `integer, at least 1`. */
export function toTypeText(document: Node, schema: Node, depth = 0): string {
  const branches = listParts(document, schema, ['anyOf', 'oneOf']);
  if (branches.length > 0 && depth < 3) {
    return branches.map((branch) => toTypeText(document, branch, depth + 1)).join(' or ');
  }
  if (Array.isArray(schema['enum'])) return `one of ${schema['enum'].map((value) => JSON.stringify(value)).join(', ')}`;
  if ('const' in schema) return JSON.stringify(schema['const']);
  const name = toList(schema['type'] ?? 'any value')
    .map(String)
    .join(' or ');
  const limits = LIMITS.flatMap(([keyword, text]) =>
    schema[keyword] === undefined ? [] : [`${text} ${toShown(schema[keyword])}`],
  );
  const items = resolve(document, schema['items']);
  const of =
    name === 'array' && items !== undefined && depth < 3 ? ` of ${toTypeText(document, items, depth + 1)}` : '';
  return [`${name}${of}`, ...limits].join(', ');
}

const LIMITS = [
  ['format', 'format'],
  ['pattern', 'matching'],
  ['minimum', 'at least'],
  ['exclusiveMinimum', 'more than'],
  ['maximum', 'at most'],
  ['exclusiveMaximum', 'less than'],
  ['multipleOf', 'a multiple of'],
  ['minLength', 'length at least'],
  ['maxLength', 'length at most'],
  ['minItems', 'items at least'],
  ['maxItems', 'items at most'],
] as const;

function toShown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
