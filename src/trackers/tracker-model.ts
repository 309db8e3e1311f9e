/**
 * The tracker as the contract describes it: its fields, and which of them an update writes. Fields that a later revision of the contract
 * adds are stored and returned without a change here.
 */
export interface TrackerModel {
  /** The fields of a tracker, in the contract's order. */
  readonly columns: readonly Column[];
  readonly columnNames: ReadonlySet<string>;
  readonly readUpdate: ReadUpdate;
}

/** Reads what an update writes from its body. The cursor is among the values, not among the fields. */
export type ReadUpdate = (body: unknown) => UpdateRequest;

export interface UpdateRequest {
  /** The fields of the body's model that a tracker also has. */
  readonly fields: readonly UpdateField[];
  /** What was sent, by field. */
  readonly values: Readonly<Record<string, unknown>>;
}

export interface Column {
  readonly name: string;
  /** The value of a tracker without this field; undefined if replies then omit the member. */
  readonly absent: unknown;
  /** Whether its values are times. */
  readonly isTime: boolean;
  /** Returns a value as the database holds it and the server prints it. */
  readonly toStored: (value: unknown) => unknown;
}

export interface UpdateField {
  readonly name: string;
  /** Returns a value of a request as pydantic reads it and the database then holds it. */
  readonly toStored: (value: unknown) => unknown;
  /** The value that an update writes if it omits the field; undefined if the tracker keeps what it has. */
  readonly omitted: unknown;
}

/** Returns the fields of a tracker in the contract's order, each as it is stored; members that the contract does not name are dropped. */
export function toStoredFields(
  model: TrackerModel,
  fields: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const stored: Record<string, unknown> = {};
  for (const { name, absent, toStored } of model.columns) {
    const value = Object.hasOwn(fields, name) ? toStored(fields[name]) : absent;
    if (value !== undefined) stored[name] = value;
  }
  return stored;
}
