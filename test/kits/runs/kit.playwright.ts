import { expect, test } from 'agentex-tracker-mock/playwright';
import { ID, putStatus } from '../put-status.ts';

// `test.fail` where that does for what is shown: a failure that Playwright does not expect costs a new worker.

test('passes', async ({ request, trackerSession }) => {
  const reply = await request.put(`tracker/${ID}`, { data: { status: 'DONE' } });
  expect(reply.status()).toBe(200);
  await expect(trackerSession).toHaveReceived({ method: 'PUT', body: { status: expect.stringMatching('D') } });
  await expect(trackerSession).toHaveNoViolations();
  await expect(trackerSession).not.toHaveReceived({ method: 'POST' });
});

test('passes with a late request', async ({ trackerUrl, trackerSession }) => {
  setTimeout(() => void putStatus(trackerUrl, 'DONE'), 100);
  await expect(trackerSession).toHaveReceived({ method: 'PUT' });
});

test('paths are resolved against the base URL', async ({ request, baseURL, trackerUrl, trackerSession }) => {
  expect(baseURL).toBe(`${trackerUrl}/`);
  // In the session: without a slash in front, and by the whole URL.
  expect((await request.get('tracker')).status()).toBe(200);
  expect((await request.get('./tracker?limit=1')).status()).toBe(200);
  expect((await request.get(`${trackerUrl}/tracker`)).status()).toBe(200);
  expect(await trackerSession.count({ path: '/tracker' })).toBe(3);
  // Out of it: a slash in front takes the place of the whole path, the prefix too. This one is for no operation, so nobody minds.
  expect((await request.get('/healthz')).status()).toBe(200);
  expect(await trackerSession.count()).toBe(3);
});

test.describe('where the configuration has a base URL', () => {
  test.use({ baseURL: 'http://app.example/' });

  test('is kept', ({ baseURL, trackerUrl }) => {
    expect(baseURL).toBe('http://app.example/');
    expect(trackerUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/__session\/is-kept-\d+$/);
  });
});

test.fail('fails because a path with a slash in front names no session', async ({ request }) => {
  expect((await request.get('/tracker')).status()).toBe(200);
});

test.fail('fails because the worker’s mock was asked without a session', async ({ trackerMock }) => {
  expect(await putStatus(trackerMock.url, 'DONE')).toBe(200);
});

test('passes after a test that named no session', async ({ trackerUrl }) => {
  expect(await putStatus(trackerUrl, 'DONE')).toBe(200);
});

test.fail('fails because the contract was broken', async ({ trackerUrl }) => {
  expect(await putStatus(trackerUrl, 5)).toBe(422);
});

test('fails because the request was another', async ({ trackerUrl, trackerSession }) => {
  await putStatus(trackerUrl, 'DONE');
  await expect(trackerSession).toHaveReceived({ body: { status: 'READY' } }, { timeout: 100 });
});

test.fail('fails because the request came', async ({ trackerUrl, trackerSession }) => {
  await putStatus(trackerUrl, 'DONE');
  await expect(trackerSession).not.toHaveReceived({ body: { status: 'DONE' } });
});

test.fail('fails because there are violations', async ({ trackerUrl, trackerSession }) => {
  await putStatus(trackerUrl, 5);
  await expect(trackerSession).toHaveNoViolations();
});

test.describe('a suite whose tests may break the contract', () => {
  test.use({ allowViolations: true });

  test('passes with allowed violations', async ({ trackerUrl }) => {
    expect(await putStatus(trackerUrl, 5)).toBe(422);
  });

  test('passes with allowed violations and a matcher', async ({ trackerUrl, trackerSession }) => {
    await putStatus(trackerUrl, 5);
    await expect(trackerSession).toHaveNoViolations();
    expect(await trackerSession.requests()).toMatchObject([{ allowed: true }]);
  });

  test('passes with allowed violations after a reset', async ({ trackerUrl, trackerSession }) => {
    await trackerSession.reset();
    expect(await putStatus(trackerUrl, 5)).toBe(422);
  });
});
