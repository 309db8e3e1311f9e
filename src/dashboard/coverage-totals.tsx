import type { CoverageKind, CoverageTotal } from '../control/control-types.ts';
import { Meter } from './meter.tsx';

export const KINDS: Readonly<Record<CoverageKind, string>> = {
  operations: 'Operations',
  statuses: 'Statuses',
  observed: 'Observed statuses',
  parameters: 'Parameters',
  'media-types': 'Media types',
  members: 'Members',
  alternatives: 'Alternatives',
};

/** How much is covered of each kind. */
export function CoverageTotals({ totals }: { readonly totals: readonly CoverageTotal[] }) {
  return (
    <dl class="totals">
      {totals
        .filter(({ total }) => total > 0)
        .map(({ kind, covered, total }) => (
          <div key={kind}>
            <dt>{KINDS[kind]}</dt>
            <dd>
              <strong>{toPercent(covered, total)}</strong>
              <Meter covered={covered} total={total} />
            </dd>
          </div>
        ))}
    </dl>
  );
}

/** Rounds down, so that only full coverage is called 100 %, and only none 0 %. */
function toPercent(covered: number, total: number): string {
  const percent = Math.floor((covered / total) * 100);
  return covered > 0 && percent === 0 ? '< 1 %' : `${percent} %`;
}
