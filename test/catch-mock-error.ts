import { MockError } from '../src/index.ts';

/** The failure that a call ends in. Fails the test where the call ends well, or in another error. */
export function catchMockError(call: () => unknown): MockError {
  try {
    call();
  } catch (error) {
    if (error instanceof MockError) return error;
    throw error;
  }
  throw new Error('It ended well.');
}
