import type {
  Expect,
  PlaywrightTestArgs,
  PlaywrightTestOptions,
  PlaywrightWorkerArgs,
  PlaywrightWorkerOptions,
  TestInfo,
  TestType,
} from '@playwright/test';
import { expect as playwrightExpect, test as playwrightTest } from '@playwright/test';
import type { SessionControl } from '../sessions/session-control.ts';
import { checkRunner } from './check-runner.ts';
import { startKitServer } from './kit-server.ts';
import type { MatcherVerdict } from './matchers.ts';
import { toHaveNoViolations, toHaveReceived } from './matchers.ts';
import type { ReceivedRequest } from './received.ts';
import { beginTest } from './stray-requests.ts';
import type { StrayFixture, TrackerFixtures, TrackerWorkerFixtures } from './test-fixtures.ts';
import { openTestSession, toSessionUrl } from './test-session.ts';

checkRunner('agentex-tracker-mock/playwright', '@playwright/test', '1.50');

export type { TrackerFixtures, TrackerWorkerFixtures } from './test-fixtures.ts';

/**
 * Gives each test a session of the worker's mock. A test that broke the contract fails at its end, with the session's journal attached as a
 * HAR.
 *
 * If the configuration has no `baseURL`, it is the session's, with a trailing slash. Paths are resolved against it, so they must not begin
 * with a slash: `request.get('tracker')`.
 */
export const test: TestType<
  PlaywrightTestArgs & PlaywrightTestOptions & TrackerFixtures,
  PlaywrightWorkerArgs & PlaywrightWorkerOptions & TrackerWorkerFixtures
> = playwrightTest.extend<TrackerFixtures & StrayFixture, TrackerWorkerFixtures>({
  trackerMockOptions: [{}, { scope: 'worker', option: true }],
  trackerMock: [
    async ({ trackerMockOptions }, use) => {
      const server = await startKitServer(trackerMockOptions);
      await use(server);
      await server.close();
    },
    { scope: 'worker' },
  ],
  allowViolations: [false, { option: true }],
  trackerStrays: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads from the pattern what a fixture needs
    async ({}, use, testInfo) => {
      const end = beginTest(testInfo.title);
      await use(undefined);
      await end();
    },
    { auto: true },
  ],
  trackerSession: async ({ trackerMock, allowViolations }, use, testInfo) => {
    const { control, check, close } = await openTestSession(
      trackerMock,
      testInfo.title,
      allowViolations,
      testInfo.titlePath.join(' > '),
    );
    await use(control);
    try {
      await check();
      if (testInfo.status !== testInfo.expectedStatus) await attachJournal(control, testInfo);
    } catch (error) {
      await attachJournal(control, testInfo);
      throw error;
    } finally {
      close();
    }
  },
  trackerUrl: async ({ trackerMock, trackerSession }, use) => {
    await use(toSessionUrl(trackerMock, trackerSession.name));
  },
  baseURL: async ({ baseURL, trackerUrl }, use) => {
    await use(baseURL ?? `${trackerUrl}/`);
  },
});

/** Attaches the session's journal to the test's results. */
async function attachJournal(session: SessionControl, testInfo: TestInfo): Promise<void> {
  await testInfo.attach('tracker-mock.har', {
    body: JSON.stringify(await session.har()),
    contentType: 'application/json',
  });
}

/** The matchers that `expect` has for a session. */
export interface TrackerMatchers {
  /**
   * Expects the session to have received a request. Omitted criteria match every request; the body is a pattern that the request's JSON must
   * contain. Waits for the request, by default for Playwright's `expect` timeout; `timeout` is in milliseconds.
   */
  toHaveReceived(
    session: SessionControl,
    expected: ReceivedRequest,
    options?: { readonly timeout?: number },
  ): Promise<MatcherVerdict>;
  /** Expects that no exchange of the session has broken the contract so far. */
  toHaveNoViolations(session: SessionControl): Promise<MatcherVerdict>;
}

/** Playwright's `expect` with the matchers. `toHaveReceived` waits for the request as Playwright's own matchers do, with the same timeout. */
export const expect: Expect<TrackerMatchers> = playwrightExpect.extend({
  async toHaveReceived(
    session: SessionControl,
    expected: ReceivedRequest,
    options: { readonly timeout?: number } = {},
  ): Promise<MatcherVerdict> {
    return toHaveReceived(session, expected, { timeout: options.timeout ?? this.timeout, isNot: this.isNot });
  },
  toHaveNoViolations,
});
