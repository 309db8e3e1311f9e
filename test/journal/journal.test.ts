import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HAR_SIZE } from '../../src/budgets.ts';
import { createTrackerMock } from '../../src/index.ts';
import { prepareSmallMock, createSmallMock, DONE } from '../setup.ts';
import { handle, toMessage } from '../suite/client.ts';

type Mock = ReturnType<typeof createSmallMock>;

/** The part of a body that the journal keeps, in bytes. */
const KEPT = 64 * 1024;

/** Sends an update with a reason. Returns the complete text of both bodies. */
function put(mock: Mock, reason: string, session = 'default'): { readonly request: string; readonly reply: string } {
  const json = { status_reason: reason };
  const answer = handle(mock, toMessage('PUT /tracker/t-done', { json, headers: { 'x-mock-session': session } }));
  return { request: JSON.stringify(json), reply: answer.text };
}

describe('the journal', () => {
  test('keeps the last exchanges unchanged, whatever their size and characters', async () => {
    const size = fc.oneof(fc.nat(200), fc.nat(9000), fc.integer({ min: 15_000, max: 17_000 }), fc.nat(40_000));
    const letter = fc.constantFrom('a', '"', 'ä', '中', '\u{1f600}', '\ufeff', '\0');
    const reasons = fc.array(fc.tuple(letter, size), { minLength: 1, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(reasons, fc.integer({ min: 1, max: 12 }), async (drawn, journalSize) => {
        const mock = createSmallMock({ journalSize });
        const sent = drawn.map(([text, length]) => put(mock, text.repeat(length / text.length)));
        const records = await mock.session().requests();
        expect(records.map(({ request, reply }) => ({ request: request.body, reply: reply.body }))).toEqual(
          sent.slice(-journalSize).map(({ request, reply }) => ({
            // One more byte is kept, which shows that the body was longer.
            request: new TextDecoder().decode(new TextEncoder().encode(request).slice(0, KEPT + 1)).slice(0, KEPT),
            reply: reply.slice(0, KEPT),
          })),
        );
        const [first] = records;
        expect(first).toEqual(await mock.session().request(first?.id ?? ''));
      }),
      { numRuns: 50 },
    );
  });

  test('cuts a body of more than 64 KiB and marks it as truncated', async () => {
    const mock = createSmallMock();
    const { request, reply } = put(mock, 'x'.repeat(70_000));
    const [record] = await mock.session().requests();
    expect(record?.request).toMatchObject({ body: request.slice(0, KEPT), truncated: true });
    expect(record?.reply).toMatchObject({ body: reply.slice(0, KEPT), truncated: true });
  });

  test('keeps a request body that is not text', async () => {
    const mock = createSmallMock();
    handle(mock, { ...toMessage('PUT /tracker/t-done', { json: {} }), body: Uint8Array.of(0xff, 0xfe, 0xfd) });
    const [record] = await mock.session().requests();
    expect(record?.request.body).toBe(new TextDecoder().decode(Uint8Array.of(0xff, 0xfe, 0xfd)));
  });

  test('does not change if the caller changes the bytes that it sent', async () => {
    const mock = createSmallMock();
    const message = toMessage('PUT /tracker/t-done', { json: { status: 'READY' } });
    handle(mock, message);
    message.body.fill(0);
    const [record] = await mock.session().requests();
    expect(record?.request.body).toBe('{"status":"READY"}');
  });

  test('keeps at most 64 MiB over all sessions, and drops exchanges of the least recently used session first', async () => {
    const mock = createSmallMock();
    const reason = 'x'.repeat(60_000);
    for (const session of ['old', 'new']) for (let count = 0; count < 400; count += 1) put(mock, reason, session);
    const [old, young] = await Promise.all(['old', 'new'].map((session) => mock.session(session).requests()));
    expect(young).toHaveLength(400);
    // Each takes a little more than 120,000 bytes.
    expect(old?.length).toBeGreaterThan(100);
    expect(old?.length).toBeLessThan(160);
    expect(old?.at(-1)?.id).toBe('400');
  });

  test('counts lists towards the 64 MiB', async () => {
    const trackers = Array.from({ length: 220 }, (_, index) => ({
      ...DONE,
      id: `t-${index}`,
      task_id: `task-${index}`,
    }));
    const mock = createSmallMock({ fixtures: { trackers }, events: 'open' });
    for (const session of ['old', 'new']) {
      for (let count = 0; count < 600; count += 1) {
        handle(mock, toMessage('GET /tracker?limit=220', { headers: { 'x-mock-session': session } }));
      }
    }
    const [old, young] = await Promise.all(['old', 'new'].map((session) => mock.session(session).count()));
    expect(young).toBe(600);
    expect(old).toBeLessThan(400);
  });

  test('cuts a long list like any other body', async () => {
    const trackers = Array.from({ length: 400 }, (_, index) => ({
      ...DONE,
      id: `t-${index}`,
      task_id: `task-${index}`,
    }));
    const mock = createSmallMock({ fixtures: { trackers }, events: 'open' });
    const { text } = handle(mock, toMessage('GET /tracker?limit=400'));
    const [record] = await mock.session().requests();
    expect(record?.reply).toMatchObject({ body: text.slice(0, KEPT), truncated: true });
  });

  test('is empty after it was cleared, and records exchanges as before', async () => {
    const mock = createSmallMock({ journalSize: 3 });
    for (let count = 0; count < 5; count += 1) put(mock, `before ${count}`);
    await mock.session().clearRequests();
    expect(await mock.session().requests()).toEqual([]);
    const sent = [0, 1, 2, 3].map((count) => put(mock, `after ${count}`));
    const records = await mock.session().requests();
    expect(records.map(({ reply }) => reply.body)).toEqual(sent.slice(1).map(({ reply }) => reply));
  });

  test("adds Prism's opinion to an exchange only if it still has it", async () => {
    const { mock, addPrism } = prepareSmallMock({ journalSize: 1 });
    const opinion = { request: [{ code: 'x' }], reply: [] };
    const stop = mock.onExchange((exchange) => addPrism(exchange, opinion));
    put(mock, 'validated');
    stop();
    expect(await mock.session().requests()).toMatchObject([{ prism: opinion }]);
    const late: Parameters<typeof addPrism>[0][] = [];
    mock.onExchange((exchange) => void late.push(exchange));
    put(mock, 'gone');
    put(mock, 'there');
    for (const exchange of late.slice(0, 1)) addPrism(exchange, opinion);
    expect(await mock.session().requests()).toMatchObject([{ prism: null }]);
  });
});

test('the archive of a journal has what was there when it was asked for, without what is dropped meanwhile', async () => {
  const mock = createSmallMock();
  for (let sent = 0; sent < 100; sent += 1) put(mock, `${sent} ${'x'.repeat(40_000)}`);
  const session = mock.session();
  const all = session.har();
  await Promise.resolve();
  put(mock, 'later');
  expect((await all).log.entries).toHaveLength(100);
  const cleared = session.har();
  await Promise.resolve();
  await session.clearRequests();
  put(mock, 'later');
  const { entries, comment } = (await cleared).log;
  expect(entries.length).toBeLessThan(100);
  expect(entries.map(({ request }) => request.postData?.text)).not.toContain('{"status":"later"}');
  expect(comment).toBe(`the oldest ${101 - entries.length} of 101 exchanges are left out for their size`);
});

test('the archive of a large journal has the latest exchanges, and says how many are left out', async () => {
  const mock = createSmallMock();
  for (let sent = 0; sent < 500; sent += 1) put(mock, `${sent} ${'x'.repeat(40_000)}`);
  const har = await mock.session().har();
  expect(JSON.stringify(har).length).toBeLessThan(HAR_SIZE + 1024);
  expect(JSON.stringify(har).length).toBeGreaterThan(HAR_SIZE * 0.9);
  const { entries, comment } = har.log;
  expect(comment).toBe(`the oldest ${500 - entries.length} of 500 exchanges are left out for their size`);
  const numbers = entries.map(({ request }) => Number(/"(\d+) x/.exec(request.postData?.text ?? '')?.[1]));
  expect(numbers).toEqual(numbers.map((_, index) => 500 - entries.length + index));
});

test('a journal of no exchanges keeps none, and the mock answers', async () => {
  const mock = createTrackerMock({ journalSize: 0 });
  const { status } = await mock.fetch(new Request('http://mock.test/tracker'));
  expect({ status, count: await mock.session().count() }).toEqual({ status: 200, count: 0 });
});
