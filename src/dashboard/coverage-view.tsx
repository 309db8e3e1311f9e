import { useRef, useState } from 'preact/hooks';
import type { Coverage } from '../control/control-types.ts';
import { toClient } from './connection.ts';
import { CoverageDetail } from './coverage-detail.tsx';
import { CoverageList } from './coverage-list.tsx';
import { CoverageTotals } from './coverage-totals.tsx';
import { Failure } from './failure.tsx';
import { useShortcuts } from './keyboard.ts';
import { openPlace, route, toHref, withQuery } from './route.ts';
import { SessionSelect } from './session-select.tsx';
import { toCount } from './short-text.ts';
import { useExchanges } from './use-exchanges.ts';
import { useLoaded } from './use-loaded.ts';

/** What of the contract the requests cover. */
export function CoverageView() {
  const { path, query } = route.value;
  const [name] = path;
  const session = query.get('session') ?? '';
  const measured = useRef(0);
  const [isOutdated, setOutdated] = useState(false);
  const load = (): Promise<Coverage> => {
    measured.current = Date.now();
    setOutdated(false);
    return toClient().coverage(session === '' ? {} : { session });
  };
  const { value: coverage, failure, isLoading, reload } = useLoaded(load, [session]);
  // Measuring costs the mock something, so it is done when somebody wants to know.
  useExchanges(
    (exchange) => (session === '' || exchange.session === session) && Date.parse(exchange.time) > measured.current,
    () => setOutdated(true),
  );
  useShortcuts([{ key: 'Escape', description: 'Close what is open', act: () => closeDetail() }]);
  return (
    <section class="split-view" data-open={name !== undefined} aria-label="Coverage">
      <Toolbar session={session} coverage={coverage} isLoading={isLoading} isOutdated={isOutdated} onUpdate={reload} />
      <Failure failure={failure} />
      {coverage === undefined ? (
        <p class="empty muted">{failure === undefined ? 'Measuring …' : ''}</p>
      ) : (
        <>
          <CoverageTotals totals={coverage.totals} />
          <div class="split">
            <CoverageList coverage={coverage} openName={name} />
            {name === undefined ? null : (
              <CoverageDetail
                key={name}
                name={name}
                coverage={coverage}
                onSent={reload}
                onClose={() => void closeDetail()}
              />
            )}
          </div>
        </>
      )}
    </section>
  );
}

function closeDetail(): boolean {
  const { view, path, query } = route.peek();
  if (path.length === 0) return false;
  openPlace(toHref(view, [], query));
  return true;
}

interface ToolbarProps {
  readonly session: string;
  readonly coverage: Coverage | undefined;
  readonly isLoading: boolean;
  readonly isOutdated: boolean;
  readonly onUpdate: () => void;
}

function Toolbar({ session, coverage, isLoading, isOutdated, onUpdate }: ToolbarProps) {
  const input = useRef<HTMLInputElement>(null);
  useShortcuts([{ key: '/', description: 'Search', act: () => input.current?.focus() }]);
  const set = (changes: Readonly<Record<string, string>>): void => {
    const { view, path } = route.peek();
    openPlace(toHref(view, path, withQuery(changes)), true);
  };
  const isMissing = route.value.query.has('missing');
  return (
    <div class="toolbar">
      <SessionSelect value={session} all="All sessions" onSelect={(name) => set({ session: name })} />
      <input
        ref={input}
        type="search"
        aria-label="Search operations and schemas"
        aria-keyshortcuts="/"
        placeholder="Search operations and schemas  /"
        value={route.value.query.get('q') ?? ''}
        onInput={(event) => set({ q: event.currentTarget.value })}
      />
      <button
        type="button"
        class="toggle"
        aria-pressed={isMissing}
        onClick={() => set({ missing: isMissing ? '' : '1' })}
      >
        With gaps only
      </button>
      <p class="muted count">{coverage === undefined ? '' : `by ${toCount(coverage.requests, 'request')}`}</p>
      <button type="button" class={isOutdated ? 'primary' : undefined} disabled={isLoading} onClick={onUpdate}>
        Measure again
      </button>
    </div>
  );
}
