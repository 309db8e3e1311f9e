import type { ByteStream } from './passed-on.ts';

/** How a stream ended: it was read to its end, its reader stopped before that, or it failed. */
export type StreamEnd =
  | { readonly kind: 'complete' | 'stopped' }
  | { readonly kind: 'failed'; readonly error: unknown };

/** What is called for a stream, in the turn in which it happens. */
export interface StreamWatcher {
  readonly onChunk?: (chunk: Uint8Array) => void;
  /** Called once. */
  readonly onEnd: (end: StreamEnd) => void;
}

/** Returns a stream of which somebody else learns what is read, and when it ends. It can be read once. */
export function watchStream(stream: ByteStream, signal: AbortSignal, { onChunk, onEnd }: StreamWatcher): ByteStream {
  const iterator = stream[Symbol.asyncIterator]();
  let isOver = false;
  const end = (how: StreamEnd): void => {
    if (isOver) return;
    isOver = true;
    signal.removeEventListener('abort', stop);
    onEnd(how);
  };
  const stop = (): void => {
    end({ kind: 'stopped' });
    void iterator.return?.();
  };
  // The reader may never begin, for example if the client goes away during a delay.
  if (signal.aborted) stop();
  else signal.addEventListener('abort', stop);
  const reader: AsyncIterator<Uint8Array, undefined> = {
    async next() {
      try {
        const step = await iterator.next();
        if (step.done === true) end({ kind: 'complete' });
        else onChunk?.(step.value);
        return step;
      } catch (error) {
        end({ kind: 'failed', error });
        throw error;
      }
    },
    return() {
      stop();
      return Promise.resolve({ done: true, value: undefined });
    },
  };
  return { [Symbol.asyncIterator]: () => reader };
}
