import type { MockRequest } from '../exchange/exchange.ts';
import { isPassedOn } from '../exchange/reply.ts';
import type { TrackerMock } from '../mock/tracker-mock.ts';
import type { NoReply, WireReply } from '../prism/send-request.ts';
import type { HarItem } from '../recording/har-exchanges.ts';

/** A side that answers requests: a server, or a mock in the process. */
export interface LiveSide {
  readonly kind: 'live';
  /** As the user gave it. */
  readonly name: string;
  /** The address for commands that repeat a request; undefined for a mock in the process. */
  readonly url: string | undefined;
  /** Rejects if the signal is aborted. */
  readonly send: (request: MockRequest, signal?: AbortSignal) => Promise<WireReply | NoReply>;
}

/** A side that was recorded: what an archive has. */
export interface RecordedSide {
  readonly kind: 'recorded';
  readonly name: string;
  readonly exchanges: readonly RecordedExchange[];
  /** Entries of the archive that are not compared, or not wholly, by the reason. */
  readonly skipped: ReadonlyMap<string, number>;
}

export type DriftSide = LiveSide | RecordedSide;

export interface RecordedExchange {
  readonly request: MockRequest;
  /** Its body is empty if the archive does not have the whole of it. */
  readonly reply: WireReply;
}

export function createMockSide(name: string, mock: TrackerMock): LiveSide {
  return {
    kind: 'live',
    name,
    url: undefined,
    send(request, signal) {
      signal?.throwIfAborted();
      const reply = mock.handle(request);
      // A stub of a recorded world can break the connection. It passes nothing on.
      return Promise.resolve(
        isPassedOn(reply) || reply.status === null
          ? { failure: 'the connection breaks' }
          : { status: reply.status, headers: reply.headers, body: request.method === 'HEAD' ? '' : reply.body },
      );
    },
  };
}

export function createRecordedSide(name: string, items: Iterable<HarItem>): RecordedSide {
  const exchanges: RecordedExchange[] = [];
  const skipped = new Map<string, number>();
  for (const item of items) {
    if ('skipped' in item) skipped.set(item.skipped, (skipped.get(item.skipped) ?? 0) + 1);
    else {
      const { status, headers, content, problem } = item.reply;
      const body = content instanceof Uint8Array ? new TextDecoder().decode(content) : '';
      const reason = `has a reply whose body ${problem}`;
      if (problem !== undefined) skipped.set(reason, (skipped.get(reason) ?? 0) + 1);
      exchanges.push({ request: item.request, reply: { status, headers, body } });
    }
  }
  return { kind: 'recorded', name, exchanges, skipped };
}
