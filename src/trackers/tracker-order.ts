import type { Tracker } from './tracker.ts';

/** What the API's list is sorted by, ascending: these fields one after the other. */
export type SortFields = readonly string[];

/** The fields a list is sorted by where the client names none or an unknown one; they also break the ties of one that it names. */
const DEFAULT_FIELDS: SortFields = ['updated_at', 'created_at'];

/** The sort fields for a client's `order_by`. */
export function toSortFields(orderBy: string | null, columns: ReadonlySet<string>): SortFields {
  return orderBy !== null && columns.has(orderBy) ? [orderBy, ...DEFAULT_FIELDS] : DEFAULT_FIELDS;
}

/**
 * Compares trackers by fields, ascending; null comes last, as PostgreSQL sorts it. The id decides at the end, so that two trackers never
 * tie and pages never overlap.
 */
export function compareTrackers(fields: SortFields): (a: Tracker, b: Tracker) => number {
  return (a, b) => {
    for (const field of fields) {
      const order = compareValues(a[field], b[field]);
      if (order !== 0) return order;
    }
    return compareTexts(a.id, b.id);
  };
}

function compareValues(a: unknown, b: unknown): number {
  if (typeof a === 'string' && typeof b === 'string') return compareTexts(a, b);
  if (a === b) return 0;
  const [isNullA, isNullB] = [a === null || a === undefined, b === null || b === undefined];
  if (isNullA || isNullB) return Number(isNullA) - Number(isNullB);
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  return compareTexts(JSON.stringify(a), JSON.stringify(b));
}

/** A timestamp without fraction, of which the `Z` would sort behind every fraction's dot. */
const WHOLE_SECOND = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  // Only texts that are the same up to the second can change places.
  const order = a.startsWith(b.slice(0, 19)) ? compareUnits(withFraction(a), withFraction(b)) : 0;
  return order === 0 ? compareUnits(a, b) : order;
}

function withFraction(text: string): string {
  return WHOLE_SECOND.test(text) ? `${text.slice(0, 19)}.000000Z` : text;
}

function compareUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
