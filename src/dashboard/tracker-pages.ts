import { useEffect, useMemo, useState } from 'preact/hooks';
import type { TrackerFilter, TrackerProgress } from '../control/control-types.ts';
import { toClient, token } from './connection.ts';
import type { FailureText } from './failure.tsx';
import { toFailure } from './failure.tsx';

/** How many trackers are loaded at once. */
const PAGE = 100;
/** How many pages are kept. */
const KEPT = 50;
/** How long the table must stand still before it loads, in milliseconds: most of what a scroll passes is never looked at. */
const PAUSE = 60;

export interface TrackerPages {
  /** How many trackers match; undefined until that is known. */
  readonly total: number | undefined;
  readonly failure: FailureText | undefined;
  /** Returns the tracker of a row, or undefined if it is not loaded. */
  readonly find: (row: number) => TrackerProgress | undefined;
  /** Says which rows are in sight, so that they are loaded. */
  readonly show: (first: number, last: number) => void;
  /** Loads the rows in sight again. */
  readonly reload: () => void;
}

/** Loads the trackers of a session page by page, as the table shows them. */
export function useTrackerPages(session: string, filter: TrackerFilter): TrackerPages {
  const [version, setVersion] = useState(0);
  const { search, order_by, descending } = filter;
  const store = useMemo(
    () => createPages(session, filter, () => setVersion((before) => before + 1)),
    [session, search, order_by, descending, token.value],
  );
  useEffect(() => {
    store.show(0, PAGE);
    return () => store.close();
  }, [store]);
  // Another object after each change, since a component is rendered again only if what it gets is another value.
  return useMemo(() => ({ ...store }), [store, version]);
}

function createPages(session: string, filter: TrackerFilter, onChange: () => void) {
  const pages = new Map<number, readonly TrackerProgress[]>();
  const loading = new Set<number>();
  let stale = new Set<number>();
  let range: readonly [number, number] = [0, PAGE];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isOpen = true;
  const store = {
    total: undefined as number | undefined,
    failure: undefined as FailureText | undefined,
    find: (row: number) => pages.get(Math.floor(row / PAGE))?.[row % PAGE],
    show(first: number, last: number) {
      range = [first, last];
      clearTimeout(timer);
      // The first page at once.
      if (store.total === undefined) loadRange();
      else timer = setTimeout(loadRange, PAUSE);
    },
    reload() {
      stale = new Set([...pages.keys(), ...loading]);
      loadRange();
    },
    close() {
      isOpen = false;
      clearTimeout(timer);
    },
  };

  const load = async (page: number): Promise<void> => {
    loading.add(page);
    stale.delete(page);
    try {
      const result = await toClient(session).trackers.list({ ...filter, offset: page * PAGE, limit: PAGE });
      pages.delete(page);
      pages.set(page, result.trackers);
      store.total = result.total;
      store.failure = undefined;
    } catch (error) {
      store.failure = toFailure(error);
    }
    loading.delete(page);
    const [oldest] = pages.keys();
    if (pages.size > KEPT && oldest !== undefined) pages.delete(oldest);
    if (!isOpen) return;
    onChange();
    // Changed while it was loading.
    if (stale.has(page)) loadRange();
  };

  function loadRange(): void {
    const [first, last] = range;
    for (let page = Math.floor(first / PAGE); page <= Math.floor(Math.max(first, last - 1) / PAGE); page += 1) {
      if ((!pages.has(page) || stale.has(page)) && !loading.has(page)) void load(page);
    }
  }
  return store;
}
