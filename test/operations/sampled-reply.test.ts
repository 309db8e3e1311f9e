import { describe, expect, test } from 'vitest';
import { loadContract } from '../../src/contract/load-contract.ts';
import { toOperationName } from '../../src/contract/operation.ts';
import { createSampleReply } from '../../src/operations/sampled-reply.ts';
import { PYDANTIC_FORMATS } from '../../src/pydantic/formats.ts';
import { createWorld } from '../../src/trackers/world.ts';
import { createSmallWorld, READING } from '../setup.ts';

const TEXT = { type: 'string' };
const NULLABLE = { anyOf: [TEXT, { type: 'null' }] };
const LIMIT = { type: 'integer', default: 50 };
const REF = (name: string): object => ({ $ref: `#/components/schemas/${name}` });
const LIST = (name: string): object => ({ type: 'array', items: REF(name) });

type Parameter = readonly [name: string, schema: object];

/** An operation; the parameters of its path are texts. */
function operate(
  path: string,
  schema: object | undefined,
  query: readonly Parameter[] = [],
  more: object = {},
): object {
  const inPath = [...path.matchAll(/\{([^}]*)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: TEXT,
  }));
  const content = schema === undefined ? {} : { content: { 'application/json': { schema, ...more } } };
  return {
    parameters: [...inPath.toReversed(), ...query.map(([name, own]) => ({ name, in: 'query', schema: own }))],
    responses: { [schema === undefined ? 204 : 200]: { description: 'Well', ...content } },
  };
}

const PAGES: readonly Parameter[] = [
  ['limit', LIMIT],
  ['page_number', { type: 'integer', default: 1 }],
];

const SCHEMAS = {
  Agent: {
    type: 'object',
    properties: { id: TEXT, name: TEXT, kind: { enum: ['a', 'b', 'c', 'd'] } },
    required: ['id', 'name'],
  },
  Task: { type: 'object', properties: { id: TEXT, agents: LIST('Agent') }, required: ['id'] },
  TaskSummary: { type: 'object', properties: { id: TEXT, status: TEXT }, required: ['id'] },
  Note: {
    type: 'object',
    properties: { id: TEXT, task_id: TEXT, agent_id: TEXT, text: TEXT, inner: REF('Inner') },
    required: ['id'],
  },
  Inner: { type: 'object', properties: { task_id: TEXT, text: TEXT } },
  Notes: {
    type: 'object',
    properties: { data: LIST('Note'), next_cursor: NULLABLE, next_limit: { type: 'integer' } },
    required: ['data'],
  },
  Answer: { type: 'object', properties: { id: NULLABLE, result: TEXT }, required: ['result'] },
  Deleted: { type: 'object', properties: { id: TEXT, message: TEXT }, required: ['id'] },
};

const PATHS: Readonly<Record<string, object>> = {
  '/agents': { get: operate('/agents', LIST('Agent'), [['task_id', NULLABLE], ...PAGES]) },
  '/agents/{agent_id}': {
    get: operate('/agents/{agent_id}', REF('Agent')),
    delete: operate('/agents/{agent_id}', REF('Deleted')),
  },
  '/agents/name/{agent_name}': { get: operate('/agents/name/{agent_name}', REF('Agent')) },
  '/agents/{agent_id}/ask': { post: operate('/agents/{agent_id}/ask', REF('Answer')) },
  '/tasks': { get: operate('/tasks', LIST('TaskSummary'), [['agent_id', NULLABLE], ['status', NULLABLE], ...PAGES]) },
  '/tasks/{task_id}': { get: operate('/tasks/{task_id}', REF('Task')) },
  '/tasks/{task_id}/stop': { post: operate('/tasks/{task_id}/stop', REF('Task')) },
  '/tasks/{task_id}/notes/{note_id}': {
    get: operate('/tasks/{task_id}/notes/{note_id}', REF('Note')),
    delete: operate('/tasks/{task_id}/notes/{note_id}', REF('Deleted')),
  },
  '/notes': {
    get: operate('/notes', REF('Notes'), [['task_id', TEXT], ['cursor', NULLABLE], ['text', NULLABLE], ...PAGES]),
    post: {
      ...operate('/notes', REF('Note')),
      requestBody: { required: true, content: { 'application/json': { schema: { type: 'object' } } } },
    },
  },
  '/notes/{note_id}': { get: operate('/notes/{note_id}', REF('Note')) },
  '/keys': { get: operate('/keys', LIST('Deleted'), PAGES) },
  '/keys/{id}': { get: operate('/keys/{id}', REF('Deleted')) },
  '/forget': { post: operate('/forget', undefined) },
  '/example': { get: operate('/example', REF('Answer'), [], { example: { result: 'of the reply' } }) },
  '/examples': {
    get: operate('/examples', REF('Answer'), [], { examples: { one: { value: { id: null, result: 'one' } } } }),
  },
  '/example-list': { get: operate('/example-list', LIST('Answer'), [], { example: [{ result: 'only' }] }) },
  '/impossible': { get: operate('/impossible', { type: 'integer', minimum: 2, maximum: 1 }) },
};

