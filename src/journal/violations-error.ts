import type { ViolationRecord } from '../control/control-types.ts';
import { toPathAndQuery } from '../exchange/path-and-query.ts';
import { MockError } from '../mock-error.ts';

/** Returns the error of a failed assertion that there are no violations, with one line for each. */
export function toViolationsError(found: readonly ViolationRecord[]): MockError {
  const lines = found.map(
    ({ method, path, query, side, location, message }) =>
      `${method} ${toPathAndQuery(path, query)}: ${side} ${location.join('.')}: ${message}`,
  );
  const count = found.length === 1 ? 'one violation' : `${found.length} violations`;
  return new MockError('violations-found', `The contract was broken: ${count}.`, lines);
}
