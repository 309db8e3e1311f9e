import { useEffect, useRef, useState } from 'preact/hooks';
import { token } from './connection.ts';
import type { FailureText } from './failure.tsx';
import { toFailure } from './failure.tsx';

export interface Loaded<T> {
  /** What was loaded last; undefined at first. */
  readonly value: T | undefined;
  readonly failure: FailureText | undefined;
  readonly isLoading: boolean;
  readonly reload: () => void;
}

/** Loads a value, and again if one of the inputs changes. */
export function useLoaded<T>(load: () => Promise<T>, inputs: readonly unknown[]): Loaded<T> {
  const [state, setState] = useState<Omit<Loaded<T>, 'reload'>>({
    value: undefined,
    failure: undefined,
    isLoading: true,
  });
  // Only the answer to the last call counts.
  const calls = useRef(0);
  const run = async (): Promise<void> => {
    calls.current += 1;
    const call = calls.current;
    const set = (change: Partial<typeof state>): void => {
      if (call === calls.current) setState((before) => ({ ...before, ...change }));
    };
    set({ isLoading: true });
    try {
      set({ value: await load(), failure: undefined, isLoading: false });
    } catch (error) {
      set({ failure: toFailure(error), isLoading: false });
    }
  };
  useEffect(() => {
    void run();
    return () => void (calls.current += 1);
  }, [...inputs, token.value]);
  return { ...state, reload: () => void run() };
}
