import { useEffect } from 'preact/hooks';
import { mockUrl } from './connection.ts';
import { ExchangeDetail } from './exchange-detail.tsx';
import { clearFilter } from './exchange-filter.ts';
import { ExchangeList, leaveList } from './exchange-list.tsx';
import { heldCount, rows } from './exchange-store.ts';
import { streamState } from './feed.ts';
import { FilterBar } from './filter-bar.tsx';
import { focusRendered } from './focus-rendered.ts';
import { useShortcuts } from './keyboard.ts';
import { openPlace, route, toHref } from './route.ts';
import { unseenViolations } from './unseen.ts';

/** The requests and replies, live. */
export function ExchangesView() {
  const [session, id] = route.value.path;
  const isOpen = session !== undefined && id !== undefined;
  useShortcuts([
    { key: 'Enter', description: 'Open the exchange', act: () => false },
    {
      key: 'Escape',
      description: 'Close it, and let the list move again',
      act: () => closeExchange() || leaveList(),
    },
  ]);
  useEffect(() => {
    const look = (): void => {
      if (!document.hidden) unseenViolations.value = 0;
    };
    for (const name of ['pointerdown', 'keydown', 'focus']) addEventListener(name, look);
    return () => {
      for (const name of ['pointerdown', 'keydown', 'focus']) removeEventListener(name, look);
    };
  }, []);
  return (
    <section class="exchanges" data-open={isOpen} aria-label="Exchanges">
      <FilterBar />
      <div class="panes">
        {rows.value.length === 0 ? <NoRows /> : <ExchangeList openId={isOpen ? `${session}/${id}` : undefined} />}
        {isOpen ? <ExchangeDetail key={`${session}/${id}`} session={session} id={id} onClose={closeExchange} /> : null}
      </div>
    </section>
  );
}

/** Closes the exchange that is open. Returns false if none is. */
function closeExchange(): boolean {
  const { view, path, query } = route.peek();
  if (path.length === 0) return false;
  const [session, id] = path;
  openPlace(toHref(view, [], query));
  // Back to where it was opened.
  const opened = toHref(view, [session ?? '', id ?? ''], query);
  focusRendered(`a.row[href="${CSS.escape(opened)}"]`);
  return true;
}

function NoRows() {
  if (heldCount.value > 0) {
    return (
      <div class="empty">
        <p>
          {heldCount.value === 1
            ? 'The exchange does not match the filter.'
            : `None of ${heldCount.value.toLocaleString('en')} exchanges match the filter.`}
        </p>
        <button type="button" onClick={clearFilter}>
          Clear the filter
        </button>
      </div>
    );
  }
  if (streamState.value !== 'live') {
    return <div class="empty muted">{streamState.value === 'connecting' ? 'Connecting …' : 'Not connected'}</div>;
  }
  return (
    <div class="empty">
      <h2>No requests yet</h2>
      <p>Point your client at the mock, or send a first one:</p>
      <p>
        <code class="foreign">curl {mockUrl}/tracker</code>
      </p>
    </div>
  );
}
