import { useMemo } from 'preact/hooks';
import type { CoverageKind, CoveringRequest, OperationCoverage } from '../control/control-types.ts';
import { toClient } from './connection.ts';
import { KINDS } from './coverage-totals.tsx';
import { CoveringItem } from './covering-item.tsx';
import { Failure } from './failure.tsx';
import { route } from './route.ts';
import { useLoaded } from './use-loaded.ts';

interface OperationProps {
  readonly name: string;
  /** Undefined if the contract has no such operation. */
  readonly coverage: OperationCoverage | undefined;
  readonly onClose: () => void;
}

type Part = OperationCoverage['parts'][number];

/** The parts of an operation, covered or not, and the requests that would cover the rest. */
export function CoverageOperation({ name, coverage, onClose }: OperationProps) {
  return (
    <section class="side" aria-label="Operation">
      <header>
        <h2 class="foreign">{name}</h2>
        <button type="button" class="quiet" onClick={onClose}>
          Close
        </button>
      </header>
      {coverage === undefined ? (
        <p class="note">The contract has no such operation.</p>
      ) : (
        <>
          <Gaps name={name} parts={coverage.parts} />
          <Parts name={name} parts={coverage.parts} />
        </>
      )}
    </section>
  );
}

function Gaps({ name, parts }: { readonly name: string; readonly parts: readonly Part[] }) {
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
            <CoveringItem request={request} labels={toLabels(name, request, gaps)} session={toSession()} />
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

function toLabels(name: string, { covers }: CoveringRequest, gaps: ReadonlyMap<string, Part>): string[] {
  return covers.flatMap((key) => {
    const part = gaps.get(key);
    return part === undefined ? [] : [toLabel(name, part)];
  });
}

/** The label without the name of the operation, which is above it. */
function toLabel(name: string, { label }: Part): string {
  if (label === name) return 'the operation';
  return label.startsWith(`${name}: `) ? label.slice(name.length + 2) : label;
}

function Parts({ name, parts }: { readonly name: string; readonly parts: readonly Part[] }) {
  const kinds = new Map<CoverageKind, Part[]>();
  for (const part of parts) kinds.set(part.kind, [...(kinds.get(part.kind) ?? []), part]);
  return (
    <>
      {[...kinds].map(([kind, own]) => (
        <section key={kind} class="card" aria-label={KINDS[kind]}>
          <header>
            <h3>{KINDS[kind]}</h3>
            <span class="muted">
              {own.filter(({ count }) => count > 0).length} of {own.length}
            </span>
          </header>
          <ul class="parts">
            {own.map((part) => (
              <li key={part.key} data-covered={part.count > 0}>
                <span class="mark" aria-hidden="true" />
                <span class="foreign">{toLabel(name, part)}</span>
                <span class="muted">{part.count > 0 ? `${part.count.toLocaleString('en')} ×` : 'missing'}</span>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}
