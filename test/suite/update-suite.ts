import { describe, expect, test } from 'vitest';
import { createSmallWorld, DONE, FRESH, NOW, READING } from '../setup.ts';
import type { Transport } from './client.ts';

export function testUpdate(transport: Transport): void {
  describe('fields', () => {
    test('PUT /tracker/{tracker_id} writes the fields, answers the tracker and keeps it', async () => {
      const client = await transport.open();
      const json = { status: 'READY', status_reason: 'waiting', last_processed_event_id: 'evt-3' };
      const answer = await client.send('PUT /tracker/t-reading', { json });
      expect(answer.status).toBe(200);
      expect(answer.json).toEqual({ ...READING, ...json, updated_at: NOW });
      const kept = await client.send('GET /tracker/t-reading');
      expect(kept.json).toEqual(answer.json);
      const other = await client.send('GET /tracker/t-done');
      expect(other.json).toEqual(DONE);
    });

    test.each([
      ['leaves out', {}],
      ['sends null for', { status: null, status_reason: null, last_processed_event_id: null }],
    ])('PUT /tracker/{tracker_id} sets fields to null that it %s, except the cursor', async (_, json) => {
      const client = await transport.open();
      const answer = await client.send('PUT /tracker/t-reading', { json });
      expect(answer.json).toEqual({ ...READING, status: null, status_reason: null, updated_at: NOW });
    });

    test('PUT /tracker/{tracker_id} keeps the empty string', async () => {
      const client = await transport.open();
      const answer = await client.send('PUT /tracker/t-reading', { json: { status: '', status_reason: '' } });
      expect(answer.json).toMatchObject({ status: '', status_reason: '' });
    });

    test('PUT /tracker/{tracker_id} keeps text of any script', async () => {
      const status_reason = 'Überlauf – 待機中 – \u{1f9ea} – "\\\n\u2028';
      const client = await transport.open();
      await client.send('PUT /tracker/t-reading', { json: { status_reason } });
      const kept = await client.send('GET /tracker/t-reading');
      expect(kept.json).toMatchObject({ status_reason });
    });

    test('PUT /tracker/{tracker_id} ignores fields that the schema does not name', async () => {
      const client = await transport.open();
      const json = { status: 'READY', id: 't-other', agent_id: 'agent-9', created_at: 5, updated_at: null, more: [1] };
      const answer = await client.send('PUT /tracker/t-fresh', { json });
      expect(answer.status).toBe(200);
      expect(answer.json).toEqual({ ...FRESH, status: 'READY', updated_at: NOW });
    });
  });

  describe('times', () => {
    test('PUT /tracker/{tracker_id} keeps updated_at and the order of the list if no value changes', async () => {
      const client = await transport.open({ clock: { now: NOW, mode: 'ticking', step: 1000 } });
      const before = await client.send('GET /tracker');
      const json = { status: READING.status, status_reason: READING.status_reason, last_processed_event_id: 'evt-2' };
      const same = await client.send('PUT /tracker/t-reading', { json });
      expect(same.json).toEqual(READING);
      const nulls = await client.send('PUT /tracker/t-fresh', { json: { last_processed_event_id: null } });
      expect(nulls.json).toEqual(FRESH);
      expect((await client.send('GET /tracker')).json).toEqual(before.json);
      const changed = await client.send('PUT /tracker/t-reading', { json: { ...json, status: 'READY' } });
      expect(changed.json).toEqual({ ...READING, status: 'READY', updated_at: NOW });
    });

    test('PUT /tracker/{tracker_id} sets updated_at if only the cursor moves', async () => {
      const client = await transport.open();
      const json = { status: READING.status, status_reason: READING.status_reason, last_processed_event_id: 'evt-3' };
      const moved = await client.send('PUT /tracker/t-reading', { json });
      expect(moved.json).toEqual({ ...READING, last_processed_event_id: 'evt-3', updated_at: NOW });
    });

    test('PUT /tracker/{tracker_id} prints a whole second without a fraction', async () => {
      const client = await transport.open({ clock: { now: '2026-08-18T20:28:14Z' } });
      const answer = await client.send('PUT /tracker/t-fresh', { json: { status: 'READY' } });
      expect(answer.json).toMatchObject({ updated_at: '2026-08-18T20:28:14Z' });
    });
  });

  describe.each(['open', 'strict'] as const)('--events %s', (events) => {
    test('PUT /tracker/{tracker_id} moves the cursor forward, past events of others too', async () => {
      const client = await transport.open({ events });
      const answer = await client.send('PUT /tracker/t-failed', { json: { last_processed_event_id: 'evt-3' } });
      expect(answer.status).toBe(200);
      expect(answer.json).toMatchObject({ last_processed_event_id: 'evt-3' });
    });

    test('PUT /tracker/{tracker_id} sets a first cursor', async () => {
      const client = await transport.open({ events });
      const answer = await client.send('PUT /tracker/t-fresh', { json: { last_processed_event_id: 'evt-1' } });
      expect(answer.json).toMatchObject({ last_processed_event_id: 'evt-1' });
    });

    test('PUT /tracker/{tracker_id} accepts the cursor’s current event', async () => {
      const client = await transport.open({ events });
      const answer = await client.send('PUT /tracker/t-done', { json: { last_processed_event_id: 'evt-4' } });
      expect(answer.status).toBe(200);
      expect(answer.json).toMatchObject({ last_processed_event_id: 'evt-4' });
    });

    test('PUT /tracker/{tracker_id} refuses to move the cursor back, and changes nothing', async () => {
      const client = await transport.open({ events });
      const json = { status: 'READY', status_reason: 'x', last_processed_event_id: 'evt-2' };
      const answer = await client.send('PUT /tracker/t-done', { json });
      expect(answer.status).toBe(400);
      expect(answer.json).toEqual({
        message: 'Cannot move cursor backwards: new sequence ID 3 < current sequence ID 7',
        code: 400,
        data: null,
      });
      const kept = await client.send('GET /tracker/t-done');
      expect(kept.json).toEqual(DONE);
    });
  });

  describe('--events open', () => {
    test('PUT /tracker/{tracker_id} treats an unknown event as the newest, and remembers it', async () => {
      const client = await transport.open();
      const newer = await client.send('PUT /tracker/t-done', { json: { last_processed_event_id: 'evt-new' } });
      expect(newer.status).toBe(200);
      expect(newer.json).toMatchObject({ last_processed_event_id: 'evt-new' });
      const newest = await client.send('PUT /tracker/t-done', { json: { last_processed_event_id: 'evt-newest' } });
      expect(newest.status).toBe(200);
      const back = await client.send('PUT /tracker/t-done', { json: { last_processed_event_id: 'evt-new' } });
      expect(back.status).toBe(400);
      expect(back.json).toEqual({
        message: 'Cannot move cursor backwards: new sequence ID 8 < current sequence ID 9',
        code: 400,
        data: null,
      });
    });

    test('PUT /tracker/{tracker_id} knows an event that another tracker saw first', async () => {
      const client = await transport.open();
      await client.send('PUT /tracker/t-done', { json: { last_processed_event_id: 'evt-a' } });
      await client.send('PUT /tracker/t-fresh', { json: { last_processed_event_id: 'evt-b' } });
      const back = await client.send('PUT /tracker/t-fresh', { json: { last_processed_event_id: 'evt-a' } });
      expect(back.status).toBe(400);
    });

    test.each(['__proto__', 'constructor', ''])(
      'PUT /tracker/{tracker_id} takes the event id %j as any other',
      async (id) => {
        const client = await transport.open();
        const first = await client.send('PUT /tracker/t-fresh', { json: { last_processed_event_id: id } });
        expect(first.json).toMatchObject({ last_processed_event_id: id });
        const back = await client.send('PUT /tracker/t-fresh', { json: { last_processed_event_id: 'evt-1' } });
        expect(back.status).toBe(400);
      },
    );

    test('PUT /tracker/{tracker_id} accepts any known event if the current one is unknown', async () => {
      const trackers = [{ ...DONE, last_processed_event_id: 'evt-gone' }];
      const client = await transport.open({ fixtures: { ...createSmallWorld(), trackers } });
      const answer = await client.send('PUT /tracker/t-done', { json: { last_processed_event_id: 'evt-1' } });
      expect(answer.status).toBe(200);
      expect(answer.json).toMatchObject({ last_processed_event_id: 'evt-1' });
    });
  });

  describe('--events strict', () => {
    test('PUT /tracker/{tracker_id} refuses an unknown event, and changes nothing', async () => {
      const client = await transport.open({ events: 'strict' });
      const json = { status: 'READY', last_processed_event_id: 'evt-9' };
      for (const _ of ['first', 'second']) {
        const answer = await client.send('PUT /tracker/t-reading', { json });
        expect(answer.status).toBe(400);
        expect(answer.json).toEqual({ message: 'Event with ID evt-9 not found', code: 400, data: null });
      }
      const kept = await client.send('GET /tracker/t-reading');
      expect(kept.json).toEqual(READING);
    });
  });

  test('PUT /tracker/{tracker_id} answers 404 for an unknown id', async () => {
    const client = await transport.open();
    const answer = await client.send('PUT /tracker/abc', { json: { last_processed_event_id: 'evt-1' } });
    expect(answer.status).toBe(404);
    expect(answer.json).toEqual({ message: "Item with id 'abc' does not exist.", code: 404, data: null });
  });
}

