import { describe, expect, test } from 'vitest';
import { PRISM_SAMPLES } from '../../src/budgets.ts';
import { generateCases } from '../../src/cases/generate-cases.ts';
import { findResponse, toOperationName } from '../../src/contract/operation.ts';
import { isPassedOn } from '../../src/exchange/reply.ts';
import { createApp } from '../../src/http/app.ts';
import type { TrackerMock, TrackerMockOptions } from '../../src/index.ts';
import { createTrackerMock } from '../../src/index.ts';
import { toOperationClass } from '../../src/operations/operation-class.ts';
import { createSmallContract, createSmallContractWorld } from '../contract/small-contract.ts';
import { createSmallMock } from '../setup.ts';
import { listen } from '../upstream/serve-upstream.ts';

interface Answer {
  readonly status: number;
  readonly source: string | null;
  readonly json: unknown;
}

async function ask(
  mock: TrackerMock,
  name: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const [method = '', path = ''] = name.split(' ');
  const init =
    body === undefined
      ? { method, headers }
      : { method, body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } };
  const response = await mock.fetch(new Request(`http://mock.test${path}`, init));
  const text = await response.text();
  return {
    status: response.status,
    source: response.headers.get('x-mock-source'),
    json: text === '' ? undefined : JSON.parse(text),
  };
}

const NEVER = new AbortController().signal;
const NOT_FOUND = { status: 404, source: null, json: { detail: 'Not Found' } };

test('the first valid requests that are generated for an operation without state get samples that keep the contract', () => {
  const mock = createSmallMock();
  const { contract } = mock;
  const reached = new Set<string>();
  const wrong: unknown[] = [];
  mock.onExchange(({ operation, source, violations, isUndocumented, reply }) => {
    // A request that is valid by the contract may break a rule of the backend's models that the contract does not have.
    if (operation === undefined || toOperationClass(operation).name !== 'rest' || reply.status === 422) return;
    reached.add(toOperationName(operation));
    const { schema } = findResponse(operation, reply.status ?? 0) ?? {};
    const broken = schema?.check(JSON.parse(reply.body));
    const isWell = source === 'sample' && violations.length === 0 && !isUndocumented && broken === undefined;
    if (!isWell) wrong.push({ operation: toOperationName(operation), source, violations, isUndocumented, broken });
  });
  const valid = generateCases(contract).filter((one) => one.valid);
  for (const operation of contract.operations.map(toOperationName)) {
    for (const { request } of valid.filter((one) => one.operation === operation).slice(0, 10)) mock.handle(request);
  }
  expect(wrong).toEqual([]);
  expect(reached.size).toBeGreaterThan(80);
});

test('GET /agents and GET /tasks hold those of the trackers, so that a page can join them', async () => {
  const mock = createSmallMock();
  const trackers = (await ask(mock, 'GET /tracker')).json as { agent_id: string; task_id: string }[];
  for (const [path, name] of [
    ['/agents', 'agent_id'],
    ['/tasks', 'task_id'],
  ] as const) {
    const { json, source } = await ask(mock, `GET ${path}`);
    expect(source).toBe('sample');
    const ids = (json as { id: string }[]).map(({ id }) => id);
    expect(new Set(ids)).toEqual(new Set(trackers.map((tracker) => tracker[name])));
    const [first] = json as [{ id: string }];
    expect((await ask(mock, `GET ${path}/${first.id}`)).json).toMatchObject({ id: first.id });
  }
});

test('the same request gets the same reply, and another session other ones', async () => {
  const answers = [];
  for (const mock of [createSmallMock(), createSmallMock(), createSmallMock({ seed: 'another' })]) {
    answers.push(
      await ask(mock, 'GET /agents'),
      await ask(mock, 'GET /agents', undefined, { 'x-mock-session': 'two' }),
    );
  }
  const [one, two, oneAgain, twoAgain, otherSeed] = answers;
  expect([oneAgain, twoAgain]).toEqual([one, two]);
  expect(two).not.toEqual(one);
  expect(otherSeed).not.toEqual(one);
});

test('--rest sample: an invalid request is refused as FastAPI refuses it', async () => {
  const answer = await ask(createSmallMock(), 'POST /messages', {});
  expect(answer).toMatchObject({ status: 422, source: null });
});

