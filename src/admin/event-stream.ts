import type { ByteStream } from '../exchange/passed-on.ts';
import { toSummaryJson } from '../journal/exchange-summary-json.ts';
import type { ExchangeStream, StreamEvent } from '../sessions/exchange-stream.ts';

/** How long a stream may be silent, in milliseconds. */
const SILENCE = 15_000;

const encoder = new TextEncoder();

/**
 * Sends a stream of exchanges as server-sent events. When nothing happens it sends an id without an event, which keeps the connection alive:
 * a client that connects again goes on after this id.
 *
 * @param signal aborted if the client goes away
 */
export function toEventStream(stream: ExchangeStream, signal: AbortSignal): ByteStream {
  const end = (): void => stream.end();
  if (signal.aborted) end();
  else signal.addEventListener('abort', end, { once: true });
  let reading: ReturnType<ExchangeStream['read']> | undefined;

  const next = async (): Promise<IteratorResult<Uint8Array, undefined>> => {
    reading ??= stream.read();
    const events = await orSilence(reading);
    if (events === undefined) return toStep(`id: ${stream.position()}\n\n`);
    reading = undefined;
    if (events.length === 0) return { done: true, value: undefined };
    return toStep(events.map(toText).join(''));
  };
  const iterator: AsyncIterator<Uint8Array, undefined> = {
    next,
    return() {
      end();
      return Promise.resolve({ done: true, value: undefined });
    },
  };
  return { [Symbol.asyncIterator]: () => iterator };
}

function toText(event: StreamEvent): string {
  const data = event.kind === 'exchange' ? toSummaryJson(event.data) : JSON.stringify(event.data);
  return `id: ${event.id}\nevent: ${event.kind}\ndata: ${data}\n\n`;
}

function toStep(text: string): IteratorYieldResult<Uint8Array> {
  return { done: false, value: encoder.encode(text) };
}

/** Returns what a promise resolves to, or undefined if it takes too long. */
async function orSilence<T>(promise: Promise<T>): Promise<T | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const silence = new Promise<undefined>((resolve) => (timer = setTimeout(() => resolve(undefined), SILENCE)));
  try {
    return await Promise.race([promise, silence]);
  } finally {
    clearTimeout(timer);
  }
}
