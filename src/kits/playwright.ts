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
import type { KitOptions, KitServer } from './kit-server.ts';
import { startKitServer } from './kit-server.ts';
import type { MatcherVerdict } from './matchers.ts';
import { toHaveNoViolations, toHaveReceived } from './matchers.ts';
import type { ReceivedRequest } from './received.ts';
import { openTestSession, toSessionUrl } from './test-session.ts';

checkRunner('agentex-tracker-mock/playwright', '@playwright/test', '1.50');

/** What the fixtures give a test, beside Playwright's own. */
export interface TrackerFixtures {
  /**
   * Whether the test may break the contract. Where not, it fails at its end if one of its exchanges did. An option: `test.use({ … })`.
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
  /** How the worker's mock is made. An option: `use` in the configuration, or `test.use({ … })` at the top of a file. */
  trackerMockOptions: KitOptions;
  /** The worker's mock, which serves all its tests. */
  trackerMock: KitServer;
}

/**
 * A session of a worker's mock for each test, which fails at its end where the contract was broken; its journal is then attached as a HAR.
 *
 * Where the configuration has no `baseURL`, it is the session's, with a slash at its end. Paths are resolved against it, so they must not
 * begin with a slash: `request.get('tracker')`.
 */
export const test: TestType<
  PlaywrightTestArgs & PlaywrightTestOptions & TrackerFixtures,
  PlaywrightWorkerArgs & PlaywrightWorkerOptions & TrackerWorkerFixtures
> = playwrightTest.extend<TrackerFixtures, TrackerWorkerFixtures>({
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
  trackerSession: async ({ trackerMock, allowViolations }, use, testInfo) => {
    const { control, check, close } = openTestSession(trackerMock, testInfo.title);
    await use(control);
    try {
      await check({ allowViolations });
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

/** Puts the session's journal beside the test's other results. */
async function attachJournal(session: SessionControl, testInfo: TestInfo): Promise<void> {
  await testInfo.attach('tracker-mock.har', {
    body: JSON.stringify(await session.har()),
    contentType: 'application/json',
  });
}

/** The matchers, as `expect` has them for a session. */
export interface TrackerMatchers {
  /**
   * The session received such a request. What is left out fits any; the body is a pattern that the request's JSON has to contain.
   * Waits for the request, by Playwright's timeout for expectations or one in milliseconds.
   */
  toHaveReceived(
    session: SessionControl,
    expected: ReceivedRequest,
    options?: { readonly timeout?: number },
  ): Promise<MatcherVerdict>;
  /** No exchange of the session broke the contract, so far. */
  toHaveNoViolations(session: SessionControl): Promise<MatcherVerdict>;
}

/** Playwright's `expect` with the matchers. `toHaveReceived` waits for the request as Playwright's own wait, by the same timeout. */
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
