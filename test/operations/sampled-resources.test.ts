import { expect, test } from 'vitest';
import { createTrackerMock } from '../../src/index.ts';

interface Resource {
  readonly id: string;
  readonly name: string;
  readonly agent_id: string;
  readonly task_id: string;
  readonly agents: readonly Resource[];
}

/** An application that uses the real contract, in a world in which each agent has one task. */
function createApp(world: object = {}) {
  const pairs = [
    ['agent-1', 'task-1'],
    ['agent-2', 'task-2'],
    ['agent-1', 'task-3'],
  ] as const;
  const events = pairs.map(([agent_id, task_id], index) => ({
    id: `event-${index}`,
    sequence_id: index,
    agent_id,
    task_id,
    created_at: null,
    content: null,
  }));
  const mock = createTrackerMock({ fixtures: { trackers: [], events, ...world } });
  const ask = async (request: string, body?: object): Promise<unknown> => {
    const [method = '', target = ''] = request.split(' ');
    const init =
      body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
    const reply = await mock.fetch(new Request(`http://localhost${target}`, { method, ...init }));
    expect(reply.status).toBe(200);
    return reply.json();
  };
  return {
    ask,
    one: async (request: string, body?: object) => (await ask(request, body)) as Resource,
    list: async (request: string, body?: object) => (await ask(request, body)) as Resource[],
  };
}

const CONTENT = { type: 'text', author: 'user', content: 'hello' };
const { ask, one, list } = createApp();

test('an agent by its name is the one by its id, also if it is deleted', async () => {
  const agents = await list('GET /agents');
  expect(new Set(agents.map(({ name }) => name)).size).toBe(2);
  for (const agent of agents) {
    expect(await one(`GET /agents/name/${agent.name}`)).toEqual(agent);
    expect(await one(`DELETE /agents/name/${agent.name}`)).toMatchObject({ id: agent.id });
  }
});

test('a resource that the world does not have is the same by its name and by its id', async () => {
  const { run_schedules: schedules } = (await ask('GET /agents/agent-1/schedules')) as { run_schedules: Resource[] };
  for (const schedule of schedules) {
    expect(await one(`GET /agents/agent-1/schedules/name/${schedule.name}`)).toEqual(schedule);
    expect(await one(`GET /agents/agent-1/schedules/${schedule.id}`)).toEqual(schedule);
  }
  const made = await one('POST /agents/agent-1/schedules', {
    name: 'mine',
    interval_seconds: 60,
    initial_input: { content: 'hello' },
  });
  expect(await one('GET /agents/agent-1/schedules/name/mine')).toMatchObject({ id: made.id, name: 'mine' });
  const [key] = await list('GET /agent_api_keys');
  expect(await one(`GET /agent_api_keys/name/${key?.name ?? ''}`)).toEqual(key);
});

test.each(['/tasks', '/deployment-history', '/agent_api_keys'])(
  'GET %s lists what belongs to an agent by its name as by its id',
  async (path) => {
    const { name } = await one('GET /agents/agent-1');
    const expected = await list(`GET ${path}?agent_id=agent-1`);
    expect(await list(`GET ${path}?agent_name=${name}`)).toEqual(expected);
    expect(await list(`GET ${path}`)).toEqual(expect.arrayContaining(expected));
  },
);

test('the agents of a task are its own in a list of tasks, too', async () => {
  for (const task of await list('GET /tasks')) expect(await one(`GET /tasks/${task.id}`)).toMatchObject(task);
  const [task] = await list('GET /tasks?agent_id=agent-2');
  expect(task?.agents.map(({ id }) => id)).toEqual(['agent-2']);
});

test.each([
  ['/messages?task_id=task-2', '/messages'],
  ['/states?task_id=task-2', '/states'],
  ['/states?agent_id=agent-1', '/states'],
  ['/spans?task_id=task-2', '/spans'],
  ['/deployment-history?agent_id=agent-2', '/deployment-history'],
  ['/agents/agent-2/deployments', '/agents/agent-2/deployments'],
])('what GET %s lists is the same by its id', async (target, path) => {
  const items = await list(`GET ${target}`);
  expect(items.length).toBeGreaterThan(1);
  for (const item of items) expect(await one(`GET ${path}/${item.id}`)).toEqual(item);
});

test('a filter picks from the whole list, and the ids of an item belong together', async () => {
  const states = await list('GET /states');
  expect(await list('GET /states?agent_id=agent-1')).toEqual(states.filter(({ agent_id }) => agent_id === 'agent-1'));
  const pairs = states.map(({ agent_id, task_id }) => `${agent_id} ${task_id}`);
  expect(new Set(pairs)).toEqual(new Set(['agent-1 task-1', 'agent-2 task-2', 'agent-1 task-3']));
});

test('the messages of a task are the same in each list of them', async () => {
  const messages = await list('GET /messages?task_id=task-1');
  expect(await ask('GET /messages/paginated?task_id=task-1')).toMatchObject({ data: messages, next_cursor: null });
  expect(await list('GET /messages?task_id=task-1&order_by=created_at&order_direction=asc')).toEqual(messages);
  const { messages: exported } = (await ask('GET /tasks/task-1/export')) as { messages: Resource[] };
  expect(exported.map(({ id }) => id)).toEqual(messages.map(({ id }) => id));
});

