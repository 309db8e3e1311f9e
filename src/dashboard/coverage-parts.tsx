import type { CoverageKind, CoveragePart } from '../control/control-types.ts';
import { KINDS } from './coverage-totals.tsx';

interface PartsProps {
  /** The name of the operation or the component that has them. */
  readonly name: string;
  readonly parts: readonly CoveragePart[];
}

/** Parts of the contract, covered or not, a list for each kind. */
export function CoverageParts({ name, parts }: PartsProps) {
  const kinds = new Map<CoverageKind, CoveragePart[]>();
  for (const part of parts) kinds.set(part.kind, [...(kinds.get(part.kind) ?? []), part]);
  return (
    <>
      {[...kinds].map(([kind, own]) => (
        <section key={kind} class="card" aria-label={KINDS[kind]}>
          <header>
            <h3>{KINDS[kind]}</h3>
            <span class="muted">
              {countCovered(own)} of {own.length}
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

export function countCovered(parts: readonly CoveragePart[]): number {
  return parts.filter(({ count }) => count > 0).length;
}

/** The label without the name of what has the part, which is above it. */
export function toLabel(name: string, { label }: CoveragePart): string {
  if (label === name) return 'the operation';
  return label.startsWith(`${name}: `) ? label.slice(name.length + 2) : label;
}
