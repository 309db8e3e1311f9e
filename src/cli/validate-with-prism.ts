import { compareVerdicts } from '../conformance/compare-verdicts.ts';
import { toOperationName } from '../contract/operation.ts';
import type { Exchange } from '../exchange/exchange.ts';
import type { HttpReply } from '../exchange/reply.ts';
import type { MockCore } from '../mock/mock.ts';
import { createPrismJudge } from '../prism/prism-judge.ts';
import { toCountText } from './count-text.ts';
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
export async function judgeWithPrism(
  { mock, addPrism }: Pick<MockCore, 'mock' | 'addPrism'>,
  log: Pick<Log, 'warn'>,
): Promise<() => Promise<void>> {
  const judge = await createPrismJudge(mock.contract.document);
  const waiting = new Set<Promise<void>>();
  let late = 0;

  const judgeOne = async (exchange: Exchange, reply: HttpReply, name: string): Promise<void> => {
    // Prism knows nothing of what selects a session.
    const request = { ...exchange.request, target: exchange.target };
    const opinion = await judge.judge(request, reply);
    addPrism(exchange, opinion);
    for (const difference of compareVerdicts(request, exchange.violations, opinion)) {
      if (difference.reason !== undefined) continue;
      // What a test asked for is no violation for the mock; Prism does not know that it did.
      if (difference.side === 'reply' && isReplaced(exchange)) continue;
      const mine = toMessages(difference.mock);
      const prisms = toMessages(difference.prism);
      log.warn(`the verdicts on a ${difference.side} of ${name} differ: the mock finds ${mine}; Prism finds ${prisms}`);
    }
  };
  const stop = mock.onExchange((exchange) => {
    const { operation, reply } = exchange;
    // After a fault on the wire there is no reply to judge.
    if (operation === undefined || reply.status === null) return;
    if (waiting.size >= WAITING) late += 1;
    else {
      const judging = judgeOne(exchange, reply, toOperationName(operation)).finally(() => waiting.delete(judging));
      waiting.add(judging);
    }
  });
  return async () => {
    stop();
    await Promise.all(waiting);
    if (late > 0) log.warn(`Prism did not judge ${toCountText(late, 'exchange')}: they came faster than it reads`);
  };
}

/** Whether the reply is not the API's own. A delay alone leaves it so. */
function isReplaced({ override }: Exchange): boolean {
  return override?.code !== undefined || override?.fault !== undefined || override?.reply !== undefined;
}

/** Both quote what the client sent. */
function toMessages(mistakes: readonly { readonly message: string }[]): string {
  return mistakes.map(({ message }) => toSafeText(message)).join('; ') || 'no mistake';
}