function createReply(schemas: object = SCHEMAS, paths: object = PATHS, world: object = createSmallWorld()) {
  const document = { openapi: '3.1.0', info: { title: 'Rest', version: '1' }, paths, components: { schemas } };
  const contract = loadContract(document, PYDANTIC_FORMATS);
  const reply = createSampleReply(contract, Object.keys(READING));
  return (name: string, given: Record<string, unknown> = {}, body: unknown = null, seed = 'agentex/default') => {
    const operation = contract.operations.find((one) => toOperationName(one) === name);
    if (operation === undefined) throw new Error(`There is no operation ${name}.`);
    const parameters = Object.fromEntries(
      operation.parameters.map((one) => [one.name, given[one.name] ?? one.default ?? null]),
    );
    const state = createWorld({ trackers: [], events: [], ...world });
    const { status, value, body: text, source } = reply({ operation, parameters, body, world: state, seed });
    expect(text).toBe(value === undefined ? '' : JSON.stringify(value));
    expect(source).toBe('sample');
    return { status, value };
  };
}

const reply = createReply();

/** The ids of a list. */
function idsOf(list: unknown): unknown[] {
  return (list as { readonly id: unknown }[]).map(({ id }) => id);
}

describe('the resource that a path names', () => {
  test('has its id and name from the path', () => {
    expect(reply('GET /agents/{agent_id}', { agent_id: 'x' }).value).toMatchObject({ id: 'x' });
    expect(reply('GET /agents/name/{agent_name}', { agent_name: 'x' }).value).toMatchObject({ name: 'x' });
    expect(reply('GET /keys/{id}', { id: 'x' }).value).toMatchObject({ id: 'x' });
    const note = reply('GET /tasks/{task_id}/notes/{note_id}', { task_id: 't', note_id: 'n' }).value;
    expect(note).toMatchObject({ id: 'n', task_id: 't', inner: { task_id: 't' } });
  });

  test('is the same in every reply with it', () => {
    const task = reply('GET /tasks/{task_id}', { task_id: 'x' }).value;
    expect(reply('POST /tasks/{task_id}/stop', { task_id: 'x' }).value).toEqual(task);
    const agents = reply('GET /agents').value as { readonly id: string }[];
    for (const agent of agents) expect(reply('GET /agents/{agent_id}', { agent_id: agent.id }).value).toEqual(agent);
  });

  test('is the last one of the path that has such replies, whatever the order of the parameters', () => {
    const deleted = reply('DELETE /tasks/{task_id}/notes/{note_id}', { task_id: 't', note_id: 'n' });
    expect(deleted.value).toMatchObject({ id: 'n' });
  });

  test('is the one of its name if no path has its id', () => {
    const Box = { type: 'object', properties: { id: TEXT, name: TEXT } };
    const paths = { '/boxes/{box_name}': { get: operate('/boxes/{box_name}', REF('Box')) } };
    const some = createReply({ ...SCHEMAS, Box }, paths);
    expect(some('GET /boxes/{box_name}', { box_name: 'b' }).value).toMatchObject({ name: 'b' });
  });

  test('belongs to what the world has, or to nothing if the world says less', () => {
    const trackers = [{ ...READING, task_id: null }];
    const some = createReply(SCHEMAS, PATHS, { trackers });
    const note = some('GET /notes/{note_id}', { note_id: 'n' }).value as { agent_id: string };
    expect(note.agent_id).toBe('agent-1');
  });

  test('is not what another operation below its path replies with', () => {
    expect(reply('POST /agents/{agent_id}/ask', { agent_id: 'x' }).value).not.toMatchObject({ id: 'x' });
  });
});

