import { expect, test } from 'agentex-tracker-mock/playwright';
import { ID, putStatus } from '../put-status.ts';

// `test.fail` where that does for what is shown: a failure that Playwright does not expect costs a new worker.

test('passes', async ({ request, session }) => {
  const reply = await request.put(`tracker/${ID}`, { data: { status: 'DONE' } });
  expect(reply.status()).toBe(200);
  await expect(session).toHaveReceived({ method: 'PUT', body: { status: expect.stringMatching('D') } });
  await expect(session).toHaveNoViolations();
  await expect(session).not.toHaveReceived({ method: 'POST' });
});

test('passes where a request comes late', async ({ url, session }) => {
  setTimeout(() => void putStatus(url, 'DONE'), 100);
  await expect(session).toHaveReceived({ method: 'PUT' });
});

test('paths are resolved against the base URL', async ({ request, baseURL, url, session }) => {
  expect(baseURL).toBe(`${url}/`);
  // In the session: without a slash in front, and by the whole URL.
  expect((await request.get('tracker')).status()).toBe(200);
  expect((await request.get('./tracker?limit=1')).status()).toBe(200);
  expect((await request.get(`${url}/tracker`)).status()).toBe(200);
  expect(await session.count({ path: '/tracker' })).toBe(3);
  // Out of it: a slash in front takes the place of the whole path, the prefix too. This one is for no operation, so nobody minds.
  expect((await request.get('/healthz')).status()).toBe(200);
  expect(await session.count()).toBe(3);
});

test.describe('where the configuration has a base URL', () => {
  test.use({ baseURL: 'http://app.example/' });

  test('it stays', ({ baseURL, url }) => {
    expect(baseURL).toBe('http://app.example/');
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/__session\/it-stays-\d+$/);
  });
});

test.fail('fails since a path with a slash in front names no session', async ({ request }) => {
  expect((await request.get('/tracker')).status()).toBe(200);
});

test.fail('fails since the contract was broken', async ({ url }) => {
  expect(await putStatus(url, 5)).toBe(422);
});

test('fails since the request was another', async ({ url, session }) => {
  await putStatus(url, 'DONE');
  await expect(session).toHaveReceived({ body: { status: 'READY' } }, { timeout: 100 });
});

test.fail('fails since the request came', async ({ url, session }) => {
  await putStatus(url, 'DONE');
  await expect(session).not.toHaveReceived({ body: { status: 'DONE' } });
});

test.describe('a suite whose tests may break the contract', () => {
  test.use({ allowViolations: true });

  test('passes where it may break the contract', async ({ url }) => {
    expect(await putStatus(url, 5)).toBe(422);
  });

  test.fail('fails since there are violations', async ({ url, session }) => {
    await putStatus(url, 5);
    await expect(session).toHaveNoViolations();
  });
});
