import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { TrackerProgress } from '../control/control-types.ts';
import { CursorLine } from './cursor-line.tsx';
import { useShortcuts } from './keyboard.ts';
import { openPlace, route, toHref, withQuery } from './route.ts';
import { toLine, toShortTime } from './short-text.ts';
import type { TrackerPages } from './tracker-pages.ts';

/** The height of a row in pixels, as tables.css has it. */
const ROW = 36;
/** How many rows are made above and below those that are seen. */
const SPARE = 6;

const COLUMNS = [
  { name: 'id', title: 'Tracker' },
  { name: 'status', title: 'Status' },
  { name: 'last_processed_event_id', title: 'Cursor' },
  { name: 'task_id', title: 'Task' },
  { name: 'agent_id', title: 'Agent' },
  { name: 'updated_at', title: 'Updated' },
] as const;

interface TableProps {
  readonly session: string;
  readonly pages: TrackerPages;
  /** The tracker that is open. */
  readonly openId: string | undefined;
}

/** The trackers of a world. Only the rows in sight are in the page. */
export function TrackerTable({ session, pages, openId }: TableProps) {
  const element = useRef<HTMLDivElement>(null);
  const [box, setBox] = useState({ top: 0, height: 800 });
  const total = pages.total ?? 0;
  const first = Math.max(0, Math.min(Math.floor(box.top / ROW), total) - SPARE);
  const last = Math.min(total, Math.ceil((box.top + box.height) / ROW) + SPARE);
  useLayoutEffect(() => {
    const frame = element.current;
    if (frame === null) return undefined;
    const update = (): void => setBox({ top: frame.scrollTop, height: frame.clientHeight });
    const observer = new ResizeObserver(update);
    observer.observe(frame);
    frame.addEventListener('scroll', update, { passive: true });
    return () => {
      observer.disconnect();
      frame.removeEventListener('scroll', update);
    };
  }, []);
  useEffect(() => pages.show(first, last), [pages.show, first, last]);
  useShortcuts([
    { key: 'j', description: 'Next tracker', act: () => move(element.current, 1) },
    { key: 'k', description: 'Previous tracker', act: () => move(element.current, -1) },
  ]);
  const rows = Array.from({ length: Math.max(0, last - first) }, (_, index) => first + index);
  return (
    <div ref={element} class="table-frame" role="region" aria-label="Trackers" tabIndex={0}>
      <div style={{ height: `${total * ROW + ROW}px` }}>
        <table class="trackers" aria-rowcount={total + 1} style={{ top: `${first * ROW}px` }}>
          <thead>
            <tr aria-rowindex={1}>
              {COLUMNS.map(({ name, title }) => (
                <Heading key={name} name={name} title={title} />
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row key={row} row={row} session={session} progress={pages.find(row)} openId={openId} />
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

function Heading({ name, title }: { readonly name: string; readonly title: string }) {
  const { query } = route.value;
  const isOrder = query.get('order') === name;
  const isDown = isOrder && query.has('down');
  const sort = (): void => {
    // Up, then down, then as added.
    const changes = isDown ? { order: '', down: '' } : { order: name, down: isOrder ? '1' : '' };
    const { view, path } = route.peek();
    openPlace(toHref(view, path, withQuery(changes)), true);
  };
  return (
    <th scope="col" data-column={name} aria-sort={isOrder ? (isDown ? 'descending' : 'ascending') : undefined}>
      <button type="button" class="quiet" onClick={sort}>
        {title}
        <span aria-hidden="true">{isOrder ? (isDown ? ' ↓' : ' ↑') : ''}</span>
      </button>
    </th>
  );
}

interface RowProps {
  readonly row: number;
  readonly session: string;
  readonly progress: TrackerProgress | undefined;
  readonly openId: string | undefined;
}

function Row({ row, session, progress, openId }: RowProps) {
  if (progress === undefined) {
    return (
      <tr aria-rowindex={row + 2} class="loading">
        <td colSpan={COLUMNS.length}>
          <span class="muted">Loading</span>
        </td>
      </tr>
    );
  }
  const { tracker } = progress;
  return (
    <tr aria-rowindex={row + 2} data-row={row}>
      <td data-column="id">
        <a
          class="foreign"
          href={toHref('world', [session, tracker.id], route.value.query)}
          aria-current={tracker.id === openId ? 'true' : undefined}
        >
          {toLine(tracker.id)}
        </a>
      </td>
      <td data-column="status" class="foreign">
        {toLine(tracker.status)}
      </td>
      <td data-column="last_processed_event_id">
        <CursorLine progress={progress} />
      </td>
      <td data-column="task_id" class="muted foreign">
        {toLine(tracker.task_id)}
      </td>
      <td data-column="agent_id" class="muted foreign">
        {toLine(tracker.agent_id)}
      </td>
      <td data-column="updated_at" class="muted">
        {toShortTime(tracker.updated_at ?? tracker.created_at)}
      </td>
    </tr>
  );
}

/** Moves from row to row, and opens the next tracker if one is open. Arrows are left to scrolling. */
function move(frame: HTMLElement | null, step: number): boolean {
  if (frame === null) return false;
  const isOpen = route.peek().path[1] !== undefined;
  const from = isOpen ? frame.querySelector('[aria-current]') : document.activeElement;
  const focused = from?.closest<HTMLElement>('[data-row]');
  const start = Math.ceil(frame.scrollTop / ROW);
  const row = focused === null || focused === undefined ? start : Number(focused.dataset['row']) + step;
  const link = frame.querySelector<HTMLElement>(`[data-row="${row}"] a`);
  if (link === null) return false;
  const top = row * ROW;
  // The heading covers the first row of the frame.
  if (top < frame.scrollTop) frame.scrollTop = top;
  else if (top + 2 * ROW > frame.scrollTop + frame.clientHeight) frame.scrollTop = top + 2 * ROW - frame.clientHeight;
  // The event of the browser comes with the next frame, and more keys may come before it.
  frame.dispatchEvent(new Event('scroll'));
  if (isOpen) openPlace(link.getAttribute('href') ?? '', true);
  else link.focus({ preventScroll: true });
  return true;
}
