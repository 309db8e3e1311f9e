import type { SharedCoverage } from '../control/control-types.ts';
import { countCovered, CoverageParts } from './coverage-parts.tsx';
import { Meter } from './meter.tsx';
import { route, toHref } from './route.ts';
import { toCount } from './short-text.ts';

/** What several operations have in common: its parts, and the operations. */
export function CoverageShared({ shared }: { readonly shared: SharedCoverage }) {
  const { name, parts, operations } = shared;
  return (
    <>
      <p class="note">
        {toCount(operations.length, 'operation')} have this in common. It counts once, whichever of them covered it.
        Open one for requests that cover more.
      </p>
      <CoverageParts name={name} parts={parts} />
      <section class="card" aria-label="Its operations">
        <h3>Its operations</h3>
        <ul class="links">
          {operations.map((operation) => (
            <li key={operation}>
              <a class="foreign" href={toHref('coverage', [operation], route.value.query)}>
                {operation}
              </a>
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}

/** What an operation has in common with others. */
export function SharedList({ shared }: { readonly shared: readonly SharedCoverage[] }) {
  if (shared.length === 0) return null;
  return (
    <section class="card" aria-label="Shared schemas">
      <h3>Shared schemas</h3>
      <p class="note">Other operations have these, too, and may have covered them.</p>
      <ul>
        {shared.map(({ pointer, name, parts }) => (
          <li key={pointer} class="shared">
            <a class="foreign" href={toHref('coverage', [pointer], route.value.query)}>
              {name}
            </a>
            <Meter covered={countCovered(parts)} total={parts.length} />
          </li>
        ))}
      </ul>
    </section>
  );
}
