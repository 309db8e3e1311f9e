import type { ServedMock } from './served-mock.ts';

/** Runs a test against a mock, ends the mock, and adds what went wrong with either to the failures. */
export async function runAgainst(mock: ServedMock, failures: string[], run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    // If the mock has ended, its complaints say more.
    failures.push(`the test did not finish: ${String(error)}`);
  }
  await mock.stop();
  failures.push(...mock.complaints);
}
