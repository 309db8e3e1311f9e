import type { Contract } from '../contract/contract.ts';
import type { JsonObject, Place } from '../contract/document.ts';
import { isObject, resolvePlace } from '../contract/document.ts';
import { toPointer } from '../contract/json-pointer.ts';
import type { Schemas } from '../contract/schema.ts';
import { createRun } from '../contract/validation-run.ts';
import { findBodyFields } from '../fastapi/body-fields.ts';
import type { ToModelValue } from '../pydantic/model-value.ts';
import { asIs, createModelForm, findAbsent, findEmptyValues } from '../pydantic/model-value.ts';
import { findUnionBranch, findUnionBranches } from '../pydantic/union-branch.ts';
import type { Column, ReadUpdate, UpdateField, UpdateRequest } from '../trackers/tracker-model.ts';
import { listFields, listModels } from './object-models.ts';
import { findOperationKind } from './operation-kind.ts';
import { toReadTime } from './stored-time.ts';

/** A column as the contract describes it. */
export interface ContractColumn extends Column {
  /** Whether a value is valid by the contract. */
  readonly isValid: (value: unknown) => boolean;
}

type Columns = ReadonlyMap<string, ContractColumn>;

const NOTHING: UpdateRequest = { fields: [], values: {} };
/** Fields that an update never writes by name. */
const OWN_NAMES = new Set(['id', 'last_processed_event_id']);

/** Returns how to read what an update writes from its body, by the contract's model of the body. */
export function createUpdateReader(contract: Contract, columns: Columns): ReadUpdate {
  const update = contract.operations.find((operation) => findOperationKind(operation) === 'update');
  const schema = update?.requestBody?.schema;
  return schema === undefined ? () => NOTHING : createReader(contract.schemas, columns, schema.pointer);
}

/** A body that is missing or null writes nothing, unless the contract has a default for it. */
function createReader(schemas: Schemas, columns: Columns, pointer: string): ReadUpdate {
  const read = createGivenReader(schemas, columns, pointer);
  const { node } = schemas.compile(pointer);
  const initial = isObject(node) ? (node['default'] ?? null) : null;
  return (body) => {
    const given = body ?? initial;
    return given === null ? NOTHING : read(given);
  };
}

function createGivenReader(schemas: Schemas, columns: Columns, pointer: string): ReadUpdate {
  const models = listModels(schemas, pointer);
  const [first] = models;
  if (first === undefined) return createFreeReader(columns);
  if (models.length === 1) return createModelReader(schemas, columns, first);
  const readers = new Map(models.map((model) => [model.pointer, createModelReader(schemas, columns, model)]));
  return (body) => combine(selectModels(schemas, pointer, body).map((at) => readers.get(at)?.(body) ?? NOTHING));
}

/** A body without a model, such as `dict[str, Any]`: its members are written, other fields keep their values. */
function createFreeReader(columns: Columns): ReadUpdate {
  return (body) => {
    if (!isObject(body)) return NOTHING;
    const fields = Object.keys(body).flatMap((name): UpdateField[] => {
      const column = columns.get(name);
      if (column === undefined || OWN_NAMES.has(name)) return [];
      return [{ name, toStored: column.toStored, omitted: undefined }];
    });
    return { fields, values: body };
  };
}

/** Returns the models that pydantic would create from a body: one branch of each union. */
function selectModels(schemas: Schemas, pointer: string, body: unknown): string[] {
  // A branch or a part may be a boolean.
  if (!isObject(schemas.compile(pointer).node)) return [];
  const place = resolvePlace(schemas.document, pointer);
  const branches = findUnionBranches(place);
  if (branches !== undefined) {
    const branch = findUnionBranch(schemas, branches, body, createRun());
    return branch === undefined ? [] : selectModels(schemas, branch, body);
  }
  const { allOf } = place.node;
  if (!Array.isArray(allOf)) return [place.pointer];
  return [...allOf.keys()].flatMap((index) => selectModels(schemas, toPointer(place.pointer, 'allOf', index), body));
}

function createModelReader(schemas: Schemas, columns: Columns, model: Place): ReadUpdate {
  const names = listFields(model);
  const fields = names.flatMap((name): UpdateField[] => {
    const column = columns.get(name);
    if (column === undefined || OWN_NAMES.has(name)) return [];
    return [toUpdateField(schemas, column, model, name)];
  });
  const isMade = findBodyFields(schemas.document, model.pointer) !== undefined;
  const own: ReadUpdate = (body) => ({ fields, values: isObject(body) ? (isMade ? withoutNulls(body) : body) : {} });
  if (!isMade && names.some((name) => columns.has(name))) return own;
  const embedded = names
    .filter((name) => !columns.has(name))
    .map((name) => ({ name, at: toPointer(model.pointer, 'properties', name) }))
    .filter(({ at }) => listModels(schemas, at).some((inner) => listFields(inner).some((name) => columns.has(name))))
    .map(({ name, at }) => ({ name, read: createReader(schemas, columns, at) }));
  if (embedded.length === 0) return own;
  return (body) => {
    const members = isObject(body) ? body : {};
    // A member beside an embedded body is not one of its fields.
    const beside = Object.entries(members).filter(([name]) => names.includes(name) && columns.has(name));
    return combine([own(Object.fromEntries(beside)), ...embedded.map(({ name, read }) => read(members[name]))]);
  };
}

/** With several body parameters, FastAPI treats null as absent. */
function withoutNulls(body: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null));
}

function combine(parts: readonly UpdateRequest[]): UpdateRequest {
  if (parts.length === 1) return parts[0] ?? NOTHING;
  const values: JsonObject = {};
  for (const part of parts) Object.assign(values, part.values);
  return { fields: parts.flatMap((part) => part.fields), values };
}

function toUpdateField(schemas: Schemas, column: ContractColumn, model: Place, name: string): UpdateField {
  const pointer = toPointer(model.pointer, 'properties', name);
  const read = createModelForm(schemas, pointer);
  const store = column.isTime ? toReadTime : column.toStored;
  const toStored: ToModelValue = read === asIs ? store : (value) => store(read(value));
  const initial = findAbsent(schemas, model.node, pointer, name);
  const omitted = initial === undefined ? findEmptyValue(schemas, pointer, toStored, column) : toStored(initial);
  return { name, toStored, omitted };
}

/** What a `default_factory` makes, if a tracker may hold it. Otherwise the tracker keeps what it has. */
function findEmptyValue(schemas: Schemas, pointer: string, toStored: ToModelValue, column: ContractColumn): unknown {
  return findEmptyValues(schemas, pointer)
    .map((value) => toStored(value))
    .find((stored) => column.isValid(stored));
}
