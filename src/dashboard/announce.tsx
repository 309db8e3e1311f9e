import { signal } from '@preact/signals';

/** What a screen reader says next, and what is shown for a moment at the bottom of the page. */
const announced = signal('');
let timer: ReturnType<typeof setTimeout> | undefined;

/** How long it is shown, in milliseconds. */
const SHOWN_FOR = 5000;

/** Says what an action came to. Not for what happens by itself: that would chatter. */
export function announce(text: string): void {
  announced.value = text;
  clearTimeout(timer);
  timer = setTimeout(() => {
    announced.value = '';
  }, SHOWN_FOR);
}

export function LiveRegion() {
  return (
    <div class="toast" role="status" aria-live="polite">
      {announced.value === '' ? null : <p>{announced.value}</p>}
    </div>
  );
}
