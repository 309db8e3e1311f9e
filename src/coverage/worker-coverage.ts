import { COVERAGE_SESSIONS } from '../budgets.ts';
import type { TrackerMock } from '../mock/tracker-mock.ts';
import type { Hit } from './tally.ts';
import { createExchangeToucher } from './touch-exchange.ts';

/** What one test covered: how many of its exchanges covered each part, by key. */
export interface TestCoverage {
  /** Null for requests that named no session. */
  readonly test: string | null;
  readonly counts: readonly (readonly [key: string, count: number])[];
}

/** Counts what the sessions of a mock cover, each for itself. Its memory is bounded by the contract and the number of open sessions. */
export interface SessionCoverage {
  /** Returns what a session covered, and forgets it. */
  take(session: string, test: string | null): TestCoverage;
}

export function createSessionCoverage(mock: TrackerMock): SessionCoverage {
  const touch = createExchangeToucher(mock.contract);
  const sessions = new Map<string, Map<string, number>>();
  mock.onExchange((exchange) => {
    const counts = sessions.get(exchange.session) ?? new Map<string, number>();
    sessions.set(exchange.session, counts);
    for (const key of touch(exchange)) counts.set(key, (counts.get(key) ?? 0) + 1);
  });
  return {
    take(session, test) {
      const counts = [...(sessions.get(session) ?? [])];
      sessions.delete(session);
      return { test, counts };
    },
  };
}

/** Adds what a test covered to what others did. Only the first tests of each part are named. */
export function addTestCoverage(hits: Map<string, Hit>, { test, counts }: TestCoverage): void {
  for (const [key, count] of counts) {
    const before = hits.get(key);
    const sessions = new Set(before?.sessions);
    if (test !== null && sessions.size < COVERAGE_SESSIONS) sessions.add(test);
    hits.set(key, { count: (before?.count ?? 0) + count, sessions });
  }
}
