import { expect, test } from 'vitest';
import { createTrackerMock } from '../../src/index.ts';
import type { TrackerMock } from '../../src/index.ts';
import { createSmallWorld } from '../setup.ts';
import type { Answer } from '../suite/client.ts';
import { handle, toMessage } from '../suite/client.ts';

const LIST = 'GET /events?task_id=task-1&agent_id=agent-1';

function open(): { mock: TrackerMock; send: (line: string, headers?: Record<string, string>) => Answer } {
  const mock = createTrackerMock({ fixtures: createSmallWorld() });
  return { mock, send: (line, headers = {}) => handle(mock, toMessage(line, { headers })) };
}

function toIds({ json }: Answer): unknown {
  return (json as { id: string }[]).map(({ id }) => id);
}

test('GET /events can be stubbed by its operation, and a stub that breaks its schema is refused', async () => {
  const { mock, send } = open();
  const session = mock.session();
  const stub = { match: { operation: 'GET /events' }, reply: { status: 200, body: [] } };
  await session.stub(stub);
  expect(send(LIST).json).toEqual([]);
  expect(send('GET /events/evt-2').status).toBe(200);
  await expect(session.stub({ ...stub, reply: { status: 200, body: [{ id: 'evt-1' }] } })).rejects.toMatchObject({
    code: 'stub-invalid',
  });
});

test('GET /events/{event_id} answers 404 with its id for Prefer: code=404', () => {
  const { send } = open();
  const answer = send('GET /events/evt-2', { prefer: 'code=404' });
  expect(answer.json).toEqual({ message: "Item with id 'evt-2' does not exist.", code: 404, data: null });
});

test('GET /events is in the journal with its operation and its violations', async () => {
  const { mock, send } = open();
  send(LIST);
  send('GET /events?task_id=task-1');
  const session = mock.session();
  const [first, second] = await session.requests({ operation: 'GET /events' });
  expect(first?.reply.body).toBe(send(LIST).text);
  expect(second?.violations).toMatchObject([{ location: ['query', 'agent_id'], rule: 'missing' }]);
});

test('GET /events lists what its session holds: added, restored and reset', async () => {
  const { mock, send } = open();
  const session = mock.session('one');
  const list = (name: string): unknown => toIds(send(LIST, { 'x-mock-session': name }));
  expect([list('one'), list('two')]).toEqual([
    ['evt-2', 'evt-3'],
    ['evt-2', 'evt-3'],
  ]);

  await session.events.add({ id: 'evt-a', task_id: 'task-1', agent_id: 'agent-1' });
  await session.state.snapshot('with-a');
  await session.events.add({ id: 'evt-b', task_id: 'task-1', agent_id: 'agent-1' });
  expect([list('one'), list('two')]).toEqual([
    ['evt-2', 'evt-3', 'evt-a', 'evt-b'],
    ['evt-2', 'evt-3'],
  ]);

  await session.state.restore('with-a');
  await session.events.add({ id: 'evt-c', task_id: 'task-1', agent_id: 'agent-1' });
  expect(list('one')).toEqual(['evt-2', 'evt-3', 'evt-a', 'evt-c']);
  await session.reset();
  expect(list('one')).toEqual(['evt-2', 'evt-3']);
});

test('POST /__admin/events stores the whole event, which GET /__admin/state and GET /events/{event_id} return', async () => {
  const { mock, send } = open();
  const session = mock.session();
  const content = { type: 'text', author: 'agent', content: 'Hello' };
  const created_at = '2026-08-18T20:28:14.500000Z';
  const event = { id: 'evt-new', sequence_id: 8, task_id: 'task-1', agent_id: 'agent-1', created_at, content };
  const { sequence_id: _, ...input } = event;
  expect(await session.events.add(input)).toEqual(event);
  expect((await session.state.get()).events.at(-1)).toEqual(event);
  const sent = { ...content, style: 'static', format: 'plain', attachments: null };
  expect(send('GET /events/evt-new').json).toEqual({ ...event, content: sent });
});
