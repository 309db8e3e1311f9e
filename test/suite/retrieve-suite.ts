import { expect, test } from 'vitest';
import { DONE, FRESH, READING } from '../setup.ts';
import type { Transport } from './client.ts';

export function testRetrieve(transport: Transport): void {
  test('GET /tracker/{tracker_id} answers the tracker, its fields in the contract’s order', async () => {
    const client = await transport.open();
    const answer = await client.send('GET /tracker/t-reading');
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toMatch(/^application\/json/);
    expect(answer.json).toEqual(READING);
    expect(Object.keys(answer.json as object)).toEqual(Object.keys(READING));
  });

  test('GET /tracker/{tracker_id} writes null for fields that the tracker lacks', async () => {
    const client = await transport.open();
    const answer = await client.send('GET /tracker/t-fresh');
    expect(answer.json).toEqual(FRESH);
  });

  test('GET /tracker/{tracker_id} prints times in UTC with six fractional digits or none', async () => {
    const trackers = [
      { ...FRESH, created_at: '2026-08-18T22:28:14.5+02:00', updated_at: '2026-08-18t20:28:14.000z' },
      { ...DONE, created_at: '2026-08-18T20:28:14.123456789Z', updated_at: '1969-12-31T23:59:59.000001Z' },
    ];
    const client = await transport.open({ fixtures: { trackers } });
    const fresh = await client.send('GET /tracker/t-fresh');
    expect(fresh.json).toMatchObject({
      created_at: '2026-08-18T20:28:14.500000Z',
      updated_at: '2026-08-18T20:28:14Z',
    });
    const done = await client.send('GET /tracker/t-done');
    expect(done.json).toMatchObject({
      created_at: '2026-08-18T20:28:14.123457Z',
      updated_at: '1969-12-31T23:59:59.000001Z',
    });
  });

  test('GET /tracker/{tracker_id} answers 404 for an unknown id', async () => {
    const client = await transport.open();
    const answer = await client.send('GET /tracker/abc');
    expect(answer.status).toBe(404);
    expect(answer.json).toEqual({ message: "Item with id 'abc' does not exist.", code: 404, data: null });
  });

  test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
    'GET /tracker/%s finds no tracker in a prototype',
    async (id) => {
      const client = await transport.open();
      const answer = await client.send(`GET /tracker/${id}`);
      expect(answer.status).toBe(404);
      expect(answer.json).toEqual({ message: `Item with id '${id}' does not exist.`, code: 404, data: null });
    },
  );
}

/** What Prism does not carry: it parses paths differently, and sends no body with a GET. */
export function testRetrieveToTheLetter(transport: Transport): void {
  test('GET /tracker/{tracker_id} decodes the id', async () => {
    const trackers = [{ ...FRESH, id: 'ü b+c' }];
    const client = await transport.open({ fixtures: { trackers } });
    const answer = await client.send('GET /tracker/%C3%BC%20b+c');
    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({ id: 'ü b+c' });
  });

  test('GET /tracker/{tracker_id} repeats an unusual id in its 404 unchanged', async () => {
    const client = await transport.open();
    const answer = await client.send(`GET /tracker/%27"%22%ff%00`);
    expect(answer.status).toBe(404);
    expect(answer.json).toEqual({ message: `Item with id ''""\u{fffd}\0' does not exist.`, code: 404, data: null });
  });

  test('GET /tracker/{tracker_id} ignores a body and a query', async () => {
    const client = await transport.open();
    const answer = await client.send('GET /tracker/t-done?limit=x', { json: { status: 5 } });
    expect(answer.json).toEqual(DONE);
  });
}
