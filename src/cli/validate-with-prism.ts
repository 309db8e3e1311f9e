import { compareVerdicts } from '../conformance/compare-verdicts.ts';
import { toOperationName } from '../contract/operation.ts';
import type { Exchange } from '../exchange/exchange.ts';
import type { HttpReply } from '../exchange/reply.ts';
import type { MockCore } from '../mock/mock.ts';
import { createPrismValidator } from '../prism/prism-validator.ts';
import { toCountText } from './count-text.ts';
import type { Log } from './log.ts';
import { toSafeText } from './safe-text.ts';

/** How many exchanges may be queued for Prism, which is slower than the mock. Beyond it, exchanges are not validated, and a warning is logged. */
const WAITING = 1000;

/**
 * Validates every exchange of an operation with Prism, after its reply is sent. The findings are added to the exchange's record; differences
 * from the mock's findings are logged unless they are known.
 *
 * @returns a function that stops validation after the queued exchanges
 * @throws {MockError} `option-invalid` if Prism is not installed
 */
export async function validateWithPrism(
  { mock, addPrism }: Pick<MockCore, 'mock' | 'addPrism'>,
  log: Pick<Log, 'warn'>,
): Promise<() => Promise<void>> {
  const validator = await createPrismValidator(mock.contract.document);
  const waiting = new Set<Promise<void>>();
  let late = 0;

  const validateOne = async (exchange: Exchange, reply: HttpReply, name: string): Promise<void> => {
    // Without the session prefix, which Prism does not know.
    const request = { ...exchange.request, target: exchange.target };
    const opinion = await validator.validate(request, reply);
    addPrism(exchange, opinion);
    for (const difference of compareVerdicts(request, exchange.violations, opinion)) {
      if (difference.reason !== undefined) continue;
      // A stubbed violation does not count for the mock; Prism cannot tell it from others.
      if (difference.side === 'reply' && isReplaced(exchange)) continue;
      const mine = toMessages(difference.mock);
      const prisms = toMessages(difference.prism);
      log.warn(`the verdicts on a ${difference.side} of ${name} differ: the mock finds ${mine}; Prism finds ${prisms}`);
    }
  };
  const stop = mock.onExchange((exchange) => {
    const { operation, reply } = exchange;
    // After a fault on the wire there is no reply to validate.
    if (operation === undefined || reply.status === null) return;
    if (waiting.size >= WAITING) late += 1;
    else {
      const validation = validateOne(exchange, reply, toOperationName(operation)).finally(() =>
        waiting.delete(validation),
      );
      waiting.add(validation);
    }
  });
  return async () => {
    stop();
    await Promise.all(waiting);
    if (late > 0) log.warn(`Prism did not validate ${toCountText(late, 'exchange')}: they came faster than it reads`);
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
