import type { Contract } from '../contract/contract.ts';
import { isObject, resolvePlace } from '../contract/document.ts';
import { toPointer } from '../contract/json-pointer.ts';
import type { Operation } from '../contract/operation.ts';
import { findSuccess } from '../contract/operation.ts';
import type { Schemas } from '../contract/schema.ts';
import { findOperationKind } from './operation-kind.ts';

/** Returns the pointer of the schema of an event in an operation's replies, or undefined if the contract describes none. */
export function findEventSchema(schemas: Schemas, operation: Operation): string | undefined {
  const schema = findSuccess(operation).response?.schema;
  if (schema === undefined || !isObject(schema.node)) return undefined;
  const place = resolvePlace(schemas.document, schema.pointer);
  if (findOperationKind(operation) === 'retrieve-event') return place.pointer;
  if (place.node['items'] === undefined) return undefined;
  const items = toPointer(place.pointer, 'items');
  return isObject(schemas.compile(items).node) ? resolvePlace(schemas.document, items).pointer : undefined;
}

/** Returns the pointers of all schemas of an event in a contract's replies. */
export function listEventSchemas({ schemas, operations }: Contract): string[] {
  const found = operations
    .filter((operation) => EVENT_KINDS.has(findOperationKind(operation)))
    .flatMap((operation) => findEventSchema(schemas, operation) ?? []);
  return [...new Set(found)];
}

const EVENT_KINDS: ReadonlySet<unknown> = new Set(['retrieve-event', 'list-events']);
