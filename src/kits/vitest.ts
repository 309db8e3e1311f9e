import type { ExpectStatic, TestAPI } from 'vitest';
import { expect as vitestExpect, test as vitestTest } from 'vitest';
import type { SessionControl } from '../sessions/session-control.ts';
import { checkRunner } from './check-runner.ts';
import type { KitOptions, KitServer } from './kit-server.ts';
import { startKitServer } from './kit-server.ts';
import { toHaveNoViolations, toHaveReceived } from './matchers.ts';
import type { ReceivedRequest } from './received.ts';
import { openTestSession, toSessionUrl } from './test-session.ts';

checkRunner('agentex-tracker-mock/vitest', 'vitest', '4.1');

declare module 'vitest' {
  interface Matchers<T> {
    /**
     * The session received such a request. What is left out fits any; the body is a pattern that the request's JSON has to contain.
     * Looks once; with a `timeout` in milliseconds it waits so long for the request.
     */
    toHaveReceived(expected: ReceivedRequest, options?: { readonly timeout?: number }): Promise<void>;
    /** No exchange of the session broke the contract, so far. */
    toHaveNoViolations(): Promise<void>;
  }
}

/** What the fixtures give a test. */
export interface TrackerFixtures {
  /**
   * Whether the test may break the contract. Where not, it fails at its end if one of its exchanges did.
   *
   * @default false
   */
  allowViolations: boolean;
  /** The test's own session: its world, clock, stubs and journal. */
  trackerSession: SessionControl;
  /** The base URL of the test's session, without a slash at its end. */
  trackerUrl: string;
}

/** What the fixtures give a worker. */
export interface TrackerWorkerFixtures {
  /** How the worker's mock is made: `test.extend('trackerMockOptions', { scope: 'worker' }, { events: 'strict' })`. */
  trackerMockOptions: KitOptions;
  /** The worker's mock, which serves all its tests. */
  trackerMock: KitServer;
}

/** Gives each test a session of the worker's mock, and fails the test at its end where it broke the contract. */
export const test: TestAPI<TrackerFixtures & TrackerWorkerFixtures> = vitestTest.extend<{
  $worker: TrackerWorkerFixtures;
  $test: TrackerFixtures;
}>({
  trackerMockOptions: [
    // oxlint-disable-next-line no-empty-pattern -- vitest reads from the pattern what a fixture needs
    async ({}, use) => {
      await use({});
    },
    { scope: 'worker' },
  ],
  trackerMock: [
    async ({ trackerMockOptions }, use) => {
      const server = await startKitServer(trackerMockOptions);
      await use(server);
      await server.close();
    },
    { scope: 'worker' },
  ],
  allowViolations: false,
  trackerSession: async ({ trackerMock, allowViolations, task, onTestFinished }, use) => {
    const { control, check, close } = openTestSession(trackerMock, task.name);
    // Behind all fixtures: vitest tears no other one down after one that throws. The last one that is registered is the first to be called.
    onTestFinished(close);
    onTestFinished(() => check({ allowViolations }));
    await use(control);
  },
  trackerUrl: async ({ trackerMock, trackerSession }, use) => {
    await use(toSessionUrl(trackerMock, trackerSession.name));
  },
});

vitestExpect.extend({
  toHaveReceived(session: unknown, expected: ReceivedRequest, { timeout = 0 }: { readonly timeout?: number } = {}) {
    return toHaveReceived(session, expected, { timeout, isNot: this.isNot });
  },
  toHaveNoViolations,
});

/** Vitest's `expect`, which has the matchers once this module is loaded. */
export const expect: ExpectStatic = vitestExpect;
