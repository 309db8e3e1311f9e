import type { Contract } from '../contract/contract.ts';
import type { JsonObject } from '../contract/document.ts';
import { contractError, isObject, resolvePlace } from '../contract/document.ts';
import { findByPointer, toPointer } from '../contract/json-pointer.ts';
import { findResponse } from '../contract/operation.ts';
import { createModelForm, findAbsent } from '../pydantic/model-value.ts';
import { findUnionBranches } from '../pydantic/union-branch.ts';
import { roundToUtc, toUtc } from '../trackers/timestamp.ts';
import type { Column, TrackerModel, UpdateField } from '../trackers/tracker-model.ts';

/** The pointer of the schema that the contract's replies have for one tracker. */
export function findTrackerSchema(contract: Contract): string {
  for (const operation of contract.operations) {
    const schema = findResponse(operation, 200)?.schema;
    if (schema === undefined) continue;
    const place = resolvePlace(contract.schemas.document, schema.pointer);
    return place.node['type'] === 'array' ? toPointer(place.pointer, 'items') : place.pointer;
  }
  throw contractError('/paths', 'has no operation with a 200 reply of application/json.');
}

/** The tracker as a contract describes it. */
export function createTrackerModel(contract: Contract): TrackerModel {
  const { document } = contract.schemas;
  const tracker = resolvePlace(document, findTrackerSchema(contract));
  const columns = listProperties(tracker.node).map((name) =>
    toColumn(contract, tracker.node, toPointer(tracker.pointer, 'properties', name), name),
  );
  const byName = new Map(columns.map((column) => [column.name, column]));
  const updated = contract.operations.flatMap(({ requestBody }) => {
    if (requestBody === undefined) return [];
    const request = resolvePlace(document, requestBody.schema.pointer);
    return listProperties(request.node).flatMap((name): UpdateField[] => {
      const column = byName.get(name);
      if (column === undefined || name === 'last_processed_event_id') return [];
      const omitted = findDefault(contract, toPointer(request.pointer, 'properties', name)) ?? null;
      return [{ name, toStored: column.isTime ? toReadTime : column.toStored, omitted }];
    });
  });
  return { columns, columnNames: new Set(byName.keys()), updated };
}

function listProperties(schema: JsonObject): string[] {
  return isObject(schema['properties']) ? Object.keys(schema['properties']) : [];
}

function findDefault(contract: Contract, pointer: string): unknown {
  const node = findByPointer(contract.schemas.document, pointer);
  return isObject(node) ? node['default'] : undefined;
}

function toColumn(contract: Contract, model: JsonObject, pointer: string, name: string): Column {
  const absent = findAbsent(contract.schemas, model, pointer, name);
  const isTime = isTimeSchema(contract, pointer);
  // The server stores a time in UTC, and times in nested values as they were read.
  return { name, absent, isTime, toStored: isTime ? toStoredTime : createModelForm(contract.schemas, pointer) };
}

/** Whether a schema allows times, and nothing else but null. */
function isTimeSchema(contract: Contract, pointer: string): boolean {
  // A schema may be a boolean, too.
  if (!isObject(findByPointer(contract.schemas.document, pointer))) return false;
  const place = resolvePlace(contract.schemas.document, pointer);
  const branches = findUnionBranches(place);
  const [only] = branches ?? [];
  if (branches?.length === 1 && only !== undefined) return isTimeSchema(contract, only);
  return branches === undefined && place.node['format'] === 'date-time';
}

/** A time of a request: pydantic cuts the digits past the sixth. */
function toReadTime(value: unknown): unknown {
  return typeof value === 'string' ? (toUtc(value) ?? value) : value;
}

/** A time in the database: PostgreSQL rounds to the sixth digit. */
function toStoredTime(value: unknown): unknown {
  return typeof value === 'string' ? (roundToUtc(value) ?? value) : value;
}
