import { computed, effect, signal } from '@preact/signals';
import type { ExchangeSummary } from '../control/control-types.ts';
import { namedSession } from './connection.ts';
import { openPlace, route, toHref, withQuery } from './route.ts';

/** What the list of exchanges is limited to. It is in the address, so that a link shows the same. */
export interface Filter {
  readonly text: string;
  readonly session: string;
  readonly operation: string;
  /** The class of the status: `4xx`; `none` for a reply that did not come. */
  readonly status: string;
  readonly violations: boolean;
  readonly unmatched: boolean;
}

function parseFilter(query: URLSearchParams): Filter {
  return {
    text: query.get('text') ?? '',
    session: query.get('session') ?? namedSession ?? '',
    operation: query.get('operation') ?? '',
    status: query.get('status') ?? '',
    violations: query.has('violations'),
    unmatched: query.has('unmatched'),
  };
}

/** The query of the address, as text: it stays the same when another exchange is opened, so the list stays as it is. */
const search = signal('');
effect(() => {
  const { view, query } = route.value;
  // Another view keeps it for the way back.
  if (view === '' || view === 'exchanges') search.value = query.toString();
});

export const filter = computed(() => parseFilter(new URLSearchParams(search.value)));

export const isFiltered = computed(() => Object.values(filter.value).some((value) => value !== '' && value !== false));

/** The address of the list as it was last filtered. */
export function toListHref(): string {
  return toHref('exchanges', [], new URLSearchParams(search.value));
}

/** Changes some members of the filter. */
export function setFilter(changes: Readonly<Record<string, string | undefined>>): void {
  const { view, path } = route.value;
  openPlace(toHref(view || 'exchanges', path, withQuery(changes)), true);
}

export function clearFilter(): void {
  const { view, path } = route.value;
  openPlace(toHref(view, path, new URLSearchParams(namedSession === undefined ? '' : 'session=')), true);
}

/** Returns a function that says whether an exchange is in the list. */
export function createMatcher(wanted: Filter): (summary: ExchangeSummary) => boolean {
  const words = wanted.text.toLowerCase().split(/\s+/).filter(Boolean);
  return (summary) => {
    const { session, operation, violations, unmatched } = summary;
    if (wanted.session !== '' && wanted.session !== session) return false;
    if (wanted.operation !== '' && wanted.operation !== operation) return false;
    if (wanted.status !== '' && wanted.status !== toStatusClass(summary.status)) return false;
    if (wanted.violations && violations === 0) return false;
    if (wanted.unmatched && !unmatched) return false;
    if (words.length === 0) return true;
    const text = toSearchedText(summary);
    return words.every((word) => text.includes(word));
  };
}

function toStatusClass(status: number | null): string {
  return status === null ? 'none' : `${Math.floor(status / 100)}xx`;
}

function toSearchedText({ method, path, query, status, session, source, violation }: ExchangeSummary): string {
  const found = violation === null ? '' : `${violation.location.join('.')} ${violation.message}`;
  return `${method} ${path}?${query} ${status} ${session} ${source} ${found}`.toLowerCase();
}
