import { useEffect, useState } from 'preact/hooks';

/** How long the list stands still after the pointer has moved over it, so that a click meets what it aims at, in milliseconds. */
const POINTER_HOLD = 1500;

/** Returns whether the pointer has moved over an element a moment ago. */
export function usePointerHold(element: { readonly current: HTMLElement | null }): boolean {
  const [isPointed, setPointed] = useState(false);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const hold = (): void => {
      clearTimeout(timer);
      setPointed(true);
      timer = setTimeout(() => setPointed(false), POINTER_HOLD);
    };
    const list = element.current;
    list?.addEventListener('pointermove', hold);
    return () => {
      clearTimeout(timer);
      list?.removeEventListener('pointermove', hold);
    };
  }, [element]);
  return isPointed;
}
