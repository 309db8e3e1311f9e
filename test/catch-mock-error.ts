import { MockError } from '../src/index.ts';

/** Returns the MockError that a call throws. Throws if the call succeeds, or fails with another error. */
export function catchMockError(call: () => unknown): MockError {
  try {
    call();
  } catch (error) {
    if (error instanceof MockError) return error;
    throw error;
  }
  throw new Error('The call threw nothing.');
}
