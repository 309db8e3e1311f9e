import { describe, expect, test } from 'vitest';
import type { Tracker } from '../../src/index.ts';
import { createSmallWorld, FAILED } from '../setup.ts';
import type { Answer, Transport } from './client.ts';

/** The ids of a list, in its order. */
function toIds(answer: Answer): unknown {
  return Array.isArray(answer.json) ? (answer.json as Tracker[]).map(({ id }) => id) : answer.text;
}

export function testList(transport: Transport): void {
  test('GET /tracker answers a bare array of all trackers, the latest update first', async () => {
    const client = await transport.open();
    const answer = await client.send('GET /tracker');
    expect(answer.status).toBe(200);
    expect(toIds(answer)).toEqual(['t-fresh', 't-reading', 't-done', 't-failed']);
    expect(answer.json).toEqual(expect.arrayContaining(createSmallWorld().trackers as object[]));
  });

  describe('filters', () => {
    test.each([
      ['agent_id=agent-1', ['t-fresh', 't-reading']],
      ['task_id=task-1', ['t-reading', 't-done']],
      ['agent_id=agent-2&task_id=task-2', ['t-failed']],
      ['agent_id=agent-1&task_id=task-9', []],
      ['agent_id=agent', []],
      ['agent_id=AGENT-1', []],
      ['agent_id=null', []],
      ['agent_id=__proto__', []],
    ])('GET /tracker?%s matches exactly', async (query, ids) => {
      const client = await transport.open();
      const answer = await client.send(`GET /tracker?${query}`);
      expect(answer.status).toBe(200);
      expect(toIds(answer)).toEqual(ids);
    });

    test.each(['agent_id=', 'agent_id=&task_id='])('GET /tracker?%s ignores an empty filter', async (query) => {
      const client = await transport.open();
      const answer = await client.send(`GET /tracker?${query}`);
      expect(toIds(answer)).toEqual(['t-fresh', 't-reading', 't-done', 't-failed']);
    });

    test('GET /tracker ignores parameters that the contract does not name', async () => {
      const client = await transport.open();
      const answer = await client.send('GET /tracker?status=COMPLETED&id=t-done&__proto__=x&constructor=');
      expect(toIds(answer)).toEqual(['t-fresh', 't-reading', 't-done', 't-failed']);
    });
  });

  describe('pages', () => {
    test.each([
      ['limit=1', ['t-fresh']],
      ['limit=3', ['t-fresh', 't-reading', 't-done']],
      ['limit=3&page_number=2', ['t-failed']],
      ['limit=2&page_number=2', ['t-done', 't-failed']],
      ['limit=4&page_number=2', []],
      ['page_number=2', []],
      ['limit=1&page_number=4', ['t-failed']],
      ['limit=1&agent_id=agent-2&page_number=2', ['t-failed']],
    ])('GET /tracker?%s answers that page', async (query, ids) => {
      const client = await transport.open();
      const answer = await client.send(`GET /tracker?${query}`);
      expect(toIds(answer)).toEqual(ids);
    });

    test('GET /tracker answers 50 trackers without a limit', async () => {
      const trackers = Array.from({ length: 60 }, (_, index) => ({
        ...FAILED,
        id: `t-${index}`,
        task_id: `task-${index}`,
        last_processed_event_id: null,
      }));
      const client = await transport.open({ fixtures: { trackers } });
      const first = await client.send('GET /tracker');
      expect(first.json).toHaveLength(50);
      const second = await client.send('GET /tracker?page_number=2');
      expect(second.json).toHaveLength(10);
      const pages = [...(first.json as Tracker[]), ...(second.json as Tracker[])];
      expect(new Set(pages.map(({ id }) => id)).size).toBe(60);
      const all = await client.send('GET /tracker?limit=1000000');
      expect(all.json).toHaveLength(60);
    });
  });

  // Each column ascending, by `updated_at` and then `created_at` for equal values, null last. Descending is the reverse.
  const orders: readonly (readonly [column: string, ids: readonly string[]])[] = [
    ['id', ['t-done', 't-failed', 't-fresh', 't-reading']],
    ['agent_id', ['t-reading', 't-fresh', 't-failed', 't-done']],
    ['task_id', ['t-done', 't-reading', 't-failed', 't-fresh']],
    ['status', ['t-failed', 't-done', 't-reading', 't-fresh']],
    ['status_reason', ['t-failed', 't-reading', 't-done', 't-fresh']],
    ['last_processed_event_id', ['t-failed', 't-reading', 't-done', 't-fresh']],
    ['created_at', ['t-failed', 't-done', 't-reading', 't-fresh']],
    ['updated_at', ['t-failed', 't-done', 't-reading', 't-fresh']],
    ['no_such_column', ['t-failed', 't-done', 't-reading', 't-fresh']],
    ['__proto__', ['t-failed', 't-done', 't-reading', 't-fresh']],
  ];

  describe.each(orders)('order_by=%s', (column, ascending) => {
    test('GET /tracker sorts ascending, null last', async () => {
      const client = await transport.open();
      const answer = await client.send(`GET /tracker?order_by=${column}&order_direction=asc`);
      expect(toIds(answer)).toEqual(ascending);
    });

    test('GET /tracker sorts every key descending, null first', async () => {
      const client = await transport.open();
      const answer = await client.send(`GET /tracker?order_by=${column}&order_direction=desc`);
      expect(toIds(answer)).toEqual(ascending.toReversed());
    });
  });

  describe('order_direction', () => {
    test.each(['desc', 'DESC', 'Desc'])('GET /tracker sorts descending for %s', async (direction) => {
      const client = await transport.open();
      const answer = await client.send(`GET /tracker?order_direction=${direction}`);
      expect(toIds(answer)).toEqual(['t-fresh', 't-reading', 't-done', 't-failed']);
    });

    test.each(['asc', 'ASC', 'descending', 'up'])('GET /tracker sorts ascending for %s', async (direction) => {
      const client = await transport.open();
      const answer = await client.send(`GET /tracker?order_direction=${direction}`);
      expect(toIds(answer)).toEqual(['t-failed', 't-done', 't-reading', 't-fresh']);
    });
  });

  test('GET /tracker sorts times chronologically, not as strings', async () => {
    const at = (id: string, updated_at: string) => ({
      ...FAILED,
      id,
      task_id: id,
      updated_at,
      last_processed_event_id: null,
    });
    const trackers = [
      at('a', '2026-08-01T12:00:01Z'),
      at('b', '2026-08-01T12:00:00.999999Z'),
      at('c', '2026-08-01T12:00:00.5+00:00'),
      at('d', '2026-08-01T12:00:00Z'),
      at('e', '2026-08-01T23:00:00+12:00'),
    ];
    const client = await transport.open({ fixtures: { trackers } });
    const answer = await client.send('GET /tracker?order_by=updated_at&order_direction=asc');
    expect(toIds(answer)).toEqual(['e', 'd', 'c', 'b', 'a']);
  });

  test('GET /tracker reflects an update', async () => {
    const client = await transport.open();
    await client.send('GET /tracker?order_by=status&agent_id=agent-2');
    await client.send('PUT /tracker/t-failed', { json: { status: 'READY' } });
    const byStatus = await client.send('GET /tracker?order_by=status&agent_id=agent-2');
    expect(toIds(byStatus)).toEqual(['t-failed', 't-done']);
    expect(byStatus.json).toMatchObject([{ status: 'READY', status_reason: null }, { status: 'COMPLETED' }]);
    const byTime = await client.send('GET /tracker');
    expect(toIds(byTime)).toEqual(['t-fresh', 't-failed', 't-reading', 't-done']);
  });
}

