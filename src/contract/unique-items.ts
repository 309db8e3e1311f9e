import type { FuncKeywordDefinition } from 'ajv';

/**
 * Replaces ajv's `uniqueItems`, which compares every item with every other one: a list of twenty thousand objects would keep the
 * mock busy for seconds. This one visits each item once.
 */
export const UNIQUE_ITEMS: FuncKeywordDefinition = {
  keyword: 'uniqueItems',
  type: 'array',
  schemaType: 'boolean',
  error: { message: 'must NOT have duplicate items' },
  compile: (isUnique: boolean) => (items: readonly unknown[]) =>
    !isUnique || new Set(items.map((item) => toKey(item))).size === items.length,
};

/** Returns the same string for equal JSON values, and different ones for others. */
function toKey(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => toKey(item)).join(',')}]`;
  if (typeof value !== 'object' || value === null) {
    return typeof value === 'string' ? JSON.stringify(value) : String(value);
  }
  const members = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${toKey(member)}`).join(',')}}`;
}
