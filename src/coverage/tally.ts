import { COVERAGE_SESSIONS } from '../budgets.ts';
import type { Contract } from '../contract/contract.ts';
import type { Exchange } from '../exchange/exchange.ts';
import { createExchangeToucher } from './touch-exchange.ts';

/** How much of the contract has been touched so far. */
export interface CoverageTally {
  /** Adds what an exchange covers. */
  add(exchange: Exchange): void;
  /** Returns what was covered, by key. */
  hits(): ReadonlyMap<string, Hit>;
}

export interface Hit {
  /** How many exchanges covered it. */
  readonly count: number;
  /** The sessions that covered it, in a test suite the tests: the first ones. */
  readonly sessions: ReadonlySet<string>;
}

/** Starts to count. Its memory is bounded by the contract, not by the number of requests. */
export function createTally(contract: Contract): CoverageTally {
  const touch = createExchangeToucher(contract);
  const hits = new Map<string, { count: number; readonly sessions: Set<string> }>();
  return {
    add(exchange) {
      for (const key of touch(exchange)) {
        const hit = hits.get(key) ?? { count: 0, sessions: new Set() };
        hits.set(key, hit);
        hit.count += 1;
        if (hit.sessions.size < COVERAGE_SESSIONS) hit.sessions.add(exchange.session);
      }
    },
    hits: () => hits,
  };
}
