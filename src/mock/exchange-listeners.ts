import type { Exchange } from '../exchange/exchange.ts';

export type ExchangeListener = (exchange: Exchange) => void;

/** What is called after each exchange. */
export interface ExchangeListeners {
  /** Returns a function that removes the listener. */
  add(listener: ExchangeListener): () => void;
  /** Calls every listener. Never throws: the change is already committed, so a listener that throws must not turn the reply into a failure. */
  notify(exchange: Exchange): void;
}

export function createExchangeListeners(): ExchangeListeners {
  const listeners = new Set<ExchangeListener>();
  return {
    add(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    notify(exchange) {
      for (const listener of listeners) {
        try {
          listener(exchange);
        } catch (error) {
          // oxlint-disable-next-line no-console -- the author of the listener must see why it failed, and the mock has no log of its own
          console.error('A listener of onExchange() threw:', error);
        }
      }
    },
  };
}