describe('--rest none', () => {
  test('answers 404 to every request, streams and invalid ones included, and goes on serving trackers', async () => {
    const mock = createSmallMock({ rest: 'none' });
    expect(await ask(mock, 'GET /agents')).toEqual(NOT_FOUND);
    expect(await ask(mock, 'GET /agents?limit=x')).toEqual(NOT_FOUND);
    expect(await ask(mock, 'GET /tasks/t/stream')).toEqual(NOT_FOUND);
    expect(await ask(mock, 'GET /tracker')).toMatchObject({ status: 200, source: null });
  });

  test('counts such requests as unmatched, and says why', async () => {
    const mock = createSmallMock({ rest: 'none' });
    const seen: boolean[] = [];
    mock.onExchange(({ isUnmatched, isUndocumented }) => seen.push(isUnmatched, isUndocumented));
    await ask(mock, 'GET /agents?limit=1');
    expect(seen).toEqual([true, false]);
    expect(await mock.session().unmatched()).toEqual([
      {
        id: '1',
        method: 'GET',
        path: '/agents',
        query: 'limit=1',
        status: 404,
        nearest: 'GET /agents',
        reason: 'GET /agents is turned off, by --rest or --serve',
      },
    ]);
  });

  test('leaves an operation to its stubs', async () => {
    const mock = createSmallMock({ rest: 'none' });
    await mock.session().stub({ match: { operation: 'GET /agents' }, reply: { status: 200, body: [] } });
    expect(await ask(mock, 'GET /agents')).toEqual({ status: 200, source: 'stub', json: [] });
    expect(await mock.session().unmatched()).toEqual([]);
  });
});

describe('--serve', () => {
  const serve = { 'GET /agents*': 'none', 'get /agents/{agent_id}': 'sample', 'DELETE *': 'none' };

  test('applies to the operations that match, and the last entry counts', async () => {
    const mock = createSmallMock({ serve });
    expect(await ask(mock, 'GET /agents')).toEqual(NOT_FOUND);
    expect(await ask(mock, 'GET /agents/a')).toMatchObject({ status: 200, source: 'sample' });
    expect(await ask(mock, 'DELETE /agents/a')).toEqual(NOT_FOUND);
    expect(await ask(mock, 'GET /tasks')).toMatchObject({ status: 200, source: 'sample' });
  });

  test('leaves what the mock serves as it is, whatever matches besides', async () => {
    const mock = createSmallMock({ serve: { '*': 'none' } });
    expect(await ask(mock, 'GET /tracker/t-done')).toMatchObject({ status: 200, json: { id: 't-done' } });
    expect(await ask(mock, 'GET /agents')).toEqual(NOT_FOUND);
  });
});

describe('a server', () => {
  async function createPassingMock(
    options: (url: string) => TrackerMockOptions,
  ): Promise<{ mock: TrackerMock; seen: string[] }> {
    const seen: string[] = [];
    const url = await listen((request, response) => {
      seen.push(`${request.method} ${request.url}`);
      response.setHeader('content-type', 'application/json').end('[]');
    });
    return { mock: createSmallMock(options(url)), seen };
  }

  test('gets the requests of --rest URL, and never one that the mock serves, also if it is invalid', async () => {
    const { mock, seen } = await createPassingMock((rest) => ({ rest }));
    expect(await ask(mock, 'GET /agents?limit=1')).toEqual({ status: 200, source: 'upstream', json: [] });
    expect(await ask(mock, 'GET /tracker')).toMatchObject({ status: 200, source: null });
    expect(await ask(mock, 'GET /tracker?limit=0')).toMatchObject({ status: 422, source: null });
    expect(await ask(mock, 'PUT /tracker/t-done', { status: 5 })).toMatchObject({ status: 422, source: null });
    expect(await ask(mock, 'GET /nowhere')).toEqual(NOT_FOUND);
    expect(seen).toEqual(['GET /agents?limit=1']);
  });

  test('gets the requests of --serve', async () => {
    const { mock, seen } = await createPassingMock((url) => ({ serve: { 'GET /tasks': `${url}/api/` } }));
    expect(await ask(mock, 'GET /tasks')).toEqual({ status: 200, source: 'upstream', json: [] });
    expect(await ask(mock, 'GET /agents')).toMatchObject({ source: 'sample' });
    expect(seen).toEqual(['GET /api/tasks']);
  });
});