/** Tests bodies whose exact bytes matter. Prism does not pass these on. */
export function testUpdateToTheLetter(transport: Transport): void {
  const headers = { 'content-type': 'application/json' };

  test.each(['application/json', 'APPLICATION/JSON; charset=utf-8', 'application/vnd.api+json'])(
    'PUT /tracker/{tracker_id} reads %s',
    async (type) => {
      const client = await transport.open();
      const answer = await client.send('PUT /tracker/t-fresh', {
        headers: { 'content-type': type },
        body: '{"status":"READY"}',
      });
      expect(answer.json).toMatchObject({ status: 'READY' });
    },
  );

  test.each([
    ['UTF-8 with a byte order mark', Buffer.from('\ufeff{"status":"é"}')],
    ['UTF-16', Buffer.from('\ufeff{"status":"é"}', 'utf16le')],
    ['UTF-16 without a mark', Buffer.from('{"status":"é"}', 'utf16le')],
  ])('PUT /tracker/{tracker_id} reads %s', async (_, body) => {
    const client = await transport.open();
    const answer = await client.send('PUT /tracker/t-fresh', { headers, body });
    expect(answer.json).toMatchObject({ status: 'é' });
  });

  test('PUT /tracker/{tracker_id} uses the last of a repeated key', async () => {
    const client = await transport.open();
    const body = '{"status":5,"status":"READY","status_reason":"x","status_reason":null}';
    const answer = await client.send('PUT /tracker/t-fresh', { headers, body });
    expect(answer.json).toMatchObject({ status: 'READY', status_reason: null });
  });

  test.each([
    '{"__proto__":{"status":"HACKED"},"constructor":{"prototype":{"status":"HACKED"}}}',
    '{"__proto__":null}',
    '{"__proto__":{"last_processed_event_id":"evt-9"}}',
    '{"toString":1,"hasOwnProperty":2,"valueOf":3}',
  ])('PUT /tracker/{tracker_id} is not confused by %s', async (body) => {
    const client = await transport.open();
    const answer = await client.send('PUT /tracker/t-fresh', { headers, body });
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual(FRESH);
    expect(Object.prototype).not.toHaveProperty('status');
  });

  test('PUT /tracker/{tracker_id} accepts NaN and Infinity in an ignored field', async () => {
    const client = await transport.open();
    const answer = await client.send('PUT /tracker/t-fresh', { headers, body: '{"more":[NaN,Infinity,-Infinity]}' });
    expect(answer.status).toBe(200);
  });
}
