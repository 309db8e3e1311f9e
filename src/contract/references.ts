import { walkDocument } from './document-walk.ts';
import type { ContractDocument, JsonObject } from './document.ts';
import { contractError, isObject, toReferencedPointer } from './document.ts';
import { findByPointer, toPointer } from './json-pointer.ts';
import { listTargets } from './reference-keyword.ts';

/**
 * Refuses references that cannot be resolved (outside the document, to nothing, or circular), and those whose cost cannot be bounded.
 *
 * @throws {MockError} `contract-invalid` with the pointer of the reference
 */
export function checkReferences(document: ContractDocument): void {
  const targets = new Map<string, string>();
  const walked = new Set<string>();
  walkDocument(document, (node, pointer) => {
    walked.add(pointer);
    checkKeywords(node, pointer);
    if (!Object.hasOwn(node, '$ref')) return;
    targets.set(pointer, checkReference(document, node['$ref'], toPointer(pointer, '$ref')));
  });
  for (const [holder, target] of targets) {
    // A target that is not walked would not be validated.
    if (typeof findByPointer(document, target) === 'object' && !walked.has(target)) {
      throw contractError(
        toPointer(holder, '$ref'),
        `refers to an extension or to data (${JSON.stringify(`#${target}`)}). Move the target to components.`,
      );
    }
  }
  checkApplications(document, [...targets.keys()]);
}

/** FastAPI publishes none of these keywords. With them, the schemas that apply to a value cannot be determined from the document. */
function checkKeywords(node: JsonObject, pointer: string): void {
  if (Object.hasOwn(node, '$dynamicRef')) {
    throw contractError(toPointer(pointer, '$dynamicRef'), 'is not supported. Use $ref.');
  }
  for (const keyword of ['unevaluatedProperties', 'unevaluatedItems']) {
    if (Object.hasOwn(node, keyword) && listTargets(node).size > 0) {
      throw contractError(
        toPointer(pointer, keyword),
        'is not supported in a schema with references. Use additionalProperties or items.',
      );
    }
  }
}

/** Returns the pointer of a reference's target. */
function checkReference(root: JsonObject, reference: unknown, pointer: string): string {
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
      `cannot be resolved (${JSON.stringify(reference)}). Add the target, or correct the reference.`,
    );
  }
  return target;
}

/** The keywords whose schemas are applied to the same value as the schema around them. */
const LISTS = ['allOf', 'anyOf', 'oneOf'] as const;
const SINGLES = ['not', 'if', 'then', 'else'] as const;

/** How many schemas may be applied to one value. */
const MAX_APPLICATIONS = 1000;

/**
 * Counts the schemas that apply to one value, following references but not descending into the value. Refuses
 *
 * - a circle, in which a schema would apply to the same value again. A reference within a member or an item is not a circle, since values are finite.
 * - too many schemas, for example a chain in which each schema refers to the next one twice.
 */
function checkApplications(root: JsonObject, holders: readonly string[]): void {
  const counts = new Map<string, number>();
  const count = (pointer: string, path: ReadonlySet<string>): number => {
    if (path.has(pointer)) throw contractError(pointer, 'refers to itself in a circle.');
    let total = counts.get(pointer);
    if (total === undefined) {
      const longer = new Set(path).add(pointer);
      total = listInPlace(root, pointer).reduce((sum, next) => sum + count(next, longer), 1);
      if (total > MAX_APPLICATIONS) {
        throw contractError(
          pointer,
          `applies more than ${MAX_APPLICATIONS} schemas to one value. Simplify the unions and allOf that it refers to.`,
        );
      }
      counts.set(pointer, total);
    }
    return total;
  };
  for (const holder of holders) count(holder, new Set());
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
