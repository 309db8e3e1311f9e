import type { ContractDocument, JsonObject } from './document.ts';
import { isObject } from './document.ts';
import { toPointer } from './json-pointer.ts';

/** Members whose content is data, never a schema: a `$ref` in it is a plain value. */
const DATA_MEMBERS = new Set(['example', 'examples', 'default', 'const', 'enum']);
/** Members that map names to objects. The names may be anything, including `$ref` and `default`. */
const NAME_MAPS = new Set([
  'properties',
  'patternProperties',
  '$defs',
  'dependentSchemas',
  'responses',
  'schemas',
  'parameters',
  'requestBodies',
  'headers',
  'content',
  'paths',
]);

/** Visits every object of a document whose members are keywords of OpenAPI or JSON Schema: neither data nor maps of names. */
export function walkDocument(
  document: ContractDocument,
  visit: (node: Readonly<JsonObject>, pointer: string) => void,
): void {
  walk(document, '', false, visit);
}

function walk(
  node: unknown,
  pointer: string,
  isNameMap: boolean,
  visit: (node: Readonly<JsonObject>, pointer: string) => void,
): void {
  if (Array.isArray(node)) {
    for (const [index, item] of node.entries()) walk(item, toPointer(pointer, index), false, visit);
    return;
  }
  if (!isObject(node)) return;
  if (!isNameMap) visit(node, pointer);
  for (const [key, value] of Object.entries(node)) {
    if (isNameMap) walk(value, toPointer(pointer, key), false, visit);
    else if (key !== '$ref' && !DATA_MEMBERS.has(key) && !key.startsWith('x-')) {
      walk(value, toPointer(pointer, key), NAME_MAPS.has(key), visit);
    }
  }
}

/** Rewrites these objects, outer ones first. Returns the document itself if nothing was changed. */
export function mapDocument(
  document: ContractDocument,
  rewrite: (node: JsonObject, pointer: string) => JsonObject,
): ContractDocument {
  return mapNode(document, '', false, rewrite) as ContractDocument;
}

function mapNode(
  node: unknown,
  pointer: string,
  isNameMap: boolean,
  rewrite: (node: JsonObject, pointer: string) => JsonObject,
): unknown {
  if (Array.isArray(node)) {
    const items = node.map((item: unknown, index) => mapNode(item, toPointer(pointer, index), false, rewrite));
    return items.every((item, index) => item === node[index]) ? node : items;
  }
  if (!isObject(node)) return node;
  const rewritten = isNameMap ? node : rewrite(node, pointer);
  const entries = Object.entries(rewritten).map(([key, value]): [string, unknown] => {
    const isLeft = !isNameMap && (key === '$ref' || DATA_MEMBERS.has(key) || key.startsWith('x-'));
    return [key, isLeft ? value : mapNode(value, toPointer(pointer, key), !isNameMap && NAME_MAPS.has(key), rewrite)];
  });
  return entries.every(([key, value]) => value === rewritten[key]) ? rewritten : Object.fromEntries(entries);
}
