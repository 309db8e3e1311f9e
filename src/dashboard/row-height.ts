import { useEffect, useState } from 'preact/hooks';

const NARROW = matchMedia('(max-width: 40rem)');

/** Returns the height of a row in pixels, as exchanges.css has it. On a narrow screen a row has two lines. */
export function useRowHeight(): number {
  const [isNarrow, setNarrow] = useState(NARROW.matches);
  useEffect(() => {
    const update = (): void => setNarrow(NARROW.matches);
    NARROW.addEventListener('change', update);
    return () => NARROW.removeEventListener('change', update);
  }, []);
  return isNarrow ? 56 : 36;
}
