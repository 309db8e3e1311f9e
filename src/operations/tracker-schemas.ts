import type { Contract } from '../contract/contract.ts';
import type { Place } from '../contract/document.ts';
import { contractError, isObject, resolvePlace } from '../contract/document.ts';
import { toPointer } from '../contract/json-pointer.ts';
import type { Operation } from '../contract/operation.ts';
import { findSuccess, toOperationName } from '../contract/operation.ts';
import type { Schema } from '../contract/schema.ts';
import { listFields, listModels } from './object-models.ts';
import type { OperationKind } from './operation-kind.ts';
import { findOperationKind } from './operation-kind.ts';

/** How one operation's reply describes a tracker. */
export interface TrackerSchema {
  readonly operation: Operation;
  /** The pointer of the schema of one tracker: of a list, that of its items. */
  readonly pointer: string;
  /** The models that it allows; empty if it defines no fields. */
  readonly models: readonly Place[];
}

/** Operations that reply with one whole tracker come first: a list may have a smaller model. */
const ORDER: readonly OperationKind[] = ['retrieve', 'update', 'list'];

/**
 * Returns how the contract's replies describe a tracker. Omits operations without a schema for the reply, such as one
 * with status 204.
 *
 * @throws {MockError} `contract-invalid`, with the pointer of a schema whose reply the mock cannot make
 */
export function findTrackerSchemas(contract: Contract): TrackerSchema[] {
  const found = ORDER.flatMap((kind) =>
    contract.operations
      .filter((operation) => findOperationKind(operation) === kind)
      .flatMap((operation) => {
        const { response } = findSuccess(operation);
        return response?.schema === undefined ? [] : findTrackerSchema(contract, operation, kind, response.schema);
      }),
  );
  checkModels(found);
  return found;
}

function findTrackerSchema(
  { schemas }: Contract,
  operation: Operation,
  kind: OperationKind,
  { pointer, node }: Schema,
): TrackerSchema[] {
  if (!isObject(node)) return [];
  const place = resolvePlace(schemas.document, pointer);
  if (kind !== 'list') return [{ operation, pointer, models: listModels(schemas, pointer) }];
  if (place.node['items'] !== undefined) {
    const items = toPointer(place.pointer, 'items');
    return [{ operation, pointer: items, models: listModels(schemas, items) }];
  }
  // Without a response_model any reply is allowed, including a list.
  if (place.node['type'] === 'array' || schemas.compile(pointer).check([]) === undefined) return [];
  throw contractError(
    pointer,
    `must be a list of trackers, since the mock replies to ${toOperationName(operation)} with one. Remove any object around the list.`,
  );
}

/** Refuses replies that are not a tracker, since the mock cannot make them. */
function checkModels(found: readonly TrackerSchema[]): void {
  const models = found.flatMap((schema) => schema.models);
  const known = new Set(
    models.filter((model) => listFields(model).includes('id')).flatMap((model) => listFields(model)),
  );
  for (const { operation, models: own, pointer } of found) {
    for (const model of own) {
      const { required } = model.node;
      const needed: readonly unknown[] = Array.isArray(required) ? required : [];
      const isKnown = needed.every((name) => typeof name === 'string' && known.has(name));
      const isSmaller = isKnown && listFields(model).some((name) => known.has(name));
      if (isSmaller) continue;
      throw contractError(
        model.pointer,
        `has no id, so it is not the tracker that the mock replies to ${toOperationName(operation)} with. Add an id to the schema at #${pointer}, and remove any object around the tracker.`,
      );
    }
  }
}