describe('a stream', () => {
  function createStreamContract(): ReturnType<typeof createSmallContract> {
    const contract = createSmallContract();
    const content = { 'text/event-stream': { schema: {} } };
    contract.paths['/ticks'] = {
      get: {
        parameters: [{ name: 'from', in: 'query', schema: { type: 'integer' } }],
        responses: { 200: { description: 'Well', content } },
      },
    };
    return contract;
  }
  const options = { contract: createStreamContract(), fixtures: createSmallContractWorld() };

  test('is answered with 501, and an invalid request for one with 422', async () => {
    const mock = createTrackerMock(options);
    expect(await ask(mock, 'GET /ticks?from=1')).toMatchObject({ status: 501 });
    expect(await ask(mock, 'GET /ticks?from=x')).toMatchObject({ status: 422 });
  });

  test('comes from a server, and its request is checked', async () => {
    const rest = await listen((_, response) => {
      response.setHeader('content-type', 'text/event-stream').end('data: 1\n\n');
    });
    const mock = createTrackerMock({ ...options, rest });
    const violations: number[] = [];
    mock.onExchange((exchange) => violations.push(exchange.violations.length));
    for (const query of ['from=1', 'from=x']) {
      const response = await mock.fetch(new Request(`http://mock.test/ticks?${query}`));
      expect(await response.text()).toBe('data: 1\n\n');
    }
    expect(violations).toEqual([0, 1]);
  });
});

describe('prism', () => {
  test('makes up valid replies over each transport, and leaves invalid requests to the mock', async () => {
    const mock = createSmallMock({ serve: { '* /states*': 'prism' } });
    expect(await ask(mock, 'GET /states/a b?x=1')).toMatchObject({
      status: 200,
      source: 'prism',
      json: { id: 'string' },
    });
    expect(await ask(mock, 'POST /states', {})).toMatchObject({ status: 422, source: null });
    const url = await listen(createApp(mock));
    const response = await fetch(`${url}/states`);
    expect([response.status, response.headers.get('x-mock-source')]).toEqual([200, 'prism']);
    const records = await mock.session().requests({ source: 'prism' });
    expect(records).toMatchObject([{ violations: [] }, { violations: [], reply: { status: 200 } }]);
  });

  test('makes up a reply to each operation that keeps the contract', async () => {
    const mock = createSmallMock({ rest: 'prism' });
    const seen = new Set<string>();
    for (const { operation, request, valid } of generateCases(mock.contract)) {
      if (!valid || seen.has(operation)) continue;
      seen.add(operation);
      const reply = mock.handle(request);
      const source = isPassedOn(reply) ? (await reply.delivery.send(NEVER)).headers['x-mock-source'] : 'prism';
      expect(`${source} ${operation}`).toBe(`prism ${operation}`);
    }
    expect(seen.size).toBeGreaterThan(80);
  });

  test('is refused if its reply breaks the contract', async () => {
    const contract = createSmallContract();
    const schema = { type: 'string', not: { const: 'string' } };
    const responses = { 200: { description: 'Well', content: { 'application/json': { schema } } } };
    contract.paths['/word'] = { get: { responses } };
    const mock = createTrackerMock({ contract, fixtures: createSmallContractWorld(), rest: 'prism' });
    expect(await ask(mock, 'GET /word')).toMatchObject({
      status: 500,
      json: {
        detail:
          'Failed to answer GET /word: the 200 reply that Prism made up breaks the contract at / must NOT be valid, by the rule #/not. Nothing was changed. Let --rest or --serve sample the operation, or stub it.',
      },
    });
  });

  test('that makes no reply is answered with 501', async () => {
    const contract = createSmallContract();
    contract.paths['/word'] = { get: { responses: { 404: { description: 'Missing' } } } };
    const mock = createTrackerMock({ contract, fixtures: createSmallContractWorld(), rest: 'prism' });
    expect(await ask(mock, 'GET /word')).toMatchObject({
      status: 501,
      json: { detail: expect.stringMatching(/^Failed to answer GET \/word: Prism made no reply\. ./) as string },
    });
  });

  test('makes up replies without a body, too', async () => {
    const mock = createSmallMock({ rest: 'prism' });
    expect(await ask(mock, 'POST /checkpoints/delete-thread', { thread_id: 'a' })).toEqual({
      status: 204,
      source: 'prism',
      json: undefined,
    });
  });

  test('is asked by no more than a hundred requests at once', async () => {
    const mock = createSmallMock({ rest: 'prism' });
    const answers = await Promise.all(Array.from({ length: PRISM_SAMPLES + 1 }, () => ask(mock, 'GET /states/a')));
    const [refused, ...others] = answers.filter(({ status }) => status !== 200);
    expect([refused?.status, others.length]).toEqual([503, 0]);
    expect(refused?.json).toMatchObject({
      detail: 'Failed to answer GET /states/{state_id}: 100 requests wait for Prism already. Send it again later.',
    });
  });

  test('delays a reply that a stub delays', async () => {
    const mock = createSmallMock({ rest: 'prism' });
    await mock.session().stub({ match: { operation: 'GET /agents' }, delay: 1 });
    expect(await ask(mock, 'GET /agents')).toMatchObject({ status: 200, source: 'prism' });
    expect(await mock.session().requests()).toMatchObject([{ override: { delay: 1 } }]);
  });
});

