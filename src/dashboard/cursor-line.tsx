import type { TrackerProgress } from '../control/control-types.ts';

/** Up to how many events each is drawn as a mark of its own. */
const MARKS = 24;

/** The events of a tracker's task as a line of marks, filled up to the cursor. */
export function CursorLine({ progress }: { readonly progress: Omit<TrackerProgress, 'tracker'> }) {
  const { events, processed } = progress;
  if (events === 0 && processed !== null) return <span class="muted">no events</span>;
  const done = processed ?? 0;
  return (
    <span class="cursor">
      <span
        class="cursor-line"
        aria-hidden="true"
        style={{
          '--marks': Math.max(1, Math.min(events, MARKS)),
          '--done': events === 0 ? 0 : done / events,
        }}
      />
      <span class={processed === null ? 'warn' : 'muted'}>
        {processed === null ? 'unknown event' : `${done.toLocaleString('en')} of ${events.toLocaleString('en')}`}
      </span>
    </span>
  );
}
