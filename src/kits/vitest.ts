import type { ExpectStatic, TestAPI } from 'vitest';
import { expect as vitestExpect, test as vitestTest } from 'vitest';
import { checkRunner } from './check-runner.ts';
import { startKitServer } from './kit-server.ts';
import { toHaveNoViolations, toHaveReceived } from './matchers.ts';
import type { ReceivedRequest } from './received.ts';
import { beginTest } from './stray-requests.ts';
import type { StrayFixture, TrackerFixtures, TrackerWorkerFixtures } from './test-fixtures.ts';
import { openTestSession, toSessionUrl } from './test-session.ts';

checkRunner('agentex-tracker-mock/vitest', 'vitest', '4.1');

export type { TrackerFixtures, TrackerWorkerFixtures } from './test-fixtures.ts';

declare module 'vitest' {
  interface Matchers<T> {
    /**
     * Expects the session to have received a request. Omitted criteria match every request; the body is a pattern that the request's JSON
     * must contain. Checks once, or waits up to `timeout` milliseconds for the request.
     */
    toHaveReceived(expected: ReceivedRequest, options?: { readonly timeout?: number }): Promise<void>;
    /** Expects that no exchange of the session has broken the contract so far. */
    toHaveNoViolations(): Promise<void>;
  }
}

/** Gives each test a session of the worker's mock. A test that broke the contract fails at its end. */
export const test: TestAPI<TrackerFixtures & TrackerWorkerFixtures> = vitestTest.extend<{
  $worker: TrackerWorkerFixtures;
  $test: TrackerFixtures & StrayFixture;
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
      // vitest drops what a worker's fixture throws at its end.
      // oxlint-disable-next-line no-console -- the author of the tests must see it
      await server.close().catch(console.error);
    },
    { scope: 'worker' },
  ],
  allowViolations: false,
  trackerStrays: [
    async ({ task, onTestFinished }, use) => {
      onTestFinished(beginTest(task.name));
      await use(undefined);
    },
    { auto: true },
  ],
  trackerSession: async ({ trackerMock, allowViolations, task, onTestFinished }, use) => {
    const { control, check, close } = await openTestSession(trackerMock, task.name, allowViolations, task.fullName);
    // After all fixtures: vitest does not tear down the remaining ones after one that throws. Hooks run last registered first.
    onTestFinished(close);
    onTestFinished(check);
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

/** Vitest's `expect`. It has the matchers once this module is loaded. */
export const expect: ExpectStatic = vitestExpect;
