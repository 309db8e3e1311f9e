import type { ExchangeRow } from './exchange-store.ts';
import { memo } from './memo.ts';
import { route, toHref } from './route.ts';
import { StatusText, VerdictText } from './verdict.tsx';
import { toVisible } from './visible-text.ts';

interface RowProps {
  readonly row: ExchangeRow;
  readonly isCurrent: boolean;
  readonly isOpen: boolean;
  /** Whether the journal does not have it any more. */
  readonly isGone: boolean;
}

/** One row of the list. Not made again while it is the same, since most rows are. */
export const Row = memo(({ row, isCurrent, isOpen, isGone }: RowProps) => {
  if (row.kind === 'gap') return <Gap row={row} />;
  const { summary } = row;
  const [start, end] = cutPath(summary.path);
  const target = `${summary.path}${summary.query === '' ? '' : `?${summary.query}`}`;
  return (
    <a
      class="row"
      href={toExchangeHref(row)}
      data-key={row.key}
      data-current={isCurrent}
      aria-current={isOpen ? 'true' : undefined}
      data-gone={isGone}
      title={isGone ? 'The journal does not have this exchange any more.' : undefined}
    >
      <StatusText status={summary.status} />
      <span class="method foreign">{summary.method}</span>
      <span class="target foreign" title={toVisible(target)}>
        <span class="start">{toVisible(start)}</span>
        <span class="end">{toVisible(end)}</span>
        {summary.query === '' ? null : <span class="query muted">?{toVisible(summary.query)}</span>}
      </span>
      <VerdictText summary={summary} />
      <span class="session muted foreign">{summary.session === 'default' ? '' : summary.session}</span>
      <span class="source muted">{summary.source === 'mock' ? '' : summary.source}</span>
      <span class="ms muted">{toDuration(summary.ms)}</span>
      <span class="time muted">{toClock(summary.time)}</span>
    </a>
  );
});

/** How much of the end of a path stays in sight: ids differ there. */
const END = 13;

/** Returns the part of a path that gives way where there is no room, and the part that stays. */
function cutPath(path: string): [start: string, end: string] {
  const at = path.length <= 2 * END ? 0 : path.length - END;
  return [path.slice(0, at), path.slice(at)];
}

function Gap({ row }: { readonly row: ExchangeRow & { readonly kind: 'gap' } }) {
  const { count, reason } = row.loss;
  return (
    <p class="row gap warn" title={reason}>
      {count === null ? 'Exchanges' : `${count.toLocaleString('en')} exchanges`} missing here. {reason}
    </p>
  );
}

/** The key says which start of the mock has answered, whose ids begin anew with each. */
export function toExchangeHref({ key, summary }: ExchangeRow & { readonly kind: 'exchange' }): string {
  return toHref('exchanges', [summary.session, key], route.peek().query);
}

export function toDuration(ms: number): string {
  return ms >= 1000 ? `${(ms / 1000).toFixed(1)} s` : `${ms.toFixed(ms < 10 ? 1 : 0)} ms`;
}

const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });

function toClock(time: string): string {
  return clock.format(new Date(time));
}
