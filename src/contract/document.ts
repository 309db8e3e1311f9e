import { CONTRACT_DEPTH } from '../budgets.ts';
import { MockError } from '../mock-error.ts';
import { isDeep } from '../trackers/depth.ts';
import { findByPointer, toPointer } from './json-pointer.ts';

export type JsonObject = Record<string, unknown>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An OpenAPI 3.1 document. In a loaded contract, all its references resolve. */
export interface ContractDocument extends JsonObject {
  readonly openapi: string;
  readonly info: JsonObject;
  readonly paths: Record<string, JsonObject>;
}

/** Creates the error for a contract that cannot be served, with the JSON pointer of the cause. */
export function contractError(pointer: string, reason: string): MockError {
  return new MockError('contract-invalid', `Failed to load the contract: #${pointer} ${reason}`);
}

/**
 * Returns a parsed file as a contract document.
 *
 * @throws {MockError} `contract-invalid` if it is not OpenAPI 3.1
 */
export function loadDocument(parsed: unknown): ContractDocument {
  if (!isObject(parsed)) throw contractError('', 'is not an object. Give an OpenAPI 3.1 document.');
  for (const [name, member] of Object.entries(parsed)) {
    if (isDeep(member, CONTRACT_DEPTH)) {
      throw contractError(toPointer('', name), `nests deeper than ${CONTRACT_DEPTH} levels. Make it flatter.`);
    }
  }
  const version = parsed['openapi'];
  if (typeof version !== 'string' || !/^3\.1\.\d+$/.test(version)) {
    const found =
      'swagger' in parsed ? `swagger ${JSON.stringify(parsed['swagger'])}` : (JSON.stringify(version) ?? 'missing');
    throw contractError(
      '/openapi',
      `is not 3.1 (${found}). Give an OpenAPI 3.1 document: FastAPI has published 3.1 since 0.99.`,
    );
  }
  if (!isObject(parsed['info'])) throw contractError('/info', 'is not an object.');
  const paths = parsed['paths'];
  if (!isObject(paths)) throw contractError('/paths', 'is not an object. The mock needs at least one operation.');
  for (const [path, item] of Object.entries(paths)) {
    if (!isObject(item)) throw contractError(toPointer('/paths', path), 'is not an object.');
  }
  return parsed as ContractDocument;
}

/** Returns the pointer in a local reference, `/components/schemas/A` for `#/components/schemas/A`, or undefined if it is malformed. */
export function toReferencedPointer(reference: string): string | undefined {
  try {
    const fragment = decodeURIComponent(reference.slice(1));
    return fragment === '' || fragment.startsWith('/') ? fragment : undefined;
  } catch {
    return undefined;
  }
}

/** An object in a document, and its pointer. */
export interface Place {
  readonly node: JsonObject;
  readonly pointer: string;
}

/**
 * Returns the object at a pointer, following references.
 *
 * @throws {MockError} `contract-invalid` if there is no object
 */
export function resolvePlace(document: ContractDocument, pointer: string): Place {
  const known = places.get(document) ?? new Map<string, Place>();
  places.set(document, known);
  let place = known.get(pointer);
  if (place === undefined) {
    place = followReferences(document, pointer);
    known.set(pointer, place);
  }
  return place;
}

/** The resolved places of each document, which never changes. Each error of a request needs the same few places again. */
const places = new WeakMap<ContractDocument, Map<string, Place>>();

/** Returns the value at a pointer in a document, or undefined if there is none. References are not followed. */
export function findNode(document: ContractDocument, pointer: string): unknown {
  const known = nodes.get(document) ?? new Map<string, unknown>();
  nodes.set(document, known);
  if (!known.has(pointer)) known.set(pointer, findByPointer(document, pointer));
  return known.get(pointer);
}

/** As {@link places}, for the many places that a sample consists of. */
const nodes = new WeakMap<ContractDocument, Map<string, unknown>>();

function followReferences(document: ContractDocument, pointer: string): Place {
  let at = pointer;
  // Ends: a document with circular references does not load.
  for (;;) {
    const node = findNode(document, at);
    if (!isObject(node)) throw contractError(at, 'is not an object.');
    if (typeof node['$ref'] !== 'string') return { node, pointer: at };
    at = toReferencedPointer(node['$ref']) ?? '';
  }
}
