import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { prepareSmallMock, createSmallMock, DONE } from '../setup.ts';
import { handle, toMessage } from '../suite/client.ts';

type Mock = ReturnType<typeof createSmallMock>;

/** How much of a body the journal keeps. */
const KEPT = 64 * 1024;

/** Sends an update with a reason, and gives the whole text of both bodies. */
function put(mock: Mock, reason: string, session = 'default'): { readonly request: string; readonly reply: string } {
  const json = { status_reason: reason };
  const answer = handle(mock, toMessage('PUT /tracker/t-done', { json, headers: { 'x-mock-session': session } }));
  return { request: JSON.stringify(json), reply: answer.text };
}

describe('the journal', () => {
  test('keeps the last exchanges as they were, whatever their size and letters', async () => {
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
            // Of bytes one more is kept, which tells that there was more.
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

  test('cuts a body of more than 64 KiB, and says so', async () => {
    const mock = createSmallMock();
    const { request, reply } = put(mock, 'x'.repeat(70_000));
    const [record] = await mock.session().requests();
    expect(record?.request).toMatchObject({ body: request.slice(0, KEPT), truncated: true });
    expect(record?.reply).toMatchObject({ body: reply.slice(0, KEPT), truncated: true });
  });

  test('keeps what a client sent that is no text', async () => {
    const mock = createSmallMock();
    handle(mock, { ...toMessage('PUT /tracker/t-done', { json: {} }), body: Uint8Array.of(0xff, 0xfe, 0xfd) });
    const [record] = await mock.session().requests();
    expect(record?.request.body).toBe(new TextDecoder().decode(Uint8Array.of(0xff, 0xfe, 0xfd)));
  });

  test('does not change with the bytes that a caller sent', async () => {
    const mock = createSmallMock();
    const message = toMessage('PUT /tracker/t-done', { json: { status: 'READY' } });
    handle(mock, message);
    message.body.fill(0);
    const [record] = await mock.session().requests();
    expect(record?.request.body).toBe('{"status":"READY"}');
  });

  test('holds no more than 64 MiB with those of all sessions; the longest unused session gives way', async () => {
    const mock = createSmallMock();
    const reason = 'x'.repeat(60_000);
    for (const session of ['old', 'new']) for (let count = 0; count < 400; count += 1) put(mock, reason, session);
    const [old, young] = await Promise.all(['old', 'new'].map((session) => mock.session(session).requests()));
    expect(young).toHaveLength(400);
    // 120,000 bytes each, and some more.
    expect(old?.length).toBeGreaterThan(100);
    expect(old?.length).toBeLessThan(160);
    expect(old?.at(-1)?.id).toBe('400');
  });

  test('counts lists among the 64 MiB', async () => {
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

  test('keeps no more of a long list than of any other body', async () => {
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

  test('is empty once it was cleared, and takes exchanges as before', async () => {
    const mock = createSmallMock({ journalSize: 3 });
    for (let count = 0; count < 5; count += 1) put(mock, `before ${count}`);
    await mock.session().clearRequests();
    expect(await mock.session().requests()).toEqual([]);
    const sent = [0, 1, 2, 3].map((count) => put(mock, `after ${count}`));
    const records = await mock.session().requests();
    expect(records.map(({ reply }) => reply.body)).toEqual(sent.slice(1).map(({ reply }) => reply));
  });

  test("takes Prism's opinion of an exchange that it has, and of no other", async () => {
    const { mock, addPrism } = prepareSmallMock({ journalSize: 1 });
    const opinion = { request: [{ code: 'x' }], reply: [] };
    const judge = mock.onExchange((exchange) => addPrism(exchange, opinion));
    put(mock, 'judged');
    judge();
    expect(await mock.session().requests()).toMatchObject([{ prism: opinion }]);
    const late: Parameters<typeof addPrism>[0][] = [];
    mock.onExchange((exchange) => void late.push(exchange));
    put(mock, 'gone');
    put(mock, 'there');
    for (const exchange of late.slice(0, 1)) addPrism(exchange, opinion);
    expect(await mock.session().requests()).toMatchObject([{ prism: null }]);
  });
});
