import { expect, test } from 'agentex-tracker-mock/vitest';
import { describe } from 'vitest';
import { putStatus } from '../put-status.ts';

test('passes', async ({ trackerUrl, trackerSession }) => {
  expect(await putStatus(trackerUrl, 'DONE')).toBe(200);
  await expect(trackerSession).toHaveReceived({ method: 'PUT' });
});

test('fails because the contract was broken', async ({ trackerUrl }) => {
  expect(await putStatus(trackerUrl, 5)).toBe(422);
});

test('fails because a request named no session', async ({ trackerMock, trackerSession }) => {
  expect(await trackerSession.count()).toBe(0);
  expect(await putStatus(trackerMock.url, 'DONE')).toBe(200);
});

test('fails because the worker’s mock was asked without a session', async ({ trackerMock }) => {
  expect(await putStatus(trackerMock.url, 'DONE')).toBe(200);
});

test('passes after a test that named no session', async ({ trackerUrl }) => {
  expect(await putStatus(trackerUrl, 'DONE')).toBe(200);
});

test('fails because it did not wait for a request without a session', ({ trackerMock }) => {
  void putStatus(trackerMock.url, 'DONE');
  expect(trackerMock.url).not.toBe('');
});

test('passes after a test that did not wait', async ({ trackerUrl }) => {
  expect(await putStatus(trackerUrl, 'DONE')).toBe(200);
});

test('fails because the request was another', async ({ trackerUrl, trackerSession }) => {
  await putStatus(trackerUrl, 'DONE');
  await expect(trackerSession).toHaveReceived({ body: { status: 'READY' } });
});

test('fails because the request came', async ({ trackerUrl, trackerSession }) => {
  await putStatus(trackerUrl, 'DONE');
  await expect(trackerSession).not.toHaveReceived({ body: { status: 'DONE' } });
});

test('fails because there are violations', async ({ trackerUrl, trackerSession }) => {
  await putStatus(trackerUrl, 5);
  await expect(trackerSession).toHaveNoViolations();
});

describe('a suite whose tests may break the contract', () => {
  test.override('allowViolations', true);

  test('passes with allowed violations', async ({ trackerUrl }) => {
    expect(await putStatus(trackerUrl, 5)).toBe(422);
  });
});

test.extend(
  'trackerMockOptions',
  { scope: 'worker' },
  { fixtures: 'no-such-folder' },
)('fails because the mock cannot start', ({ trackerUrl }) => {
  expect(trackerUrl).toBe('');
});
