import { useEffect, useRef } from 'preact/hooks';
import type { Coverage, CoveragePart } from '../control/control-types.ts';
import { countCovered } from './coverage-parts.tsx';
import { Meter } from './meter.tsx';
import { route, toHref } from './route.ts';

interface ListProps {
  readonly coverage: Coverage;
  /** The operation, or the pointer of the schema, that is open. */
  readonly openName: string | undefined;
}

interface Item {
  /** What its address names it by. */
  readonly place: string;
  readonly name: string;
  readonly parts: readonly CoveragePart[];
}

/** The operations with what each has for itself, then what they share. */
export function CoverageList({ coverage, openName }: ListProps) {
  const operations = select(coverage.operations.map(({ operation: name, parts }) => ({ place: name, name, parts })));
  const shared = select(coverage.shared.map(({ pointer, name, parts }) => ({ place: pointer, name, parts })));
  const element = useRef<HTMLDivElement>(null);
  // What a link has opened may be far down.
  useEffect(() => element.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' }), [openName]);
  if (operations.length + shared.length === 0) return <p class="empty">Nothing matches the search.</p>;
  return (
    <div ref={element} class="list-pane" role="region" aria-label="What the contract has" tabIndex={0}>
      <Items title="Operations, each with its own parts" items={operations} openName={openName} />
      <Items title="Shared schemas, each counted once" items={shared} openName={openName} />
    </div>
  );
}

/** Returns what the search and the filter in the address leave. */
function select(items: readonly Item[]): Item[] {
  const { query } = route.value;
  const text = (query.get('q') ?? '').toLowerCase();
  const isMissing = query.has('missing');
  return items.filter(
    ({ name, parts }) => name.toLowerCase().includes(text) && !(isMissing && countCovered(parts) === parts.length),
  );
}

interface ItemsProps {
  readonly title: string;
  readonly items: readonly Item[];
  readonly openName: string | undefined;
}

function Items({ title, items, openName }: ItemsProps) {
  if (items.length === 0) return null;
  return (
    <>
      <h2 class="list-title">{title}</h2>
      <ul class="operations">
        {items.map(({ place, name, parts }) => (
          <li key={place}>
            <a
              href={toHref('coverage', [place], route.value.query)}
              aria-current={place === openName ? 'true' : undefined}
            >
              <span class="foreign name">{name}</span>
              <Meter covered={countCovered(parts)} total={parts.length} />
            </a>
          </li>
        ))}
      </ul>
    </>
  );
}
