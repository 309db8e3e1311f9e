import { TOKEN_CALM, TOKEN_FAILURES, TOKEN_INTERVAL, TOKEN_WAITING } from '../budgets.ts';
import { MockError } from '../mock-error.ts';
import type { TokenCheck } from './bearer-token.ts';

/**
 * Wraps a token check that slows down after too many wrong tokens: then tokens are checked one at a time, with a pause before each.
 * Correct tokens wait as well, since the response time would otherwise reveal them.
 *
 * The returned function throws a `MockError` `too-many-attempts` if too many requests wait.
 */
export function slowDownTokenCheck(check: TokenCheck): TokenCheck {
  let failures = 0;
  let failedAt = 0;
  let waiting = 0;
  let turn = 0;

  return async (header) => {
    const now = performance.now();
    if (now - failedAt > TOKEN_CALM) failures = 0;
    if (failures >= TOKEN_FAILURES) {
      if (waiting >= TOKEN_WAITING) {
        throw new MockError(
          'too-many-attempts',
          'Failed to open the control API: too many requests came with a wrong token, and others wait for their check. Try again in a few seconds.',
        );
      }
      waiting += 1;
      turn = Math.max(turn, now) + TOKEN_INTERVAL;
      await new Promise<void>((resolve) => void setTimeout(resolve, turn - now));
      waiting -= 1;
    }
    const isRight = await check(header);
    if (!isRight) {
      failures += 1;
      failedAt = performance.now();
    }
    return isRight;
  };
}
