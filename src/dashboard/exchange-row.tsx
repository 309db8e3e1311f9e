import type { ExchangeRow } from './exchange-store.ts';
import { memo } from './memo.ts';
import { route, toHref } from './route.ts';
import { StatusText, VerdictText } from './verdict.tsx';

interface RowProps {
  readonly row: ExchangeRow;
  readonly isCurrent: boolean;
  readonly isOpen: boolean;
}

/** One row of the list. Not made again while it is the same, since most rows are. */
export const Row = memo(({ row, isCurrent, isOpen }: RowProps) => {
  if (row.kind === 'gap') return <Gap row={row} />;
  const { summary } = row;
  return (
    <a
      class="row"
      href={toExchangeHref(row)}
      data-key={row.key}
      data-current={isCurrent}
      aria-current={isOpen ? 'true' : undefined}
    >
      <StatusText status={summary.status} />
      <span class="method foreign">{summary.method}</span>
      <span class="target foreign">
        <bdi>{summary.path}</bdi>
        {summary.query === '' ? null : <span class="muted">?{summary.query}</span>}
      </span>
      <VerdictText summary={summary} />
      <span class="session muted foreign">{summary.session === 'default' ? '' : summary.session}</span>
      <span class="source muted">{summary.source === 'mock' ? '' : summary.source}</span>
      <span class="ms muted">{toDuration(summary.ms)}</span>
      <span class="time muted">{toClock(summary.time)}</span>
    </a>
  );
});

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
