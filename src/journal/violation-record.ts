import { toOperationName } from '../contract/operation.ts';
import type { Exchange } from '../exchange/exchange.ts';
import { MockError } from '../mock-error.ts';

/** One violation with the exchange that it was found in. */
export interface ViolationRecord {
  /** The exchange's id. */
  readonly request: string;
  readonly method: string;
  readonly path: string;
  readonly operation: string | null;
  readonly side: 'request' | 'reply';
  readonly location: readonly (string | number)[];
  readonly rule: string;
  readonly message: string;
}

/** An exchange's violations, each with where it was found. */
export function toViolationRecords({ sequence, request, target, operation, violations }: Exchange): ViolationRecord[] {
  return violations.map((violation) => ({
    request: String(sequence),
    method: request.method,
    path: target,
    operation: operation === undefined ? null : toOperationName(operation),
    ...violation,
  }));
}

/** The failure of an assertion that there are none: every violation on a line. */
export function toViolationsError(found: readonly ViolationRecord[]): MockError {
  const lines = found.map(
    ({ method, path, side, location, message }) => `${method} ${path}: ${side} ${location.join('.')}: ${message}`,
  );
  const count = found.length === 1 ? 'one violation' : `${found.length} violations`;
  return new MockError(
    'violations-found',
    [`The contract was broken: ${count}.`, ...lines.map((line) => `  ${line}`)].join('\n'),
    lines,
  );
}
