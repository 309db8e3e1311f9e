import type { StreamFilter } from '../control/control-types.ts';
import { MockError } from '../mock-error.ts';
import type { AdminClient } from './client.ts';
import type { ReceivedEvent } from './read-events.ts';

/** The connection is broken, and is tried again after a wait. */
export interface BrokenConnection {
  readonly kind: 'broken';
  readonly error: MockError;
  /** In milliseconds. */
  readonly wait: number;
}

/** The time until the first attempt to connect again, in milliseconds. Doubled with each that fails, up to the longest. */
const FIRST_WAIT = 250;
const LONGEST_WAIT = 5000;

/** Another attempt would fail in the same way. */
const FINAL: ReadonlySet<string> = new Set(['admin-unauthorized', 'admin-forbidden', 'admin-request-invalid']);

/**
 * Follows the exchanges of a mock: connects again when the connection breaks, and goes on after the last event. Ends when the signal is
 * aborted.
 *
 * @throws {MockError} if the mock refuses the stream for good
 */
export async function* followExchanges(
  client: Pick<AdminClient, 'stream'>,
  filter: StreamFilter,
  signal: AbortSignal,
  lastEventId?: string,
): AsyncGenerator<ReceivedEvent | BrokenConnection, void> {
  let last = lastEventId;
  let wait = FIRST_WAIT;
  while (!signal.aborted) {
    let broken = new MockError('admin-unreachable', 'The mock has ended the stream of requests.');
    try {
      for await (const event of client.stream(filter, { lastEventId: last, signal })) {
        last = event.id;
        wait = FIRST_WAIT;
        yield event;
      }
    } catch (error) {
      if (!(error instanceof MockError) || FINAL.has(error.code)) throw error;
      broken = error;
    }
    if (signal.aborted) return;
    yield { kind: 'broken', error: broken, wait };
    await pause(wait, signal);
    wait = Math.min(wait * 2, LONGEST_WAIT);
  }
}

function pause(wait: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const finish = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', finish);
      resolve();
    };
    const timer = setTimeout(finish, wait);
    signal.addEventListener('abort', finish);
  });
}
