import { useEffect, useRef } from 'preact/hooks';
import type { ExchangeSummary } from '../control/control-types.ts';
import { subscribe } from './feed.ts';

/** How often a view loads again what exchanges have changed, in milliseconds. */
const PERIOD = 1000;

/** Calls a function after exchanges that a test selects, or that the stream has lost: not more often than once in a while. */
export function useExchanges(isWanted: (exchange: ExchangeSummary) => boolean, onChange: () => void): void {
  const latest = useRef({ isWanted, onChange });
  latest.current = { isWanted, onChange };
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = subscribe((items) => {
      if (!items.some(({ event }) => event.kind === 'lost' || latest.current.isWanted(event.data))) return;
      timer ??= setTimeout(() => {
        timer = undefined;
        latest.current.onChange();
      }, PERIOD);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, []);
}