describe('lists', () => {
  test('of agents and tasks hold those of the trackers and events', () => {
    expect(idsOf(reply('GET /agents').value)).toEqual(['agent-1', 'agent-2']);
    expect(idsOf(reply('GET /tasks').value)).toEqual(['task-1', 'task-2']);
    const events = [{ id: 'e', sequence_id: 1, task_id: 'task-9', agent_id: 'agent-9' }];
    const quiet = createReply(SCHEMAS, PATHS, { events });
    expect(idsOf(quiet('GET /agents').value)).toEqual(['agent-9']);
    expect(createReply(SCHEMAS, PATHS, {})('GET /agents').value).toEqual([]);
  });

  test('hold those that belong to the other one, if it is asked for', () => {
    const events = [
      { id: 'e-1', sequence_id: 1, task_id: 'task-1', agent_id: 'agent-1' },
      { id: 'e-2', sequence_id: 2, task_id: 'task-2', agent_id: 'agent-2' },
    ];
    const some = createReply(SCHEMAS, PATHS, { events });
    expect(idsOf(some('GET /agents', { task_id: 'task-2' }).value)).toEqual(['agent-2']);
    expect(idsOf(some('GET /tasks', { agent_id: 'agent-1' }).value)).toEqual(['task-1']);
    expect(some('GET /tasks', { agent_id: 'unknown' }).value).toEqual([]);
    const { agents } = some('GET /tasks/{task_id}', { task_id: 'task-2' }).value as { agents: unknown };
    expect(idsOf(agents)).toEqual(['agent-2']);
  });

  test('have pages, and the first page alone of what the world does not hold', () => {
    expect(idsOf(reply('GET /agents', { limit: 1, page_number: 2 }).value)).toEqual(['agent-2']);
    expect(reply('GET /agents', { page_number: 2 }).value).toEqual([]);
    expect(reply('GET /keys', { limit: 1 }).value).toHaveLength(1);
    expect(reply('GET /keys').value).toHaveLength(2);
    expect(reply('GET /keys', { page_number: 2 }).value).toEqual([]);
  });

  test('have no next page', () => {
    expect(reply('GET /notes', { task_id: 't' }).value).toMatchObject({
      next_cursor: null,
      next_limit: expect.any(Number) as number,
    });
  });

  test('hold what a filter asks for', () => {
    expect(reply('GET /tasks', { status: 'DONE' }).value).toMatchObject([{ status: 'DONE' }, { status: 'DONE' }]);
    const { data } = reply('GET /notes', { task_id: 't', text: 'hello' }).value as { data: { inner: object }[] };
    expect(data).toMatchObject([
      { task_id: 't', text: 'hello', inner: { task_id: 't' } },
      { task_id: 't', text: 'hello', inner: { task_id: 't' } },
    ]);
    // Deeper than an item, only ids are the same.
    expect(data[0]?.inner).not.toMatchObject({ text: 'hello' });
  });

  test('have a count of their items, unless it breaks the contract or is of several lists', () => {
    const count = { type: 'integer' };
    const schemas = {
      Counted: { type: 'object', properties: { items: LIST('Task'), total: count, page_count: count } },
      Bounded: { type: 'object', properties: { items: LIST('Task'), total: { ...count, minimum: 50 } } },
      Several: { type: 'object', properties: { items: LIST('Task'), others: LIST('Agent'), total: { const: 9 } } },
    };
    const paths = Object.fromEntries(
      Object.keys(schemas).map((name) => [`/${name}`, { get: operate(`/${name}`, REF(name)) }]),
    );
    const some = createReply({ ...SCHEMAS, ...schemas }, paths);
    expect(some('GET /Counted').value).toMatchObject({ total: 2, page_count: 2 });
    expect((some('GET /Bounded').value as { total: number }).total).toBeGreaterThan(49);
    expect(some('GET /Several').value).toMatchObject({ total: 9 });
  });

  test('have items that are the same when they are asked for by their id', () => {
    const [first] = reply('GET /keys').value as { id: string }[];
    expect(reply('GET /keys/{id}', { id: first?.id }).value).toEqual(first);
  });

  test('of agents are found by their name if no path has a parameter for one', () => {
    const paths = { '/agents': { get: operate('/agents', LIST('Agent')) } };
    const some = createReply({ Agent: { type: 'object', properties: { agent_id: TEXT } } }, paths);
    expect(some('GET /agents').value).toEqual([{ agent_id: 'agent-1' }, { agent_id: 'agent-2' }]);
  });

  test('keep their bounds', () => {
    const Agents = { ...LIST('Agent'), minItems: 3, maxItems: 3 };
    const some = createReply(
      { ...SCHEMAS, Agents },
      { ...PATHS, '/agents': { get: operate('/agents', REF('Agents')) } },
    );
    expect(idsOf(some('GET /agents').value)).toEqual(['agent-1', 'agent-2', expect.any(String) as string]);
  });
});

