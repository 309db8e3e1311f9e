/**
 * The tracker as the contract at hand describes it: its fields, and which of them an update writes. Derived from the contract, so that a
 * field that a later revision adds is stored and returned without a change here.
 */
export interface TrackerModel {
  /** The fields of a tracker, in the contract's order. */
  readonly columns: readonly Column[];
  readonly columnNames: ReadonlySet<string>;
  /** The fields of an update that are fields of a tracker, too. */
  readonly updated: readonly UpdateField[];
}

export interface Column {
  readonly name: string;
  /** What a tracker has where nothing gave it a value; undefined where it then has no such member. */
  readonly absent: unknown;
  /** How a value of this field is kept; a string as the real server prints it. */
  readonly toStored: (value: unknown) => unknown;
}

export interface UpdateField {
  readonly name: string;
  readonly toStored: (value: unknown) => unknown;
  /** What an update that omits the field writes. */
  readonly omitted: unknown;
}

/** The members of a tracker in the contract's order, each as it is stored; what the contract does not name is left out, as pydantic does. */
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
