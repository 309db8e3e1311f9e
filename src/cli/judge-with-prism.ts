import { compareVerdicts } from '../conformance/compare-verdicts.ts';
import { toOperationName } from '../contract/operation.ts';
import type { Exchange } from '../exchange/exchange.ts';
import { BODY_KEPT } from '../journal/exchange-encoding.ts';
import type { TrackerMock } from '../mock/mock.ts';
import { createPrismJudge } from '../prism/prism-judge.ts';
import { toCountText } from './count-text.ts';
import type { Log } from './log.ts';
import { toSafeText } from './safe-text.ts';

/** How many exchanges may wait for Prism. It reads slower than the mock answers; what comes on top is not judged, and the log says so. */
const WAITING = 1000;
/** What of an exchange's notes tells that its reply is not the API's own; a delay alone leaves it so. */
const STUBBED_REPLY = /^(?:code|fault|reply)=/;

/**
 * Lets Prism judge every exchange of an operation, after its reply is out. The opinion goes into the exchange's record; where it
 * differs from the mock's for a reason that is not known, the log has both.
 *
 * @returns what ends it, once Prism has judged what waits
 * @throws {MockError} `option-invalid` where Prism is not installed
 */
export async function judgeWithPrism(mock: TrackerMock, log: Pick<Log, 'warn'>): Promise<() => Promise<void>> {
  const judge = await createPrismJudge(mock.contract.document);
  const waiting = new Set<Promise<void>>();
  const passedOver = { late: 0, long: 0 };

  const judgeOne = async (exchange: Exchange, name: string): Promise<void> => {
    // Prism knows nothing of what selects a session.
    const request = { ...exchange.request, target: exchange.target };
    const opinion = await judge.judge(request, exchange.reply);
    mock.addPrism(exchange, opinion);
    for (const difference of compareVerdicts(request, exchange.violations, opinion)) {
      if (difference.reason !== undefined) continue;
      // What was stubbed is no violation for the mock; Prism does not know that it was.
      if (difference.side === 'reply' && exchange.stubbed.some((note) => STUBBED_REPLY.test(note))) continue;
      const mine = toMessages(difference.mock);
      const prisms = toMessages(difference.prism);
      log.warn(`the verdicts on a ${difference.side} of ${name} differ: the mock finds ${mine}; Prism finds ${prisms}`);
    }
  };
  const stop = mock.onExchange((exchange) => {
    if (exchange.operation === undefined) return;
    if (isCut(exchange)) passedOver.long += 1;
    else if (waiting.size >= WAITING) passedOver.late += 1;
    else {
      const judging = judgeOne(exchange, toOperationName(exchange.operation)).finally(() => waiting.delete(judging));
      waiting.add(judging);
    }
  });
  return async () => {
    stop();
    await Promise.all(waiting);
    const { late, long } = passedOver;
    if (late > 0) log.warn(`Prism did not judge ${toCountText(late, 'exchange')}: they came faster than it reads`);
    if (long > 0) log.warn(`Prism did not judge ${toCountText(long, 'exchange')}: the journal cut a body of theirs`);
  };
}

/** Whether the journal cut a body of it. What is left of one is no JSON. */
function isCut({ request, reply }: Exchange): boolean {
  return request.body.length > BODY_KEPT || reply.body.length > BODY_KEPT;
}

/** Both quote what the client sent. */
function toMessages(mistakes: readonly { readonly message: string }[]): string {
  return mistakes.map(({ message }) => toSafeText(message)).join('; ') || 'no mistake';
}
