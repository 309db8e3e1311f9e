import { expect, test } from 'agentex-tracker-mock/vitest';
import { describe } from 'vitest';
import { putStatus } from '../put-status.ts';

test('passes', async ({ url, session }) => {
  expect(await putStatus(url, 'DONE')).toBe(200);
  await expect(session).toHaveReceived({ method: 'PUT' });
});

test('fails since the contract was broken', async ({ url }) => {
  expect(await putStatus(url, 5)).toBe(422);
});

test('fails since a request named no session', async ({ trackerMock, session }) => {
  expect(await session.count()).toBe(0);
  expect(await putStatus(trackerMock.url, 'DONE')).toBe(200);
});

test('fails since the request was another', async ({ url, session }) => {
  await putStatus(url, 'DONE');
  await expect(session).toHaveReceived({ body: { status: 'READY' } });
});

test('fails since the request came', async ({ url, session }) => {
  await putStatus(url, 'DONE');
  await expect(session).not.toHaveReceived({ body: { status: 'DONE' } });
});

test('fails since there are violations', async ({ url, session }) => {
  await putStatus(url, 5);
  await expect(session).toHaveNoViolations();
});

describe('a suite whose tests may break the contract', () => {
  test.override('allowViolations', true);

  test('passes where it may break the contract', async ({ url }) => {
    expect(await putStatus(url, 5)).toBe(422);
  });
});

test.extend(
  'trackerMockOptions',
  { scope: 'worker' },
  { fixtures: 'no-such-folder' },
)('fails since the mock cannot start', ({ url }) => {
  expect(url).toBe('');
});
