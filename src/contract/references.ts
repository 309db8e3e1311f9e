import type { ContractDocument, JsonObject } from './document.ts';
import { contractError, isObject, toReferencedPointer } from './document.ts';
import { findByPointer, toPointer } from './json-pointer.ts';

/**
 * Refuses references that cannot be followed: out of the document, to nowhere, or in a circle.
 *
 * @throws {MockError} `contract-invalid` with the pointer of the reference
 */
export function checkReferences(document: ContractDocument): void {
  const search: Search = { root: document, holders: [] };
  visitReferences(search, document, '', false);
  checkCircles(search);
}

interface Search {
  readonly root: JsonObject;
  /** Where a `$ref` stands. */
  readonly holders: string[];
}

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

function visitReferences(search: Search, node: unknown, pointer: string, isNameMap: boolean): void {
  if (Array.isArray(node)) {
    for (const [index, item] of node.entries()) visitReferences(search, item, toPointer(pointer, index), false);
    return;
  }
  if (!isObject(node)) return;
  for (const [key, value] of Object.entries(node)) {
    const at = toPointer(pointer, key);
    if (isNameMap) visitReferences(search, value, at, false);
    else if (key === '$ref') {
      checkReference(search.root, value, at);
      search.holders.push(pointer);
    } else if (!DATA_MEMBERS.has(key) && !key.startsWith('x-')) {
      visitReferences(search, value, at, NAME_MAPS.has(key));
    }
  }
}

function checkReference(root: JsonObject, reference: unknown, pointer: string): void {
  if (typeof reference !== 'string') throw contractError(pointer, 'is not a string.');
  if (!reference.startsWith('#')) {
    throw contractError(
      pointer,
      `refers outside the document (${JSON.stringify(reference)}). Bundle the contract into one file.`,
    );
  }
  const target = toReferencedPointer(reference);
  if (target === undefined || findByPointer(root, target) === undefined) {
    throw contractError(
      pointer,
      `leads nowhere (${JSON.stringify(reference)}). Add what it names, or mend the reference.`,
    );
  }
}

/** The keywords whose schemas are asked about the very value that the schema around them is asked about. */
const LISTS = ['allOf', 'anyOf', 'oneOf'] as const;
const SINGLES = ['not', 'if', 'then', 'else'] as const;

/**
 * Refuses references that lead back to where they stand without going into the value: to check a value, such a schema would have to be
 * asked about it first, for ever. A reference from within a member or an item is no such circle: values end.
 */
function checkCircles({ root, holders }: Search): void {
  const done = new Set<string>();
  const visit = (pointer: string, path: ReadonlySet<string>): void => {
    if (path.has(pointer)) throw contractError(pointer, 'refers to itself in a circle.');
    if (done.has(pointer)) return;
    const longer = new Set(path).add(pointer);
    for (const next of listInPlace(root, pointer)) visit(next, longer);
    done.add(pointer);
  };
  for (const holder of holders) visit(holder, new Set());
}

function listInPlace(root: JsonObject, pointer: string): string[] {
  const node = findByPointer(root, pointer);
  if (!isObject(node)) return [];
  const { $ref: reference, dependentSchemas } = node;
  return [
    ...(typeof reference === 'string' ? [toReferencedPointer(reference) ?? ''] : []),
    ...LISTS.flatMap((keyword) => {
      const list = node[keyword];
      return Array.isArray(list) ? [...list.keys()].map((index) => toPointer(pointer, keyword, index)) : [];
    }),
    ...SINGLES.filter((keyword) => keyword in node).map((keyword) => toPointer(pointer, keyword)),
    ...(isObject(dependentSchemas)
      ? Object.keys(dependentSchemas).map((name) => toPointer(pointer, 'dependentSchemas', name))
      : []),
  ];
}
