import type { SessionControl } from '../sessions/session-control.ts';
import type { KitOptions, KitServer } from './kit-server.ts';

/** The fixtures of a test. */
export interface TrackerFixtures {
  /**
   * Whether the test may break the contract. If false, the test fails at its end if one of its exchanges did. In Playwright an option:
   * `test.use({ … })`.
   *
   * @default false
   */
  allowViolations: boolean;
  /** The test's own session: its world, clock, stubs and journal. */
  trackerSession: SessionControl;
  /** The base URL of the test's session, without a trailing slash. */
  trackerUrl: string;
}

/** The fixtures of a worker. */
export interface TrackerWorkerFixtures {
  /**
   * Options of the worker's mock. In vitest: `test.extend('trackerMockOptions', { scope: 'worker' }, { events: 'strict' })`. In Playwright they
   * are set in `use` of the configuration, or by `test.use({ … })` at the top of a file.
   */
  trackerMockOptions: KitOptions;
  /** The worker's mock, which serves all its tests. */
  trackerMock: KitServer;
}

/** Checks each test for requests that name no session, also one that uses no other fixture than the worker's mock. */
export interface StrayFixture {
  trackerStrays: undefined;
}
