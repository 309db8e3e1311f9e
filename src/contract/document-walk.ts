import type { ContractDocument, JsonObject } from './document.ts';
import { isObject } from './document.ts';
import { toPointer } from './json-pointer.ts';

/** Members whose content is data, never schema: a `$ref` in there is a plain value. */
const DATA_MEMBERS = new Set(['example', 'examples', 'default', 'const', 'enum']);
/** Members that map names to objects, so that a name in there may be anything, `$ref` and `default` too. */
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

/** Shows every object of a document whose members have the meaning that OpenAPI or JSON Schema gives them: no data, no map of names. */
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
