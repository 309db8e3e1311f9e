import { describe, expect, test } from 'vitest';
import type { StubInput, TrackerMock } from '../../src/index.ts';
import { createSmallMock, DONE, NOW } from '../setup.ts';

const TARGET = 'http://mock.test/tracker/t-done';

/** Sends an update, and waits for its reply or its broken connection. */
async function update(mock: TrackerMock, headers: Record<string, string> = {}): Promise<void> {
  const all = { 'content-type': 'application/json', ...headers };
  const request = new Request(TARGET, { method: 'PUT', headers: all, body: '{"status": "FAILED"}' });
  await mock.fetch(request).then(
    (response) => response.text(),
    () => undefined,
  );
}

async function readTracker(mock: TrackerMock): Promise<unknown> {
  const { trackers } = await mock.session().state.get();
  return trackers?.find(({ id }) => id === 't-done');
}

/** The tracker after the update. */
const UPDATED = { ...DONE, status: 'FAILED', updated_at: NOW };

const KEEPING: StubInput[] = [
  { reply: { status: 200, body: UPDATED } },
  { reply: { status: 200, body: UPDATED }, delay: 1 },
  { reply: { status: 200, body: UPDATED }, fault: 'slow-body' },
  { reply: { status: 200, body: UPDATED }, fault: 'contract-violation' },
  { reply: { status: 503 } },
  { fault: 'connection-reset-by-peer' },
  { fault: 'empty-response' },
  { fault: 'malformed-response-chunk' },
  { fault: 'random-data-then-close' },
];

const LETTING: StubInput[] = [
  { delay: 1 },
  { fault: 'slow-body' },
  { fault: 'contract-violation' },
  { fault: 'contract-violation', violation: 'wrong-type' },
];

describe('a stub', () => {
  test.each(KEEPING)('%j keeps an update from changing the tracker', async (stub) => {
    const mock = createSmallMock();
    await mock.session().stub({ match: { method: 'PUT', path: '/tracker/*' }, ...stub });
    await update(mock);
    await expect(readTracker(mock)).resolves.toEqual(DONE);
    await expect(mock.session().stubs()).resolves.toMatchObject([{ applied: 1 }]);
  });

  test.each(LETTING)('%j lets an update change the tracker', async (stub) => {
    const mock = createSmallMock();
    await mock.session().stub({ match: { method: 'PUT', path: '/tracker/*' }, ...stub });
    await update(mock);
    await expect(readTracker(mock)).resolves.toEqual(UPDATED);
    await expect(mock.session().stubs()).resolves.toMatchObject([{ applied: 1 }]);
  });
});

describe('Prefer', () => {
  test.each(['code=503', 'code=404', 'code=422, delay=1', 'fault=connection-reset-by-peer', 'fault=empty-response'])(
    '%s keeps an update from changing the tracker',
    async (prefer) => {
      const mock = createSmallMock();
      await update(mock, { prefer });
      await expect(readTracker(mock)).resolves.toEqual(DONE);
    },
  );

  test.each(['code=200', 'delay=1', 'fault=slow-body', 'fault=contract-violation', 'allow-violations'])(
    '%s lets an update change the tracker',
    async (prefer) => {
      const mock = createSmallMock();
      await update(mock, { prefer });
      await expect(readTracker(mock)).resolves.toEqual(UPDATED);
    },
  );
});
