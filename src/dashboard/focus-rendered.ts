/**
 * Gives an element the focus once what has changed is rendered, which Preact does in a microtask. Not with the next frame: another key may
 * follow within this one.
 */
export function focusRendered(selector: string, options?: FocusOptions): void {
  queueMicrotask(() => document.querySelector<HTMLElement>(selector)?.focus(options));
}
