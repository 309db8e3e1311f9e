import type { Violation } from '../contract/violation.ts';
import type { MockError } from '../mock-error.ts';
import type { MockReply } from './exchange.ts';
import { toViolationHeaders } from './violation-headers.ts';

/** One of the mock's own failures as a reply that no client takes for the API's. */
export function toProblemReply(error: MockError, violations: readonly Violation[] = []): MockReply {
  return {
    status: error.status,
    headers: { 'content-type': 'application/problem+json', ...toViolationHeaders(violations) },
    body: JSON.stringify(error.toProblem()),
  };
}