test('ids that the request does not say are those of the world', () => {
  for (const note_id of ['a', 'b', 'c', 'd']) {
    const note = reply('GET /notes/{note_id}', { note_id }).value as { agent_id: string; task_id: string };
    expect(['agent-1', 'agent-2']).toContain(note.agent_id);
    expect(['task-1', 'task-2']).toContain(note.task_id);
  }
});

test('what was sent comes back, if the reply may have it', () => {
  const body = { id: 'n', task_id: 't', text: 5, unknown: true };
  const { value } = reply('POST /notes', {}, body);
  expect(value).toMatchObject({ id: 'n', task_id: 't', text: expect.any(String) as string });
  expect(value).not.toHaveProperty('unknown');
  expect(reply('POST /notes', {}, 'text').value).toMatchObject({ id: expect.any(String) as string });
});

test('the same request gets the same reply in a session with the same seed', () => {
  const ask = (agent_id: string, seed: string): unknown =>
    reply('POST /agents/{agent_id}/ask', { agent_id }, null, seed).value;
  expect(ask('x', 'one')).toEqual(ask('x', 'one'));
  expect(ask('x', 'one')).not.toEqual(ask('y', 'one'));
  expect(ask('x', 'one')).not.toEqual(ask('x', 'two'));
  expect(reply('POST /notes', {}, { text: 'a' }).value).not.toEqual(reply('POST /notes', {}, { text: 'b' }).value);
});

test('the examples of a reply come first, but not before the agents of the world', () => {
  expect(reply('GET /example').value).toEqual({ result: 'of the reply' });
  expect(reply('GET /examples').value).toEqual({ id: null, result: 'one' });
  expect(reply('GET /example-list').value).toEqual([{ result: 'only' }]);
  const list = operate('/agents', LIST('Agent'), [], { example: [{ id: 'x', name: 'x' }] });
  const Agent = { ...SCHEMAS.Agent, example: { id: 'x', name: 'an example', kind: 'a' } };
  const some = createReply({ ...SCHEMAS, Agent }, { ...PATHS, '/agents': { get: list } });
  expect(some('GET /agents').value).toEqual([
    { id: 'agent-1', name: 'an example', kind: 'a' },
    { id: 'agent-2', name: 'an example', kind: 'a' },
  ]);
});

test('an operation without a reply gets none', () => {
  expect(reply('POST /forget')).toEqual({ status: 204, value: undefined });
});

test('an operation for whose reply no value is found is refused', () => {
  expect(() => reply('GET /impossible')).toThrow(
    'Failed to answer GET /impossible: no value was found for the schema of its reply, #/paths/~1impossible/get/responses/200/content/application~1json/schema. Add an example to the contract, or stub the operation.',
  );
});