describe('stubs', () => {
  test('work on every operation, and are checked against its schemas', async () => {
    const session = createSmallMock({ rest: 'none' });
    const agent = {
      id: 'a',
      name: 'a',
      description: '',
      acp_type: 'sync',
      created_at: '2026-01-02T03:04:05Z',
      updated_at: '2026-01-02T03:04:05Z',
    };
    await session.session().stub({ match: { operation: 'GET /agents' }, reply: { status: 200, body: [agent] } });
    expect(await ask(session, 'GET /agents')).toEqual({ status: 200, source: 'stub', json: [agent] });
    const wrong = session
      .session()
      .stub({ match: { path: '/agents' }, reply: { status: 200, body: [agent, { ...agent, acp_type: 'x' }] } });
    await expect(wrong).rejects.toMatchObject({
      problems: [expect.stringMatching(/^\/reply\/body\/1\/acp_type must be one of .* GET \/agents\. /) as string],
    });
  });
});

test('createTrackerMock without options samples', async () => {
  expect(await ask(createTrackerMock(), 'GET /agents?limit=1')).toMatchObject({ status: 200, source: 'sample' });
});

describe('POST /agents/{agent_id}/rpc with --rest sample', () => {
  const content = { type: 'text', author: 'user', content: 'hello' };

  test.each([
    ['task/create', {}, {}, 'task_metadata'],
    ['task/create', { name: 'first', params: { a: 1 } }, { name: 'first', params: { a: 1 } }, 'task_metadata'],
    ['task/cancel', { task_id: 'task-1' }, { id: 'task-1' }, 'task_metadata'],
    ['event/send', { task_id: 'task-1', content }, { task_id: 'task-1', agent_id: 'agent-1', content }, 'sequence_id'],
  ])('%s with %j replies with the result of its method', async (method, params, result, member) => {
    const reply = await ask(createSmallMock(), 'POST /agents/agent-1/rpc', { method, params, id: 'call-1' });
    expect(reply).toMatchObject({ status: 200, source: 'sample', json: { id: 'call-1', result } });
    expect(reply.json).toHaveProperty(['result', member]);
    expect(reply.json).not.toHaveProperty(['result', 'id'], 'call-1');
  });

  test.each([
    [{ id: 7 }, 7],
    [{ id: null }, null],
    [{}, null],
  ])('a request with %j gets its id back', async (given, id) => {
    const body = { method: 'message/send', params: { content }, ...given };
    expect((await ask(createSmallMock(), 'POST /agents/agent-1/rpc', body)).json).toMatchObject({ id });
  });

  test('message/send replies with a list of messages', async () => {
    const params = { task_id: 'task-1', content };
    const reply = await ask(createSmallMock(), 'POST /agents/agent-1/rpc', { method: 'message/send', params });
    expect(reply.json).toMatchObject({ result: expect.any(Array) as unknown });
  });
});
