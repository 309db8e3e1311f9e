import { useLayoutEffect } from 'preact/hooks';

/** A key that does something, as the help shows it. */
export interface Shortcut {
  /** As `KeyboardEvent.key` has it. */
  readonly key: string;
  readonly description: string;
  /** Returns false if there is nothing to do; the key is then left to the browser. */
  readonly act: () => boolean | void;
}

/** Those of the shell first, then those of the view that is shown. */
const groups = new Set<readonly Shortcut[]>();

/** Adds shortcuts while a component is in the page, and again if one of the inputs changes. */
export function useShortcuts(shortcuts: readonly Shortcut[], inputs: readonly unknown[] = []): void {
  // Not after the next frame: who sees a view can press its keys.
  useLayoutEffect(() => {
    groups.add(shortcuts);
    return () => void groups.delete(shortcuts);
  }, inputs);
}

export function listShortcuts(): readonly Shortcut[] {
  return [...groups].flat();
}

addEventListener('keydown', (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  const { target } = event;
  const isTyping = target instanceof Element && target.matches('input, textarea, select, [contenteditable]');
  // A dialog has its own keys: the browser closes it with Escape.
  if (document.querySelector('dialog[open]') !== null || (isTyping && event.key !== 'Escape')) return;
  if (isTyping && target instanceof HTMLElement) {
    target.blur();
    return;
  }
  for (const shortcut of listShortcuts().toReversed()) {
    if (shortcut.key !== event.key || shortcut.act() === false) continue;
    event.preventDefault();
    return;
  }
});