/** What Prism does not carry: numbers and repeated parameters as Python reads them, and the empty text. */
export function testListToTheLetter(transport: Transport): void {
  const huge = '9'.repeat(400);

  test.each([
    ['limit=%202', ['t-fresh', 't-reading']],
    ['limit=2.0', ['t-fresh', 't-reading']],
    ['limit=%2B2', ['t-fresh', 't-reading']],
    ['limit=02', ['t-fresh', 't-reading']],
    ['limit=1_000', ['t-fresh', 't-reading', 't-done', 't-failed']],
    [`limit=${huge}`, ['t-fresh', 't-reading', 't-done', 't-failed']],
    [`limit=${huge}&page_number=1`, ['t-fresh', 't-reading', 't-done', 't-failed']],
    [`limit=${huge}&page_number=${huge}`, []],
    [`page_number=${huge}`, []],
    ['limit=9007199254740993&page_number=9007199254740993', []],
    ['order_direction=', ['t-failed', 't-done', 't-reading', 't-fresh']],
    ['order_by=', ['t-fresh', 't-reading', 't-done', 't-failed']],
  ])('GET /tracker?%s is read as pydantic reads it', async (query, ids) => {
    const client = await transport.open();
    const answer = await client.send(`GET /tracker?${query}`);
    expect(toIds(answer)).toEqual(ids);
  });

  test.each([
    ['limit=1&limit=2', ['t-fresh', 't-reading']],
    ['limit=x&limit=1', ['t-fresh']],
    ['agent_id=agent-1&agent_id=agent-2', ['t-done', 't-failed']],
    ['agent_id=agent-1&agent_id=', ['t-fresh', 't-reading', 't-done', 't-failed']],
    ['limit=1;limit=2&limit=1', ['t-fresh']],
    ['&&limit=1&', ['t-fresh']],
  ])('GET /tracker?%s uses the last of a repeated parameter', async (query, ids) => {
    const client = await transport.open();
    const answer = await client.send(`GET /tracker?${query}`);
    expect(toIds(answer)).toEqual(ids);
  });
}
