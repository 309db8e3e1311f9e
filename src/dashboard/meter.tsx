interface MeterProps {
  readonly covered: number;
  readonly total: number;
}

/** How much of something is covered. */
export function Meter({ covered, total }: MeterProps) {
  return (
    <span class="meter">
      <span class="bar-line" aria-hidden="true" style={{ '--done': total === 0 ? 1 : covered / total }} />
      <span class="muted">
        {covered.toLocaleString('en')} of {total.toLocaleString('en')}
      </span>
    </span>
  );
}
