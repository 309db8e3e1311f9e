import { MockError } from '../mock-error.ts';
import type { HttpReply } from './reply.ts';

/** Converts a failure of the mock to a reply that cannot be mistaken for the API's (RFC 9457). */
export function toProblemReply(error: MockError): HttpReply {
  return {
    status: error.status,
    headers: { 'content-type': 'application/problem+json' },
    body: JSON.stringify(error.toProblem()),
  };
}

/** Converts anything that was thrown to a failure of the mock. */
export function toMockError(error: unknown): MockError {
  if (error instanceof MockError) return error;
  return new MockError('internal-error', `Failed to answer: ${String(error)}. This is a defect of the mock.`, [], {
    cause: error,
  });
}
