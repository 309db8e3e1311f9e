import { compareVerdicts } from '../conformance/compare-verdicts.ts';
import { createPrismJudge } from '../conformance/prism-judge.ts';
import { toOperationName } from '../contract/operation.ts';
import type { Exchange } from '../mock/exchange.ts';
import type { TrackerMock } from '../mock/mock.ts';
import type { Log } from './log.ts';
import { toSafeText } from './safe-text.ts';

/** How many exchanges may wait for Prism. It reads slower than the mock answers; what comes on top is not judged, and the log says so. */
const WAITING = 1000;

/**
 * Lets Prism judge every exchange of an operation, after its reply is out. The opinion goes into the exchange's record; where it
 * differs from the mock's for a reason that is not known, the log has both.
 *
 * @returns what ends it, once Prism has judged what waits
 * @throws {MockError} `option-invalid` where Prism is not installed
 */
export async function judgeWithPrism(mock: TrackerMock, log: Log): Promise<() => Promise<void>> {
  const judge = await createPrismJudge(mock.contract.document);
  const waiting = new Set<Promise<void>>();
  let passedOver = 0;

  const judgeOne = async (exchange: Exchange): Promise<void> => {
    // Prism knows nothing of what selects a session.
    const request = { ...exchange.request, target: exchange.target };
    const opinion = await judge.judge(request, exchange.reply);
    exchange.prism = opinion;
    for (const difference of compareVerdicts(request, exchange.violations, opinion)) {
      if (difference.reason !== undefined) continue;
      const name = exchange.operation === undefined ? exchange.request.method : toOperationName(exchange.operation);
      const mine = toMessages(difference.mock);
      const prisms = toMessages(difference.prism);
      log.warn(`the verdicts on a ${difference.side} of ${name} differ: the mock finds ${mine}; Prism finds ${prisms}`);
    }
  };
  const stop = mock.onExchange((exchange) => {
    if (exchange.operation === undefined) return;
    if (waiting.size >= WAITING) {
      passedOver += 1;
      return;
    }
    const judging = judgeOne(exchange).finally(() => waiting.delete(judging));
    waiting.add(judging);
  });
  return async () => {
    stop();
    await Promise.all(waiting);
    if (passedOver > 0) log.warn(`Prism did not judge ${passedOver} exchanges: they came faster than it reads`);
  };
}

/** Both quote what the client sent. */
function toMessages(mistakes: readonly { readonly message: string }[]): string {
  return mistakes.map(({ message }) => toSafeText(message)).join('; ') || 'no mistake';
}
