import { signal } from '@preact/signals';
import type { ExchangeRecord } from '../control/control-types.ts';
import { MockError } from '../mock-error.ts';

/** How many exchanges that were opened the page keeps: the journal may drop them while they are read. */
const KEPT = 50;
/** How many exchanges are marked that the journal turned out not to have any more. */
const MARKED = 4000;

const kept = new Map<string, ExchangeRecord>();

/** The exchanges that the journal does not have any more, as `SESSION/KEY`. */
export const goneKeys = signal<ReadonlySet<string>>(new Set());

function toPlace(session: string, key: string): string {
  return `${session}/${key}`;
}

export function findKept(session: string, key: string): ExchangeRecord | undefined {
  return kept.get(toPlace(session, key));
}

/** Keeps an exchange under a key that names the start of the mock. Ids alone begin anew with each. */
export function keepRecord(session: string, key: string, record: ExchangeRecord): void {
  if (!key.includes('-')) return;
  kept.set(toPlace(session, key), record);
  const [oldest] = kept.keys();
  if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
}

/** Marks an exchange if the failure to load it says that the journal does not have it. */
export function markGone(session: string, key: string, error: unknown): void {
  if (!(error instanceof MockError) || error.code !== 'not-found') return;
  goneKeys.value = new Set([...[...goneKeys.peek()].slice(1 - MARKED), toPlace(session, key)]);
}
