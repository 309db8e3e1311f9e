import { expect, test } from 'agentex-tracker-mock/vitest';
import { beforeAll, describe } from 'vitest';
import { ID, putStatus } from './put-status.ts';
import { runNode } from './run-node.ts';

/** Of a worker, so it stands at the top of a file. */
const strict = test.extend(
  'trackerMockOptions',
  { scope: 'worker' },
  { events: 'strict', clock: { now: '2026-08-18T20:28:14Z' } },
);

describe('the fixtures', () => {
  test('PUT /tracker/{tracker_id} changes the world of the test’s own session', async ({
    trackerUrl,
    trackerSession,
    trackerMock,
  }) => {
    expect(trackerUrl).toBe(`${trackerMock.url}/__session/${trackerSession.name}`);
    expect(await putStatus(trackerUrl, 'MINE')).toBe(200);
    expect(await toStatus(trackerSession.state.get())).toBe('MINE');
    expect(await toStatus(trackerMock.mock.session('other').state.get())).toBe('PROCESSING');
  });

  const names = new Set<string>();
  test.for([1, 2, 3])('a session is new, number %i', async (_, { trackerSession }) => {
    expect(names.has(trackerSession.name)).toBe(false);
    names.add(trackerSession.name);
    expect(await trackerSession.count()).toBe(0);
    expect(await toStatus(trackerSession.state.get())).toBe('PROCESSING');
  });

  test.concurrent.for([1, 2, 3, 4])(
    'tests that run at once do not see each other, number %i',
    async (number, { trackerUrl, trackerSession, expect: own }) => {
      await Promise.all([putStatus(trackerUrl, `A${number}`), putStatus(trackerUrl, `B${number}`)]);
      own(await trackerSession.count()).toBe(2);
      await own(trackerSession).toHaveReceived({ body: { status: `A${number}` } });
    },
  );

  strict('the options of a derived test make its mock', async ({ trackerSession, trackerUrl }) => {
    expect(await trackerSession.clock.get()).toMatchObject({ now: '2026-08-18T20:28:14Z', mode: 'fixed' });
    const body = JSON.stringify({ last_processed_event_id: 'unknown' });
    const reply = await fetch(`${trackerUrl}/tracker/${ID}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body,
    });
    expect(reply.status).toBe(400);
  });

  strict.extend('allowViolations', true)('a derived test may break the contract', async ({ trackerUrl }) => {
    expect(await putStatus(trackerUrl, 5)).toBe(422);
  });

  describe('with an override', () => {
    test.override('allowViolations', true);

    test('the tests of a suite may break the contract', async ({ trackerUrl, trackerSession }) => {
      expect(await putStatus(trackerUrl, 5)).toBe(422);
      await expect(trackerSession).toHaveNoViolations();
      await expect(trackerSession).toHaveReceived({ valid: false });
    });
  });
});

async function toStatus(
  world: Promise<{ readonly trackers: readonly { readonly id: string; readonly status?: unknown }[] }>,
): Promise<unknown> {
  const { trackers } = await world;
  return trackers.find(({ id }) => id === ID)?.status;
}

describe('a run', () => {
  const results = new Map<string, { readonly status: string; readonly failureMessages: readonly string[] }>();

  // One run of vitest, whose tests are called what they have to end in.
  beforeAll(async () => {
    const run = await runNode('node_modules/vitest/vitest.mjs', [
      'run',
      '--config',
      'test/kits/runs/vitest.config.ts',
      '--reporter',
      'json',
    ]);
    const { testResults } = JSON.parse(run.stdout) as {
      testResults: { assertionResults: { title: string; status: string; failureMessages: string[] }[] }[];
    };
    for (const { assertionResults } of testResults) {
      for (const result of assertionResults) results.set(result.title, result);
    }
  }, 120_000);

  test.for([
    'passes',
    'passes with allowed violations',
    'passes after a test that named no session',
    'passes after a test that did not wait',
  ])('the test %j passes', (title) => {
    expect(results.get(title)).toMatchObject({ status: 'passed' });
  });

  test.for<[string, RegExp]>([
    [
      'fails because the contract was broken',
      /^MockError: The contract was broken: one violation\.\n {2}PUT .*: request body\.status: /,
    ],
    [
      'fails because a request named no session',
      /^Error: One request named no session, so the test's world was not used:\n/,
    ],
    [
      'fails because the worker’s mock was asked without a session',
      /^Error: One request named no session, so the test's world was not used:\n {2}PUT \/tracker\/[^]*Send them to trackerUrl/,
    ],
    [
      'fails because it did not wait for a request without a session',
      /^Error: One request named no session, so the test's world was not used:\n/,
    ],
    ['fails because the request was another', /did not receive this request:\n[^]*body\.status is "DONE", not "READY"/],
    ['fails because the request came', / received this request once:\n/],
    ['fails because the mock cannot start', /^MockError: Failed to load the fixtures: /],
  ])('the test %j fails, once and with its reason', ([title, reason]) => {
    expect(results.get(title)).toMatchObject({ status: 'failed', failureMessages: [expect.stringMatching(reason)] });
  });

  test('a violation that a matcher reports is reported at the end as well', () => {
    expect(results.get('fails because there are violations')?.failureMessages).toEqual([
      expect.stringMatching(/^Error: The contract was broken/),
      expect.stringMatching(/^MockError: The contract was broken/),
    ]);
  });
});
