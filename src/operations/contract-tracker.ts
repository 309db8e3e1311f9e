import type { Contract } from '../contract/contract.ts';
import type { Place } from '../contract/document.ts';
import { contractError, isObject, resolvePlace } from '../contract/document.ts';
import { findByPointer, toPointer } from '../contract/json-pointer.ts';
import type { Schemas } from '../contract/schema.ts';
import type { ToModelValue } from '../pydantic/model-value.ts';
import { asIs, createModelForm, findAbsent } from '../pydantic/model-value.ts';
import { findUnionBranches } from '../pydantic/union-branch.ts';
import { isSameJson } from '../trackers/same-json.ts';
import type { TrackerModel } from '../trackers/tracker-model.ts';
import { listFields } from './object-models.ts';
import { toStoredTime } from './stored-time.ts';
import type { TrackerSchema } from './tracker-schemas.ts';
import { findTrackerSchemas } from './tracker-schemas.ts';
import type { ContractColumn } from './update-request.ts';
import { createUpdateReader } from './update-request.ts';

/**
 * Returns the tracker as a contract describes it, with the fields of all replies.
 *
 * @throws {MockError} `contract-invalid` if the mock cannot serve the contract
 */
export function createTrackerModel(contract: Contract): TrackerModel {
  if (contract.operations.length === 0) throw contractError('/paths', 'has no operation. Define at least one.');
  const columns = listColumns(contract, findTrackerSchemas(contract));
  const byName = new Map(columns.map((column) => [column.name, column]));
  return {
    columns,
    columnNames: new Set(byName.keys()),
    readUpdate: createUpdateReader(contract, byName),
  };
}

function listColumns(contract: Contract, found: readonly TrackerSchema[]): ContractColumn[] {
  const { schemas } = contract;
  const models = found.flatMap((schema) => schema.models);
  if (models.length === 0) return UNTYPED_COLUMNS;
  // A reply matches one model of a union, so a field that another model lacks is not filled in.
  const unions = found.filter((schema) => schema.models.length > 1).flatMap((schema) => schema.models);
  const names = new Set(models.flatMap((model) => listFields(model)));
  return [...names].map((name) => {
    const owners = models.filter((model) => listFields(model).includes(name));
    const isInAll = unions.every((model) => listFields(model).includes(name));
    return toColumn(schemas, owners, name, isInAll);
  });
}

/** @param owners the models that have the field */
function toColumn(schemas: Schemas, owners: readonly Place[], name: string, isInAll: boolean): ContractColumn {
  const pointers = owners.map(({ pointer }) => toPointer(pointer, 'properties', name));
  const [first = ''] = pointers;
  const isEqual = pointers.every((at) =>
    isSameJson(findByPointer(schemas.document, at), findByPointer(schemas.document, first)),
  );
  const forms = (isEqual ? [first] : pointers).map((at) => ({
    isValid: (value: unknown) => schemas.compile(at).check(value) === undefined,
    toStored: findStoredForm(schemas, at),
  }));
  const [form] = forms;
  const toStored: ToModelValue =
    forms.length === 1 && form !== undefined
      ? form.toStored
      : (value) => (forms.find(({ isValid }) => isValid(value)) ?? form)?.toStored(value);
  const absent = isInAll && owners[0] !== undefined ? findAbsent(schemas, owners[0].node, first, name) : undefined;
  return {
    name,
    isTime: pointers.every((at) => isTime(schemas, at)),
    toStored,
    absent: typeof absent === 'object' && absent !== null ? toStored(absent) : absent,
    isValid: (value) => forms.every(({ isValid }) => isValid(value)),
  };
}

/** The tracker of a contract whose replies have no model: the fields of the API itself. */
const UNTYPED_COLUMNS: ContractColumn[] = [
  'id',
  'agent_id',
  'task_id',
  'status',
  'status_reason',
  'last_processed_event_id',
  'created_at',
  'updated_at',
].map((name) => ({
  name,
  absent: null,
  isTime: name.endsWith('_at'),
  toStored: name.endsWith('_at') ? toStoredTime : asIs,
  isValid: () => true,
}));

/** Returns how the server prints a value of a column. It converts a time to UTC, but not times nested in a value. */
function findStoredForm(schemas: Schemas, pointer: string): ToModelValue {
  return isTime(schemas, pointer) ? toStoredTime : createModelForm(schemas, pointer);
}

/** Whether a schema allows a time, and at most null beside it. */
function isTime(schemas: Schemas, pointer: string): boolean {
  // A schema may be a boolean.
  if (!isObject(findByPointer(schemas.document, pointer))) return false;
  const place = resolvePlace(schemas.document, pointer);
  const branches = findUnionBranches(place);
  const [only] = branches ?? [];
  if (branches?.length === 1 && only !== undefined) return isTime(schemas, only);
  return branches === undefined && place.node['format'] === 'date-time';
}
