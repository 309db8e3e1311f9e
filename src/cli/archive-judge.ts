import type { Contract } from '../contract/contract.ts';
import type { Exchange } from '../exchange/exchange.ts';
import type { ReceivedReply } from '../exchange/passed-on.ts';
import { isPassedOn } from '../exchange/reply.ts';
import { prepareMock } from '../node/create-tracker-mock.ts';
import type { HarExchange } from '../recording/har-exchanges.ts';

/** Judges the exchanges of archives by a contract, as if they were passed on. */
export interface ArchiveJudge {
  readonly contract: Contract;
  judge(item: HarExchange): Promise<Exchange>;
}

/**
 * @param options.contract the file; the package's contract if omitted
 * @throws {MockError} `contract-invalid`
 */
export function createArchiveJudge(options: {
  readonly contract?: string | undefined;
  /** In bytes. */
  readonly maxFileSize: number;
}): ArchiveJudge {
  const { contract, maxFileSize } = options;
  let received: ReceivedReply | undefined;
  let judged: Exchange | undefined;
  const { mock } = prepareMock({
    ...(contract !== undefined && { contract }),
    maxFileSize,
    fixtures: { trackers: [], events: [] },
    journalSize: 1,
    findUpstream: () => 'http://archive.invalid',
    // The reply that the archive has is the one that comes in.
    passOn: () => (received === undefined ? Promise.reject(new Error('no reply')) : Promise.resolve(received)),
  });
  mock.onExchange((exchange) => {
    judged = exchange;
  });
  return {
    contract: mock.contract,
    async judge({ request, reply, sampledBy }) {
      received = reply;
      const answer = mock.handle(request);
      if (isPassedOn(answer)) await answer.delivery.send(new AbortController().signal);
      if (judged === undefined) throw new Error('The mock recorded no exchange.');
      return sampledBy === undefined ? judged : { ...judged, source: sampledBy };
    },
  };
}
