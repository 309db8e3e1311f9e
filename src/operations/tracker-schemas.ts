import type { Contract } from '../contract/contract.ts';
import type { Place } from '../contract/document.ts';
import { contractError, isObject, resolvePlace } from '../contract/document.ts';
import { toPointer } from '../contract/json-pointer.ts';
import type { Operation } from '../contract/operation.ts';
import { findSuccess, toOperationName } from '../contract/operation.ts';
import type { Schema } from '../contract/schema.ts';
import type { OperationKind } from './find-operations.ts';
import { findOperationKind } from './find-operations.ts';
import { listFields, listModels } from './object-models.ts';

/** What one operation's reply says of a tracker. */
export interface TrackerSchema {
  readonly operation: Operation;
  /** The pointer of the schema of one tracker: of a list, that of its items. */
  readonly pointer: string;
  /** The models that it allows; empty if it names no fields. */
  readonly models: readonly Place[];
}

/** Operations that reply with one whole tracker come first: a list may have a smaller model. */
const ORDER: readonly OperationKind[] = ['retrieve', 'update', 'list'];

/**
 * Returns what the contract's replies say of a tracker. An operation without a schema for its reply, such as one with status 204, says
 * nothing.
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
  // Without a response_model any reply is allowed, so a list is, too.
  if (place.node['type'] === 'array' || schemas.compile(pointer).check([]) === undefined) return [];
  throw contractError(
    pointer,
    `is not a list of trackers, which the mock replies to ${toOperationName(operation)} with. Give a list, without an object around it.`,
  );
}

/** Refuses replies that hold something else than a tracker: of those the mock knows nothing. */
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
        `has no id, so it is not a tracker, which the mock replies to ${toOperationName(operation)} with. Give the schema at #${pointer} an id, and no object around the tracker.`,
      );
    }
  }
}
