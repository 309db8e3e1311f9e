import { useRef, useState } from 'preact/hooks';
import type { TrackerFilter } from '../control/control-types.ts';
import { namedSession } from './connection.ts';
import { EventDialog } from './event-dialog.tsx';
import { Failure } from './failure.tsx';
import { focusRendered } from './focus-rendered.ts';
import { useShortcuts } from './keyboard.ts';
import { openPlace, route, toHref, withQuery } from './route.ts';
import { ScenarioBar } from './scenario-bar.tsx';
import { SessionGate } from './session-gate.tsx';
import { SessionSelect } from './session-select.tsx';
import { toCount } from './short-text.ts';
import { TrackerDetail } from './tracker-detail.tsx';
import { TrackerDialog } from './tracker-dialog.tsx';
import { useTrackerPages } from './tracker-pages.ts';
import { TrackerTable } from './tracker-table.tsx';
import { useExchanges } from './use-exchanges.ts';
import { useWorldChanges } from './use-world-changes.ts';
import { WorldBar } from './world-bar.tsx';

/** Trackers, events, clock and snapshots of a session. */
export function WorldView() {
  const [session = namedSession ?? 'default', id] = route.value.path;
  return (
    <section class="split-view" data-open={id !== undefined} aria-label="World">
      <SessionGate key={session} session={session} onSelect={openWorld}>
        <World session={session} id={id} />
      </SessionGate>
    </section>
  );
}

function openWorld(session: string): void {
  openPlace(toHref('world', [session]));
}

interface WorldProps {
  readonly session: string;
  /** The tracker that is open. */
  readonly id: string | undefined;
}

function World({ session, id }: WorldProps) {
  const { query } = route.value;
  const search = query.get('q') ?? '';
  const order = query.get('order');
  const filter: TrackerFilter = {
    ...(search === '' ? {} : { search }),
    ...(order === null ? {} : { order_by: order, descending: query.has('down') }),
  };
  const pages = useTrackerPages(session, filter);
  // Also for the parts that load by themselves.
  const [version, setVersion] = useState(0);
  // What began with another search reloads what is shown when it is done.
  const shown = useRef(pages);
  shown.current = pages;
  const reload = (): void => {
    shown.current.reload();
    setVersion((before) => before + 1);
  };
  const tell = useWorldChanges(session, reload);
  const change = (): void => {
    reload();
    tell();
  };
  // A read changes nothing.
  useExchanges((exchange) => exchange.session === session && exchange.method !== 'GET', reload);
  useShortcuts([{ key: 'Escape', description: 'Close the tracker', act: () => closeTracker() }]);
  return (
    <>
      <Toolbar session={session} search={search} total={pages.total} onChange={change} onRefresh={reload} />
      <WorldBar session={session} version={version} onChange={change} />
      <ScenarioBar session={session} version={version} onChange={reload} />
      <Failure failure={pages.failure} />
      <div class="split">
        {pages.total === 0 ? (
          <Empty session={session} search={search} />
        ) : (
          <TrackerTable key={`${session}/${search}/${order}`} session={session} pages={pages} openId={id} />
        )}
        {id === undefined ? null : (
          <TrackerDetail
            key={`${session}/${id}`}
            session={session}
            id={id}
            version={version}
            onChange={change}
            onClose={() => void closeTracker()}
          />
        )}
      </div>
    </>
  );
}

/** Closes the tracker that is open. Returns false if none is. */
function closeTracker(): boolean {
  const { view, path, query } = route.peek();
  const [session = '', id] = path;
  if (id === undefined) return false;
  openPlace(toHref(view, [session], query));
  const opened = toHref(view, [session, id], query);
  focusRendered(`a[href="${CSS.escape(opened)}"]`);
  return true;
}

interface ToolbarProps {
  readonly session: string;
  readonly search: string;
  readonly total: number | undefined;
  readonly onChange: () => void;
  readonly onRefresh: () => void;
}

function Toolbar({ session, search, total, onChange, onRefresh }: ToolbarProps) {
  const input = useRef<HTMLInputElement>(null);
  const [dialog, setDialog] = useState<'tracker' | 'event' | undefined>(undefined);
  useShortcuts([{ key: '/', description: 'Search the trackers', act: () => input.current?.focus() }]);
  const close = (): void => setDialog(undefined);
  return (
    <div class="toolbar">
      <SessionSelect value={session} onSelect={openWorld} />
      <input
        ref={input}
        type="search"
        aria-label="Search the trackers"
        aria-keyshortcuts="/"
        placeholder="Search by id, status, task, agent …  /"
        value={search}
        onInput={(event) => {
          const { view, path } = route.peek();
          openPlace(toHref(view, path, withQuery({ q: event.currentTarget.value })), true);
        }}
      />
      <p class="muted count">{total === undefined ? '' : toCount(total, 'tracker')}</p>
      <button type="button" onClick={onRefresh}>
        Refresh
      </button>
      <button type="button" onClick={() => setDialog('tracker')}>
        Add tracker
      </button>
      <button type="button" onClick={() => setDialog('event')}>
        Add event
      </button>
      {dialog === 'tracker' ? <TrackerDialog session={session} onChange={onChange} onClose={close} /> : null}
      {dialog === 'event' ? <EventDialog session={session} onChange={onChange} onClose={close} /> : null}
    </div>
  );
}

function Empty({ session, search }: { readonly session: string; readonly search: string }) {
  return (
    <div class="empty">
      {search === '' ? (
        <>
          <h2>No trackers in this world</h2>
          <p>Add one, load a fixture, or reset the session.</p>
        </>
      ) : (
        <>
          <p>No tracker matches the search.</p>
          <button type="button" onClick={() => openPlace(toHref('world', [session]), true)}>
            Clear the search
          </button>
        </>
      )}
    </div>
  );
}
