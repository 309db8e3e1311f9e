import type { MockError } from '../mock-error.ts';
import type { MockReply } from './exchange.ts';

/** One of the mock's own failures as a reply that no client takes for the API's. */
export function toProblemReply(error: MockError): MockReply {
  return {
    status: error.status,
    headers: { 'content-type': 'application/problem+json' },
    body: JSON.stringify(error.toProblem()),
  };
}
