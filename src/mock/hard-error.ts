import type { Operation } from '../contract/operation.ts';
import { toOperationName } from '../contract/operation.ts';
import type { Violation } from '../contract/violation.ts';
import { takeProblems } from '../control/check-input.ts';
import { MockError } from '../mock-error.ts';

/** Returns what the client gets if an exchange with another server breaks the contract, and such exchanges are refused. */
export function toHardError(
  side: Violation['side'],
  operation: Operation | undefined,
  violations: readonly Violation[],
): MockError {
  const name = operation === undefined ? 'the request' : toOperationName(operation);
  const problems = takeProblems(violations.map(({ location, message }) => `${location.join('.')}: ${message}`));
  return side === 'request'
    ? new MockError(
        'request-breaks-contract',
        `Failed to pass ${name} on: the request breaks the contract. Correct the client.`,
        problems,
      )
    : new MockError(
        'upstream-breaks-contract',
        `Failed to answer ${name}: the reply of the upstream server breaks the contract. Correct the server.`,
        problems,
      );
}
