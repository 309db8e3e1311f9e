import { batch, computed, effect, signal } from '@preact/signals';
import type { ExchangeSummary, StreamLoss } from '../control/control-types.ts';
import { createMatcher, filter } from './exchange-filter.ts';
import { subscribe } from './feed.ts';
import type { HubItem } from './stream-hub.ts';
import { unseenViolations } from './unseen.ts';

/** A row of the list: an exchange, or a place where some are missing. */
export type ExchangeRow =
  | { readonly key: string; readonly kind: 'exchange'; readonly summary: ExchangeSummary }
  | { readonly key: string; readonly kind: 'gap'; readonly loss: StreamLoss };

/** How many rows are listed. */
const LISTED = 2000;
/** How many exchanges the page keeps. Those that the filter shows go last. */
const HELD = 4000;

/** Oldest first. */
let held: ExchangeRow[] = [];

/** Newest first. */
export const rows = signal<readonly ExchangeRow[]>([]);
/** How many exchanges would be in the list, had it not stood still since. */
export const newCount = signal(0);
/** Whether the list lacks a row: an exchange, or a place where some are missing. */
export const hasNew = signal(false);
/** How many exchanges the page keeps, whatever the filter says. */
export const heldCount = signal(0);
/** Whether something in the list is being read, so that it must not move. */
export const isReading = signal(false);
/** The values that the filter can have. */
export const known = signal<{ readonly sessions: readonly string[]; readonly operations: readonly string[] }>({
  sessions: [],
  operations: [],
});

const matches = computed(() => createMatcher(filter.value));

function isListed(row: ExchangeRow): boolean {
  return row.kind === 'gap' || matches.value(row.summary);
}

/** Lists what has come in. */
export function refresh(): void {
  const listed: ExchangeRow[] = [];
  for (let index = held.length - 1; index >= 0 && listed.length < LISTED; index -= 1) {
    const row = held[index];
    if (row !== undefined && isListed(row)) listed.push(row);
  }
  batch(() => {
    rows.value = listed;
    newCount.value = 0;
    hasNew.value = false;
  });
}

/**
 * Returns the summary of an exchange that the page keeps.
 *
 * @param id its id, or the key of its row
 */
export function findSummary(session: string, id: string): ExchangeSummary | undefined {
  for (const row of held.toReversed()) {
    const isIt =
      row.kind === 'exchange' && row.summary.session === session && (row.key === id || row.summary.id === id);
    if (isIt) return row.summary;
  }
  return undefined;
}

/** Starts to keep what comes in. */
export function startStore(): void {
  subscribe(receive);
  effect(() => {
    // A filter shows at once what it selects.
    void matches.value;
    if (held.length > 0) refresh();
  });
  effect(() => {
    if (!isReading.value && hasNew.peek()) refresh();
  });
}

function receive(items: readonly HubItem[], isReset: boolean): void {
  const fresh = items.map(toRow);
  held = isReset ? fresh : [...held, ...fresh];
  if (held.length > HELD) dropOldest();
  batch(() => {
    heldCount.value = held.length;
    addKnown(fresh);
    addUnseen(fresh);
    // Something is listed in any case, also if an exchange is open from a link.
    if (isReset || !isReading.peek() || rows.peek().length === 0) refresh();
    else addNew(fresh.filter(isListed));
  });
}

function addNew(listed: readonly ExchangeRow[]): void {
  newCount.value += listed.filter(({ kind }) => kind === 'exchange').length;
  hasNew.value ||= listed.length > 0;
}

/** When the page was opened. What happened before is no news. */
const opened = Date.now();

function addUnseen(fresh: readonly ExchangeRow[]): void {
  const violating = fresh.filter(
    (row) => row.kind === 'exchange' && row.summary.violations > 0 && Date.parse(row.summary.time) > opened,
  );
  unseenViolations.value += violating.length;
}

function toRow({ number, event }: HubItem): ExchangeRow {
  return event.kind === 'exchange'
    ? { key: event.id, kind: 'exchange', summary: event.data }
    : { key: `gap-${number}`, kind: 'gap', loss: event.data };
}

/** Drops the oldest that are not listed, and then the oldest of all. More than needed, so that it is not done for every row. */
function dropOldest(): void {
  let spare = held.length - HELD * 0.9;
  held = held.filter((row) => {
    if (spare <= 0 || isListed(row)) return true;
    spare -= 1;
    return false;
  });
  if (held.length > HELD) held = held.slice(-HELD * 0.9);
}

function addKnown(fresh: readonly ExchangeRow[]): void {
  const sessions = new Set(known.peek().sessions);
  const operations = new Set(known.peek().operations);
  const before = sessions.size + operations.size;
  for (const row of fresh) {
    if (row.kind === 'gap' || sessions.size > 1000) continue;
    sessions.add(row.summary.session);
    if (row.summary.operation !== null) operations.add(row.summary.operation);
  }
  if (sessions.size + operations.size === before) return;
  known.value = { sessions: [...sessions].toSorted(), operations: [...operations].toSorted() };
}
