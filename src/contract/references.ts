import { walkDocument } from './document-walk.ts';
import type { ContractDocument, JsonObject } from './document.ts';
import { contractError, isObject, toReferencedPointer } from './document.ts';
import { findByPointer, toPointer } from './json-pointer.ts';

/**
 * Refuses references that cannot be followed: out of the document, to nowhere, or in a circle.
 *
 * @throws {MockError} `contract-invalid` with the pointer of the reference
 */
export function checkReferences(document: ContractDocument): void {
  const holders: string[] = [];
  walkDocument(document, (node, pointer) => {
    if (!Object.hasOwn(node, '$ref')) return;
    checkReference(document, node['$ref'], toPointer(pointer, '$ref'));
    holders.push(pointer);
  });
  checkCircles(document, holders);
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
function checkCircles(root: JsonObject, holders: readonly string[]): void {
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
