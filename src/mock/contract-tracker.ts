import type { Contract } from '../contract/contract.ts';
import type { JsonObject } from '../contract/document.ts';
import { contractError, isObject, resolvePlace } from '../contract/document.ts';
import { findByPointer, toPointer } from '../contract/json-pointer.ts';
import { findResponse } from '../contract/operation.ts';
import { parsePydanticUuid } from '../fastapi/pydantic-uuid.ts';
import { parseTimestamp, toTimestamp } from '../trackers/timestamp.ts';
import type { Column, TrackerModel, UpdateField } from '../trackers/tracker-model.ts';

/** The pointer of the schema that the contract's replies have for one tracker. */
export function findTrackerSchema(contract: Contract): string {
  for (const operation of contract.operations) {
    const schema = findResponse(operation, 200)?.schema;
    if (schema === undefined) continue;
    const place = resolvePlace(contract.document, schema.pointer);
    return place.node['type'] === 'array' ? toPointer(place.pointer, 'items') : place.pointer;
  }
  throw contractError('/paths', 'has no operation with a 200 reply of application/json.');
}

/** The tracker as a contract describes it. */
export function createTrackerModel(contract: Contract): TrackerModel {
  const { document } = contract;
  const tracker = resolvePlace(document, findTrackerSchema(contract));
  const columns = listProperties(tracker.node).map((name) =>
    toColumn(contract, toPointer(tracker.pointer, 'properties', name), name, isRequired(tracker.node, name)),
  );
  const byName = new Map(columns.map((column) => [column.name, column]));
  const updated = contract.operations.flatMap(({ requestBody }) => {
    if (requestBody === undefined) return [];
    const request = resolvePlace(document, requestBody.schema.pointer);
    return listProperties(request.node).flatMap((name): UpdateField[] => {
      const toStored = byName.get(name)?.toStored;
      if (toStored === undefined || name === 'last_processed_event_id') return [];
      return [
        { name, toStored, omitted: findDefault(contract, toPointer(request.pointer, 'properties', name)) ?? null },
      ];
    });
  });
  return { columns, columnNames: new Set(byName.keys()), updated };
}

function listProperties(schema: JsonObject): string[] {
  return isObject(schema['properties']) ? Object.keys(schema['properties']) : [];
}

function isRequired(schema: JsonObject, name: string): boolean {
  return Array.isArray(schema['required']) && schema['required'].includes(name);
}

function findDefault(contract: Contract, pointer: string): unknown {
  const node = findByPointer(contract.document, pointer);
  return isObject(node) ? node['default'] : undefined;
}

function toColumn(contract: Contract, pointer: string, name: string, required: boolean): Column {
  if (name === '__proto__') throw contractError(pointer, 'names a field __proto__, which the mock does not keep.');
  const given = findDefault(contract, pointer);
  // Pydantic prints every field that has a default, null too, and FastAPI publishes no null default.
  const isNullable = contract.schemas.compile(pointer).check(null) === undefined;
  const absent = given ?? (!required && isNullable ? null : undefined);
  return { name, absent, toStored: findStoredForm(contract, pointer) };
}

/** How the server prints back a string of a format; it keeps times in UTC and UUIDs in lower case with hyphens. */
const STORED_FORMS: Readonly<Record<string, (text: string) => string>> = {
  'date-time': (text) => {
    const time = parseTimestamp(text);
    return time === undefined ? text : toTimestamp(time);
  },
  uuid: (text) => {
    const read = parsePydanticUuid(text);
    return read.ok ? read.value : text;
  },
};

function findStoredForm(contract: Contract, pointer: string): (value: unknown) => unknown {
  const place = resolvePlace(contract.document, pointer);
  const branches = Array.isArray(place.node['anyOf']) ? place.node['anyOf'] : [place.node];
  const formats = branches.flatMap((branch) =>
    isObject(branch) && typeof branch['format'] === 'string' ? [branch['format']] : [],
  );
  const toForm = formats.length === 1 ? STORED_FORMS[formats[0] ?? ''] : undefined;
  return toForm === undefined ? (value) => value : (value) => (typeof value === 'string' ? toForm(value) : value);
}