test('a resource that the path places elsewhere than its id says is where the path says', async () => {
  const [own] = await list('GET /agents/agent-1/deployments');
  expect(await one(`GET /agents/agent-2/deployments/${own?.id ?? ''}`)).toMatchObject({ agent_id: 'agent-2' });
  expect(await one('GET /agents/agent-9/deployments/d')).toMatchObject({ agent_id: 'agent-9', id: 'd' });
});

test('pages are parts of the whole list, and end', async () => {
  const whole = await list('GET /states');
  const pages = [];
  for (const page of [1, 2, 3, 4]) pages.push(await list(`GET /states?limit=2&page_number=${page}`));
  expect(pages).toEqual([whole.slice(0, 2), whole.slice(2, 4), whole.slice(4), []]);
  const [, second] = await list('GET /messages?task_id=unknown');
  expect(await list('GET /messages?task_id=unknown&limit=1&page_number=2')).toEqual([second]);
});

test('POST /checkpoints/list keeps the limit of its body', async () => {
  expect(await list('POST /checkpoints/list', { thread_id: 'thread', limit: 1 })).toHaveLength(1);
});

test.each(['', '?limit=1'])('GET /agents/{agent_id}/schedules%s has the number of its schedules', async (query) => {
  const { run_schedules: schedules, total } = (await ask(`GET /agents/agent-1/schedules${query}`)) as {
    run_schedules: Resource[];
    total: number;
  };
  expect(total).toBe(schedules.length);
});

test('what a new resource is not given is its default, or null', async () => {
  const schedule = { name: 'mine', initial_input: { content: 'hello' }, cron_expression: '0 9 * * *' };
  const made = await one('POST /agents/agent-1/schedules', schedule);
  expect(made).toMatchObject({ ...schedule, interval_seconds: null, start_at: null, timezone: 'UTC', paused: false });
  const span = { trace_id: 'trace', name: 'span', start_time: '2026-11-01T00:00:00Z' };
  expect(await one('POST /spans', span)).toMatchObject({ ...span, end_time: null, task_id: null });
  expect(await one('PATCH /spans/span', { name: 'other' })).toMatchObject({ end_time: expect.any(String) as string });
});

test('a new resource belongs to what it was made for, also by its id later, and each one is another', async () => {
  const make = async (text: string): Promise<Resource> =>
    one('POST /messages', { task_id: 'task-2', content: { ...CONTENT, content: text } });
  const [first, second] = [await make('one'), await make('two')];
  expect(await one(`GET /messages/${first.id}`)).toMatchObject({ task_id: 'task-2' });
  expect(first.id).not.toBe(second.id);
});

test('POST /messages/batch and PUT /messages/batch reply with a message for each content, in order', async () => {
  const contents = ['one', 'two', 'three'].map((content) => ({ ...CONTENT, content }));
  const made = await list('POST /messages/batch', { task_id: 'task-2', contents });
  expect(made).toMatchObject(contents.map((content) => ({ task_id: 'task-2', content })));
  expect(new Set(made.map(({ id }) => id)).size).toBe(3);
  const updates = { first: contents[0], second: contents[1] };
  expect(await list('PUT /messages/batch', { task_id: 'task-2', updates })).toMatchObject([
    { id: 'first', task_id: 'task-2', content: contents[0] },
    { id: 'second', task_id: 'task-2', content: contents[1] },
  ]);
});

test('POST /agents/register replies with the agent that the body names', async () => {
  const body = { name: 'new', description: 'd', acp_url: 'http://agent', acp_type: 'async' };
  const made = await one('POST /agents/register', body);
  expect(await one('GET /agents/name/new')).toMatchObject({ id: made.id });
  expect(await one('POST /agents/register', { ...body, agent_id: 'agent-1' })).toMatchObject({ id: 'agent-1' });
});

test('message/send replies with messages of its task, which are no copies of what was sent and differ from call to call', async () => {
  const send = async (text: string): Promise<readonly Resource[]> => {
    const params = { task_id: 'task-3', content: { ...CONTENT, content: text } };
    const reply = await ask('POST /agents/agent-1/rpc', { method: 'message/send', params });
    return (reply as { result: readonly Resource[] }).result;
  };
  const messages = [...(await send('one')), ...(await send('two'))];
  expect(new Set(messages.map(({ id }) => id)).size).toBe(messages.length);
  for (const message of messages) {
    expect(message.task_id).toBe('task-3');
    expect(message).not.toMatchObject({ content: { author: 'user', content: 'one' } });
  }
});

test('an RPC of an agent by its name is about this agent', async () => {
  const { name } = await one('GET /agents/agent-2');
  const task = await one('GET /tasks/task-2');
  const params = { task_name: task.name, content: CONTENT };
  const reply = await ask(`POST /agents/name/${name}/rpc`, { method: 'event/send', params });
  expect(reply).toMatchObject({ result: { agent_id: 'agent-2', task_id: 'task-2' } });
});

test('an empty world has no agents, and what is made up still joins', async () => {
  const empty = createApp({ events: [] });
  expect(await empty.list('GET /agents')).toEqual([]);
  const items = await empty.list('GET /states?task_id=task-7');
  expect(items).toMatchObject([{ task_id: 'task-7' }, { task_id: 'task-7' }]);
  const agent = await empty.one('GET /agents/name/unknown');
  expect(await empty.one(`GET /agents/${agent.id}`)).toMatchObject({ id: agent.id });
});
