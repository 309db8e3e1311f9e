import { STREAM_BACKLOG } from '../budgets.ts';
import type { ExchangeSummary, StreamLoss } from '../control/control-types.ts';
import type { Exchange } from '../exchange/exchange.ts';
import type { JournalReplay } from './journal-replay.ts';

/** One event of a stream of exchanges. A later stream can go on after its id. */
export type StreamEvent =
  | { readonly kind: 'start'; readonly id: string; readonly data: { readonly run: string } }
  | { readonly kind: 'exchange'; readonly id: string; readonly data: ExchangeSummary }
  | { readonly kind: 'lost'; readonly id: string; readonly data: StreamLoss }
  /** The last one: the reader was too slow. */
  | { readonly kind: 'dropped'; readonly id: string; readonly data: StreamLoss };

/** The exchanges of a mock as they happen. */
export interface ExchangeStream {
  /** Waits for the next events, and returns them; empty if the stream has ended. */
  read(): Promise<readonly StreamEvent[]>;
  /** Returns the id of the last event that was read, or of the newest exchange if everything was read. */
  position(): string;
  end(): void;
}

export interface StreamSource {
  readonly run: string;
  readonly replay: JournalReplay;
  readonly accepts: (exchange: Exchange) => boolean;
  readonly toSummary: (exchange: Exchange) => ExchangeSummary;
  readonly getSequence: () => number;
  /** Called once. */
  readonly onEnd: () => void;
}

/** A stream, with the function that passes an exchange on to it. */
export interface OpenStream {
  readonly stream: ExchangeStream;
  readonly add: (exchange: Exchange, toSummary: () => ExchangeSummary) => void;
}

/** How many exchanges of the journals are read at once. */
const REPLAYED_AT_ONCE = 200;
/** How long events are gathered for a reader that waits, in milliseconds. */
const GATHERED_FOR = 20;
/** What an event takes in addition to its texts, in bytes. */
const EVENT_COST = 800;

/** Creates a stream that begins with what the journals have. */
export function createExchangeStream(source: StreamSource): OpenStream {
  const { run, replay, accepts, toSummary, getSequence, onEnd } = source;
  const toId = (sequence: number): string => `${run}-${sequence}`;
  const toEvent = (exchange: Exchange, data: ExchangeSummary): StreamEvent => ({
    kind: 'exchange',
    id: toId(exchange.sequence),
    data,
  });
  let first: StreamEvent | undefined = { kind: 'start', id: toId(replay.after), data: { run } };
  let position = first.id;
  let past: JournalReplay | undefined = replay;
  let waiting: StreamEvent[] = [];
  let backlog = 0;
  let hasEnded = false;
  let wake: (() => void) | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const end = (): void => {
    if (hasEnded) return;
    hasEnded = true;
    first = undefined;
    past = undefined;
    waiting = [];
    onEnd();
    wake?.();
  };
  const take = (events: StreamEvent[]): StreamEvent[] => {
    position = events.at(-1)?.id ?? position;
    return events;
  };
  /** Returns undefined if the journals have no more. */
  const readPast = (): StreamEvent[] | undefined =>
    past?.read(REPLAYED_AT_ONCE)?.flatMap((item) => {
      if ('reason' in item) return [{ kind: 'lost', id: position, data: item }];
      return accepts(item) ? [toEvent(item, toSummary(item))] : [];
    });

  const stream: ExchangeStream = {
    async read() {
      if (first !== undefined) {
        const events = [first];
        first = undefined;
        return events;
      }
      while (past !== undefined) {
        const events = readPast();
        if (events === undefined) past = undefined;
        else if (events.length > 0) return take(events);
      }
      if (waiting.length === 0 && !hasEnded) {
        await new Promise<void>((resolve) => (wake = resolve));
        clearTimeout(timer);
        [wake, timer] = [undefined, undefined];
      }
      const events = waiting;
      waiting = [];
      backlog = 0;
      return take(events);
    },
    position: () =>
      first === undefined && past === undefined && waiting.length === 0 ? toId(getSequence()) : position,
    end,
  };

  return {
    stream,
    add(exchange, getSummary) {
      if (!accepts(exchange)) return;
      const summary = getSummary();
      backlog += toCost(summary);
      if (backlog > STREAM_BACKLOG) {
        end();
        // What it has not read is in the journals after the last event that it has.
        waiting = [{ kind: 'dropped', id: position, data: { count: null, reason: TOO_SLOW } }];
        return;
      }
      waiting.push(toEvent(exchange, summary));
      if (wake !== undefined) timer ??= setTimeout(wake, GATHERED_FOR);
    },
  };
}

const TOO_SLOW = 'The reader was too slow. Connect again with the id of the last event as Last-Event-ID.';

function toCost({ path, query, violation }: ExchangeSummary): number {
  const found = violation === null ? 0 : violation.message.length + violation.location.join('').length;
  return EVENT_COST + 2 * (path.length + query.length + found);
}
