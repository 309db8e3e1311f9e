import { useMemo } from 'preact/hooks';
import type { Coverage } from '../control/control-types.ts';
import { CoverageOperation } from './coverage-operation.tsx';
import { CoverageShared } from './coverage-shared.tsx';

interface DetailProps {
  /** The name of an operation, or the pointer of what several operations have in common. */
  readonly name: string;
  readonly coverage: Coverage;
  /** Called when a request that covers more was sent. */
  readonly onSent: () => void;
  readonly onClose: () => void;
}

/** An operation or a shared schema. */
export function CoverageDetail({ name, coverage, onSent, onClose }: DetailProps) {
  const shared = coverage.shared.find(({ pointer }) => pointer === name);
  const operation = coverage.operations.find((one) => one.operation === name);
  const used = useMemo(() => coverage.shared.filter(({ operations }) => operations.includes(name)), [coverage, name]);
  return (
    <section class="side" aria-label={shared === undefined ? 'Operation' : 'Shared schema'}>
      <header>
        <h2 class="foreign">{shared?.name ?? name}</h2>
        <button type="button" class="quiet" onClick={onClose}>
          Close
        </button>
      </header>
      {shared !== undefined ? (
        <CoverageShared shared={shared} />
      ) : operation === undefined ? (
        <p class="note">The contract has no such operation.</p>
      ) : (
        <CoverageOperation name={name} parts={operation.parts} shared={used} onSent={onSent} />
      )}
    </section>
  );
}
