import { describe, expect, test } from 'vitest';
import type { TrackerEvent } from '../../src/index.ts';
import type { Answer, Transport } from './client.ts';

const OWNER = { task_id: 'task-1', agent_id: 'agent-1' };
const AT = '2026-08-18T20:28:14.123456Z';

function toEvent(sequence_id: number, rest: Partial<TrackerEvent> = {}): TrackerEvent {
  return { id: `evt-${sequence_id}`, sequence_id, ...OWNER, created_at: AT, content: null, ...rest };
}

const FIXTURES = {
  events: [
    toEvent(7),
    toEvent(1),
    toEvent(3),
    toEvent(4, { task_id: 'task-2' }),
    toEvent(5, { agent_id: 'agent-2' }),
    toEvent(9),
  ],
};

function toIds({ json }: Answer): unknown {
  return Array.isArray(json) ? (json as TrackerEvent[]).map(({ id }) => id) : json;
}

export function testEvents(transport: Transport): void {
  test('GET /events/{event_id} answers the event, its members in the contract’s order', async () => {
    const client = await transport.open({ fixtures: FIXTURES });
    const answer = await client.send('GET /events/evt-3');
    expect([answer.status, answer.json]).toEqual([200, toEvent(3)]);
    expect(Object.keys(answer.json as object)).toEqual(Object.keys(toEvent(3)));
  });

  test.each(['abc', '__proto__'])('GET /events/%s answers 404', async (id) => {
    const client = await transport.open({ fixtures: FIXTURES });
    const answer = await client.send(`GET /events/${id}`);
    const json = { message: `Item with id '${id}' does not exist.`, code: 404, data: null };
    expect([answer.status, answer.json]).toEqual([404, json]);
  });

  test.each([
    ['', ['evt-1', 'evt-3', 'evt-7', 'evt-9']],
    ['&limit=2', ['evt-1', 'evt-3']],
    ['&limit=1000', ['evt-1', 'evt-3', 'evt-7', 'evt-9']],
    ['&last_processed_event_id=evt-3', ['evt-7', 'evt-9']],
    ['&last_processed_event_id=evt-3&limit=1', ['evt-7']],
    // An event of another task, and one of another agent.
    ['&last_processed_event_id=evt-4', ['evt-7', 'evt-9']],
    ['&last_processed_event_id=evt-5', ['evt-7', 'evt-9']],
    ['&last_processed_event_id=evt-9', []],
    ['&last_processed_event_id=unknown', ['evt-1', 'evt-3', 'evt-7', 'evt-9']],
    ['&page_number=2&order_direction=desc', ['evt-1', 'evt-3', 'evt-7', 'evt-9']],
  ])('GET /events?task_id=task-1&agent_id=agent-1%s lists by sequence', async (query, ids) => {
    const client = await transport.open({ fixtures: FIXTURES });
    const answer = await client.send(`GET /events?task_id=task-1&agent_id=agent-1${query}`);
    expect([answer.status, toIds(answer)]).toEqual([200, ids]);
  });

  test.each(['task_id=task-9&agent_id=agent-1', 'task_id=task-1&agent_id=AGENT-1', 'task_id=null&agent_id=null'])(
    'GET /events?%s answers an empty list',
    async (query) => {
      const client = await transport.open({ fixtures: FIXTURES });
      const answer = await client.send(`GET /events?${query}`);
      expect([answer.status, answer.json]).toEqual([200, []]);
    },
  );

  test('GET /events lists an event that an update made known', async () => {
    const trackers = [{ id: 't-1', ...OWNER, created_at: AT }];
    const client = await transport.open({ fixtures: { ...FIXTURES, trackers } });
    await client.send('GET /events?task_id=task-1&agent_id=agent-1');
    await client.send('PUT /tracker/t-1', { json: { last_processed_event_id: 'evt-new' } });
    const answer = await client.send('GET /events?task_id=task-1&agent_id=agent-1&last_processed_event_id=evt-9');
    expect(answer.json).toMatchObject([{ id: 'evt-new', sequence_id: 10, ...OWNER, content: null }]);
  });

  describe('content', () => {
    const author = 'user';
    const style = 'static';
    const call = { tool_call_id: 'call-1', name: 'search' };

    test.each([
      [
        { type: 'text', author, content: 'Hello', unknown: 1 },
        { type: 'text', author, style, format: 'plain', content: 'Hello', attachments: null },
      ],
      [
        { type: 'reasoning', author, summary: ['one'] },
        { type: 'reasoning', author, style, summary: ['one'], content: null },
      ],
      [
        { type: 'data', author, style: 'active', data: {} },
        { type: 'data', author, style: 'active', data: {} },
      ],
      [
        { type: 'tool_request', author, ...call, arguments: { q: 'x' } },
        { type: 'tool_request', author, style, ...call, arguments: { q: 'x' } },
      ],
      [
        { type: 'tool_response', author, ...call, content: [1, null] },
        { type: 'tool_response', author, style, ...call, content: [1, null], is_error: null },
      ],
    ])('GET /events/{event_id} completes %j', async (content, expected) => {
      const client = await transport.open({ fixtures: { events: [toEvent(1, { content })] } });
      const { status, json } = await client.send('GET /events/evt-1');
      expect([status, json]).toEqual([200, toEvent(1, { content: expected })]);
      expect(Object.keys((json as { content: object }).content)).toEqual(Object.keys(expected));
    });
  });
}

/** What Prism does not carry: empty and repeated parameters, all errors at once, and the order of members. */
export function testEventsToTheLetter(transport: Transport): void {
  test('GET /events lists every mistake, those of task_id and agent_id first', async () => {
    const client = await transport.open({ fixtures: FIXTURES });
    const answer = await client.send('GET /events?limit=1001&last_processed_event_id=evt-1');
    expect([answer.status, answer.json]).toEqual([
      422,
      {
        detail: [
          { type: 'missing', loc: ['query', 'task_id'], msg: 'Field required', input: null },
          { type: 'missing', loc: ['query', 'agent_id'], msg: 'Field required', input: null },
          {
            type: 'less_than_equal',
            loc: ['query', 'limit'],
            msg: 'Input should be less than or equal to 1000',
            input: '1001',
            ctx: { le: 1000 },
          },
        ],
      },
    ]);
  });

  test('GET /events takes the last of a repeated parameter, and ids as they are', async () => {
    const client = await transport.open({ fixtures: { events: [toEvent(1, { task_id: '' }), toEvent(2)] } });
    expect(toIds(await client.send('GET /events?task_id=x&task_id=task-1&agent_id=agent-1'))).toEqual(['evt-2']);
    expect(toIds(await client.send('GET /events?task_id=&agent_id=agent-1'))).toEqual(['evt-1']);
    expect((await client.send('GET /events?task_id=t&agent_id=a&limit=')).status).toBe(422);
  });

  test('GET /events/{event_id} writes free JSON in the database’s order', async () => {
    const data = { zz: 1, a: 2, 10: 3, 9: [{ bb: 1, 2: 1, c: 1 }], é: 4, '': 5, Z: 6 };
    const content = { author: 'user', type: 'data', data };
    const client = await transport.open({ fixtures: { events: [toEvent(1, { content })] } });
    const { text } = await client.send('GET /events/evt-1');
    expect(text).toContain(
      '"content":{"type":"data","author":"user","style":"static","data":{"":5,"9":[{"2":1,"c":1,"bb":1}],"Z":6,"a":2,"10":3,"zz":1,"é":4}}}',
    );
  });
}
