import type { Tracker } from '../control/control-types.ts';
import { compareCollated } from './collation.ts';
import type { TrackerModel } from './tracker-model.ts';

/** A field that a list is sorted by. */
export interface SortField {
  readonly name: string;
  /** Times are compared as instants, other texts by the database's collation. */
  readonly isTime: boolean;
}

/** The fields that a list is sorted by, ascending: each one breaks the ties of those before it. */
export type SortFields = readonly SortField[];

/** The fields that a list is sorted by if the client names none or an unknown one; they also break the ties of the one it names. */
const DEFAULT_FIELDS: SortFields = [
  { name: 'updated_at', isTime: true },
  { name: 'created_at', isTime: true },
];

/** Returns the sort fields for a client's `order_by`. */
export function toSortFields(orderBy: string | null, { columns }: Pick<TrackerModel, 'columns'>): SortFields {
  const column = orderBy === null ? undefined : columns.find(({ name }) => name === orderBy);
  return column === undefined ? DEFAULT_FIELDS : [{ name: column.name, isTime: column.isTime }, ...DEFAULT_FIELDS];
}

/**
 * Compares trackers by fields, ascending; null comes last, as in PostgreSQL. The id breaks the last ties, so that pages never overlap: the
 * server returns such trackers in no defined order.
 */
export function compareTrackers(fields: SortFields): (a: Tracker, b: Tracker) => number {
  return (a, b) => {
    for (const { name, isTime } of fields) {
      const order = compareValues(a[name], b[name], isTime ? compareTimes : compareCollated);
      if (order !== 0) return order;
    }
    return compareUnits(a.id, b.id);
  };
}

function compareValues(a: unknown, b: unknown, compareTexts: (a: string, b: string) => number): number {
  if (a === b) return 0;
  if (typeof a === 'string' && typeof b === 'string') return compareTexts(a, b);
  const [isNullA, isNullB] = [a === null || a === undefined, b === null || b === undefined];
  if (isNullA || isNullB) return Number(isNullA) - Number(isNullB);
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  return compareUnits(JSON.stringify(a), JSON.stringify(b));
}

/** Compares times as the API prints them. A whole second has no fraction, so as a string its `Z` would sort after the dot of a fraction. */
function compareTimes(a: string, b: string): number {
  return compareUnits(a.slice(0, 19), b.slice(0, 19)) || compareUnits(toFraction(a), toFraction(b));
}

function toFraction(time: string): string {
  return time.length === 20 ? '.000000Z' : time.slice(19);
}

function compareUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
