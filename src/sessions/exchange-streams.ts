import { STREAMS } from '../budgets.ts';
import type { Contract } from '../contract/contract.ts';
import { checkInput } from '../control/check-input.ts';
import type { ExchangeSummary, StreamFilter } from '../control/control-types.ts';
import type { Exchange } from '../exchange/exchange.ts';
import { checkOperation, matchesFilter } from '../journal/exchange-filter.ts';
import { toExchangeSummary } from '../journal/exchange-summary.ts';
import type { Mask } from '../journal/mask.ts';
import { MockError } from '../mock-error.ts';
import type { ExchangeStream, OpenStream } from './exchange-stream.ts';
import { createExchangeStream } from './exchange-stream.ts';
import { planReplay } from './journal-replay.ts';
import type { SessionStore } from './session-store.ts';

export interface StreamContext {
  readonly sessions: SessionStore;
  readonly contract: Pick<Contract, 'operations'>;
  readonly mask: Mask;
  /** Returns the sequence number of the newest exchange. */
  readonly getSequence: () => number;
}

/** The streams of one mock. */
export interface ExchangeStreams {
  /** Passes an exchange on to the streams. */
  add(exchange: Exchange): void;
  /**
   * Opens a stream of the exchanges that match the filter.
   *
   * @param lastEventId the id of the last event that the reader has, to go on after it
   * @throws {MockError} `admin-request-invalid`, or `conflict` if too many streams are open
   */
  open(filter: StreamFilter, lastEventId?: string): ExchangeStream;
}

export function createExchangeStreams({ sessions, contract, mask, getSequence }: StreamContext): ExchangeStreams {
  // What the ids of events begin with, so that a restart is noticed.
  const run = crypto.randomUUID().slice(0, 8);
  const streams = new Set<OpenStream>();
  const toSummary = (exchange: Exchange): ExchangeSummary => toExchangeSummary(exchange, mask);
  return {
    add(exchange) {
      if (streams.size === 0) return;
      let made: ExchangeSummary | undefined;
      const getSummary = (): ExchangeSummary => (made ??= toSummary(exchange));
      for (const { add } of streams) add(exchange, getSummary);
    },
    open(filter, lastEventId) {
      checkInput('StreamFilter', filter, 'open the stream');
      checkOperation(filter.operation, contract.operations);
      if (streams.size >= STREAMS) {
        throw new MockError(
          'conflict',
          `Failed to open the stream: ${STREAMS} streams are open already. Close one of them.`,
        );
      }
      const { session, limit: _, ...criteria } = filter;
      // For every exchange, so nothing is read of it that nothing asks for.
      const hasCriteria = Object.keys(criteria).length > 0;
      const opened = createExchangeStream({
        run,
        replay: planReplay(sessions, { filter, lastEventId, run, newest: getSequence() }),
        accepts: (exchange) =>
          (session === undefined || session === exchange.session) &&
          (!hasCriteria || matchesFilter(exchange, criteria)),
        toSummary,
        getSequence,
        onEnd: () => void streams.delete(opened),
      });
      streams.add(opened);
      return opened.stream;
    },
  };
}
