import type { JsonObject } from '../contract/document.ts';
import type { Check } from '../contract/schema.ts';

/** A tracker or event as the mock can take it. */
export interface RepairedRow {
  readonly row: JsonObject;
  /** The members that broke the contract, and so cannot be compared. */
  readonly repaired: ReadonlySet<string>;
}

/**
 * Replaces the members of a row that break its schema, so that the mock can start with the trackers of a server that breaks the contract.
 * Returns undefined if that does not make it valid.
 *
 * @param names the members that the schema declares
 */
export function repairRow(given: JsonObject, names: readonly string[], check: Check): RepairedRow | undefined {
  let row = given;
  const repaired = new Set<string>();
  const count = (candidate: JsonObject): number => check(candidate)?.length ?? 0;
  for (const name of names) {
    const current = row;
    const before = count(current);
    if (before === 0) break;
    const fixed = listCandidates(current[name])
      .map((value) => ({ ...current, [name]: value }))
      .find((candidate) => count(candidate) < before);
    if (fixed === undefined) continue;
    row = fixed;
    repaired.add(name);
  }
  return count(row) === 0 ? { row, repaired } : undefined;
}

function listCandidates(value: unknown): unknown[] {
  const own = typeof value === 'string' ? [`${value}Z`] : value === undefined ? [] : [JSON.stringify(value)];
  return [null, ...own, '', 0, '1970-01-01T00:00:00Z'];
}
