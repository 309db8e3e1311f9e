import { signal } from '@preact/signals';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Row, toExchangeHref } from './exchange-row.tsx';
import type { ExchangeRow } from './exchange-store.ts';
import { hasNew, isReading, newCount, refresh, rows } from './exchange-store.ts';
import { focusRendered } from './focus-rendered.ts';
import { goneKeys } from './kept-records.ts';
import { useShortcuts } from './keyboard.ts';
import { usePointerHold } from './pointer-hold.ts';
import { openPlace, route } from './route.ts';
import { useRowHeight } from './row-height.ts';
import { toCount } from './short-text.ts';

/** The row that the keys have moved to. While an exchange is open, its row is the one that they move from. */
const currentKey = signal<string | undefined>(undefined);
const scrollTop = signal(0);
/** How many rows are made above and below those that are seen. */
const SPARE = 8;
interface ListProps {
  /** The exchange that is open, as `SESSION/ID`. */
  readonly openId: string | undefined;
}

/** The exchanges, newest on top. Only the rows in sight are in the page. */
export function ExchangeList({ openId }: ListProps) {
  const element = useRef<HTMLDivElement>(null);
  const rowHeight = useRowHeight();
  const [height, setHeight] = useState(800);
  const isPointed = usePointerHold(element);
  useLayoutEffect(() => {
    const box = element.current;
    if (box === null) return undefined;
    const observer = new ResizeObserver(() => setHeight(box.clientHeight));
    observer.observe(box);
    return () => observer.disconnect();
  }, []);
  const isStill = openId !== undefined || currentKey.value !== undefined || scrollTop.value > 0 || isPointed;
  // Not after the next frame: what comes in before it would move the list.
  useLayoutEffect(() => {
    isReading.value = isStill;
  }, [isStill]);
  useEffect(() => () => void (currentKey.value = undefined), []);
  useShortcuts(createMoves(element, rowHeight), [rowHeight]);

  const listed = rows.value;
  // Also after the back button, and after a link.
  const openKey = listed.find((row) => isOpen(row, openId))?.key;
  useEffect(() => {
    if (openKey !== undefined) currentKey.value = openKey;
  }, [openKey]);
  const { hasSessions, hasSources } = useMemo(() => findColumns(listed), [listed]);
  const first = Math.max(0, Math.floor(scrollTop.value / rowHeight) - SPARE);
  const last = Math.min(listed.length, Math.ceil((scrollTop.value + height) / rowHeight) + SPARE);
  return (
    <div class="list-frame">
      <div class="list-head">
        <span class="muted">{toCount(listed.length, 'row')}</span>
        {hasNew.value ? (
          <button type="button" class="new" onClick={() => showNew(element.current)}>
            {newCount.value.toLocaleString('en')} new
          </button>
        ) : null}
      </div>
      <div
        ref={element}
        class="list"
        data-sessions={hasSessions}
        data-sources={hasSources}
        role="region"
        aria-label="Exchanges, newest first"
        tabIndex={-1}
        onScroll={(event) => (scrollTop.value = event.currentTarget.scrollTop)}
        onFocusIn={(event) => (currentKey.value = findKey(event.target) ?? currentKey.peek())}
      >
        <ol style={{ height: `${listed.length * rowHeight}px` }}>
          {listed.slice(first, last).map((row, index) => (
            <li
              key={row.key}
              style={{ top: `${(first + index) * rowHeight}px`, height: `${rowHeight}px` }}
              aria-setsize={listed.length}
              aria-posinset={first + index + 1}
            >
              <Row
                row={row}
                isCurrent={row.key === (openKey ?? currentKey.value)}
                isOpen={row.key === openKey}
                isGone={isGone(row)}
              />
            </li>
          ))}
        </ol>
      </div>
    </div>
  );
}

/** Lists what has come in, from the top. */
function showNew(list: HTMLElement | null): void {
  currentKey.value = undefined;
  if (list !== null) list.scrollTop = 0;
  scrollTop.value = 0;
  refresh();
  list?.focus();
}

/** Lets the list move again. */
export function leaveList(): boolean {
  if (currentKey.value === undefined) return false;
  currentKey.value = undefined;
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  return true;
}

function isOpen(row: ExchangeRow, openId: string | undefined): boolean {
  if (row.kind === 'gap' || openId === undefined) return false;
  const { session, id } = row.summary;
  return openId === `${session}/${row.key}` || openId === `${session}/${id}`;
}

/** Returns which of the columns that are often empty have something in them. */
function findColumns(listed: readonly ExchangeRow[]): { readonly hasSessions: boolean; readonly hasSources: boolean } {
  const exchanges = listed.flatMap((row) => (row.kind === 'exchange' ? [row.summary] : []));
  return {
    hasSessions: exchanges.some(({ session }) => session !== 'default'),
    hasSources: exchanges.some(({ source }) => source !== 'mock'),
  };
}

function isGone(row: ExchangeRow): boolean {
  return row.kind === 'exchange' && goneKeys.value.has(`${row.summary.session}/${row.key}`);
}

function findKey(target: EventTarget | null): string | undefined {
  return target instanceof HTMLElement ? target.dataset['key'] : undefined;
}

/** Returns the keys that move from row to row. Arrows are left to scrolling. */
function createMoves(element: { readonly current: HTMLElement | null }, rowHeight: number) {
  const move = (step: number) => (): boolean => {
    const listed = rows.peek();
    const list = element.current;
    const { path } = route.peek();
    const openRow = listed.findIndex((row) => isOpen(row, path.length === 0 ? undefined : path.join('/')));
    const from = openRow === -1 ? listed.findIndex(({ key }) => key === currentKey.peek()) : openRow;
    const to = Math.min(Math.max(from + step, 0), listed.length - 1);
    const key = listed[to]?.key;
    if (key === undefined || list === null) return false;
    currentKey.value = key;
    const row = listed[to];
    const hasOpen = path.length > 0;
    // From one exchange to the next, without a way back through all of them.
    if (hasOpen && row?.kind === 'exchange') openPlace(toExchangeHref(row), true);
    const top = to * rowHeight;
    if (top < list.scrollTop) list.scrollTop = top;
    else if (top + rowHeight > list.scrollTop + list.clientHeight) list.scrollTop = top + rowHeight - list.clientHeight;
    scrollTop.value = list.scrollTop;
    if (!hasOpen) focusRendered(`[data-key="${CSS.escape(key)}"]`, { preventScroll: true });
    return true;
  };
  return [
    { key: 'j', description: 'Next exchange', act: move(1) },
    { key: 'k', description: 'Previous exchange', act: move(-1) },
  ];
}
