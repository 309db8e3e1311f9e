import { useMemo } from 'preact/hooks';
import type { CoveragePart, CoveringRequest, SharedCoverage } from '../control/control-types.ts';
import { toClient } from './connection.ts';
import { CoverageParts, toLabel } from './coverage-parts.tsx';
import { SharedList } from './coverage-shared.tsx';
import { CoveringItem } from './covering-item.tsx';
import { Failure } from './failure.tsx';
import { route } from './route.ts';
import { useLoaded } from './use-loaded.ts';

interface OperationProps {
  readonly name: string;
  readonly parts: readonly CoveragePart[];
  /** What it has in common with other operations. */
  readonly shared: readonly SharedCoverage[];
  /** Called when one of the requests was sent. */
  readonly onSent: () => void;
}

/** The parts of an operation, covered or not, and the requests that would cover the rest. */
export function CoverageOperation({ name, parts, shared, onSent }: OperationProps) {
  const all = useMemo(() => [...parts, ...shared.flatMap((group) => group.parts)], [parts, shared]);
  return (
    <>
      <Gaps name={name} parts={all} onSent={onSent} />
      <CoverageParts name={name} parts={parts} />
      <SharedList shared={shared} />
    </>
  );
}

function Gaps({ name, parts, onSent }: Omit<OperationProps, 'shared'>) {
  const gaps = useMemo(
    () => new Map(parts.filter(({ count }) => count === 0).map((part) => [part.key, part])),
    [parts],
  );
  const { value: requests, failure } = useLoaded(() => toClient().coveringRequests(name), [name]);
  if (gaps.size === 0) return <p class="good">Everything here is covered.</p>;
  const useful = (requests ?? []).filter(({ covers }) => covers.some((key) => gaps.has(key)));
  const closed = new Set(useful.flatMap(({ covers }) => covers));
  const open = [...gaps.keys()].filter((key) => !closed.has(key)).length;
  return (
    <section class="card" aria-label="Requests that cover more">
      <h3>Requests that cover more</h3>
      <Failure failure={failure} />
      {requests === undefined && failure === undefined ? <p class="note">Trying requests …</p> : null}
      <ul class="stack">
        {useful.map((request) => (
          <li key={toKey(request)}>
            <CoveringItem
              request={request}
              labels={toLabels(name, request, gaps)}
              session={toSession()}
              onSent={onSent}
            />
          </li>
        ))}
      </ul>
      {requests !== undefined && open > 0 ? (
        <p class="note">
          No request was found for {open} of {gaps.size} missing parts. A stub or another world covers them.
        </p>
      ) : null}
    </section>
  );
}

function toKey({ method, target, headers, body }: CoveringRequest): string {
  return JSON.stringify([method, target, headers, body]);
}

function toSession(): string {
  return route.value.query.get('session') ?? '';
}

function toLabels(name: string, { covers }: CoveringRequest, gaps: ReadonlyMap<string, CoveragePart>): string[] {
  return covers.flatMap((key) => {
    const part = gaps.get(key);
    return part === undefined ? [] : [toLabel(name, part)];
  });
}
