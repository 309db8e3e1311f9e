import type { ContractDocument } from '../contract/document.ts';
import { isObject, resolvePlace } from '../contract/document.ts';
import { parsePointer, toPointer } from '../contract/json-pointer.ts';

/** One of several body parameters of a function, or an embedded one. */
export interface BodyField {
  readonly name: string;
  readonly pointer: string;
  readonly isRequired: boolean;
}

/**
 * Returns the parameters that FastAPI reads from a body, each by itself, or undefined if the body is one value. FastAPI names the schema that
 * it makes for them after the operation: `Body_put_tracker`.
 */
export function findBodyFields(document: ContractDocument, pointer: string): BodyField[] | undefined {
  const { node, pointer: at } = resolvePlace(document, pointer);
  const { properties, required } = node;
  if (!isObject(properties) || parsePointer(at).at(-1)?.startsWith('Body_') !== true) return undefined;
  const needed: readonly unknown[] = Array.isArray(required) ? required : [];
  return Object.keys(properties).map((name) => ({
    name,
    pointer: toPointer(at, 'properties', name),
    isRequired: needed.includes(name),
  }));
}
