import { MockError } from '../mock-error.ts';
import type { StreamEvent } from '../sessions/exchange-stream.ts';

/** An event of a stream; `idle` if nothing has happened for some seconds. A later stream can go on after its id, too. */
export type ReceivedEvent = StreamEvent | { readonly kind: 'idle'; readonly id: string };

/**
 * Reads server-sent events, as the control API sends them.
 *
 * @throws {MockError} `admin-unreachable` if the connection breaks
 */
export async function* readEvents(stream: ReadableStream<Uint8Array>): AsyncGenerator<ReceivedEvent, void> {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let text = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      text += decoder.decode(value, { stream: true });
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) yield parseEvent(block);
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new MockError(
      'admin-unreachable',
      `Failed to read the stream of requests: ${reason}. Check that the mock is still running.`,
      [],
      { cause: error },
    );
  } finally {
    // Closes the connection if the caller has stopped reading.
    reader.cancel().catch(() => {});
  }
}

function parseEvent(block: string): ReceivedEvent {
  const fields = new Map(
    block.split('\n').map((line) => {
      const [name = '', value = ''] = line.split(/: (.*)/);
      return [name, value];
    }),
  );
  const id = fields.get('id') ?? '';
  const kind = fields.get('event');
  if (kind === undefined) return { kind: 'idle', id };
  const data: unknown = JSON.parse(fields.get('data') ?? '');
  const event: unknown = { kind, id, data };
  return event as ReceivedEvent;
}
