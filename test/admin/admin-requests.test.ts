import { describe, expect, test } from 'vitest';
import { ADMIN_DOCUMENT } from '../../src/admin/admin-document.ts';
import type { AdminRequest } from '../../src/admin/admin.ts';
import { createAdmin } from '../../src/admin/admin.ts';
import { createSmallMock, DONE, NOW } from '../setup.ts';
import { openServer } from './admin-server.ts';

/** A problem document of the mock, whatever its message. */
function problem(code: string, status: number, rest: object = {}): object {
  const type = `urn:agentex-tracker-mock:${code}`;
  return { type, title: expect.any(String) as string, status, detail: expect.any(String) as string, ...rest };
}

describe('replies', () => {
  test('GET /__admin/health answers that the mock is up', async () => {
    const { send } = await openServer();
    const { status, headers, json } = await send('GET /__admin/health');
    expect({ status, json }).toEqual({ status: 200, json: { status: 'ok' } });
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
  });

  test('GET /__admin/version answers name and version', async () => {
    const { send } = await openServer();
    expect((await send('GET /__admin/version')).json).toEqual({
      name: 'agentex-tracker-mock',
      version: expect.stringMatching(/^\d+\.\d+\.\d+/) as string,
    });
  });

  test('GET /__admin/openapi.json answers the document', async () => {
    const { send } = await openServer();
    const { headers, json } = await send('GET /__admin/openapi.json');
    expect(headers['content-type']).toBe('application/json');
    expect(json).toEqual(JSON.parse(JSON.stringify(ADMIN_DOCUMENT)));
  });

  test.each([
    ['POST /__admin/trackers', { id: 'ä/1', agent_id: 'a', task_id: 't' }, '/__admin/trackers/%C3%A4%2F1'],
    ['POST /__admin/state/snapshots', { name: 'a' }, '/__admin/state/snapshots/a'],
    ['POST /__admin/stubs', { delay: 1 }, '/__admin/stubs/1'],
    ['POST /__session/s/__admin/stubs', { delay: 1 }, '/__session/s/__admin/stubs/1'],
  ])('%s answers 201 with the location of the created item', async (line, json, location) => {
    const { send } = await openServer();
    const made = await send(line, { json });
    expect([made.status, made.headers['location']]).toEqual([201, location]);
    expect((await send(`DELETE ${location}`)).status).toBe(204);
    expect((await send(`DELETE ${location}`)).json).toEqual(problem('not-found', 404));
  });

  test('POST /__admin/events answers 201', async () => {
    const { send } = await openServer();
    const { status, headers, json } = await send('POST /__admin/events', { json: { agent_id: 'a', task_id: 't' } });
    expect([status, headers['location']]).toEqual([201, undefined]);
    expect(json).toMatchObject({ sequence_id: 8, created_at: NOW });
  });

  test.each([
    'POST /__admin/reset',
    'DELETE /__admin/stubs',
    'DELETE /__admin/requests',
    'DELETE /__admin/sessions',
    'DELETE /__admin/trackers/t-done',
    'PUT /__admin/state',
  ])('%s answers 204 without a body', async (line) => {
    const { send } = await openServer();
    const { status, headers, text } = await send(line, line.startsWith('PUT') ? { json: {} } : {});
    expect([status, text]).toEqual([204, '']);
    expect(headers).not.toHaveProperty('content-length');
    expect(headers).not.toHaveProperty('content-type');
  });

  test('PUT /__admin/clock and GET /__admin/requests.har answer as the client reads them', async () => {
    const { send } = await openServer();
    expect((await send('PUT /__admin/clock', { json: { mode: 'ticking' } })).json).toEqual({
      now: NOW,
      mode: 'ticking',
      step: 1000,
    });
    const har = await send('GET /__admin/requests.har');
    expect([har.headers['content-type'], har.json]).toEqual([
      'application/json',
      { log: expect.any(Object) as object },
    ]);
  });

  test('POST /__admin/requests/count counts all exchanges without a body', async () => {
    const { mock, send } = await openServer();
    mock.handle({ method: 'GET', target: '/tracker', headers: {}, body: new Uint8Array() });
    expect((await send('POST /__admin/requests/count')).json).toEqual({ count: 1 });
    expect((await send('POST /__admin/requests/count', { json: null })).json).toEqual({ count: 1 });
    expect((await send('POST /__admin/requests/find')).json).toMatchObject({ requests: [{ path: '/tracker' }] });
    expect((await send('POST /__admin/requests/find', { json: { method: 'PUT' } })).json).toEqual({ requests: [] });
  });

  test.each([
    ['valid=true', ['/tracker']],
    ['valid=false', ['/tracker?limit=0', '/tracker?limit=x']],
    ['valid=false&limit=1', ['/tracker?limit=x']],
    ['status=200', ['/tracker']],
    ['status=201', []],
  ])('GET /__admin/requests?%s answers the exchanges that match', async (search, targets) => {
    const { mock, send } = await openServer();
    for (const target of ['/tracker?limit=0', '/tracker', '/tracker?limit=x']) {
      mock.handle({ method: 'GET', target, headers: {}, body: new Uint8Array() });
    }
    const { requests } = (await send(`GET /__admin/requests?${search}`)).json as {
      requests: { path: string; query: string }[];
    };
    expect(requests.map(({ path, query }) => (query === '' ? path : `${path}?${query}`))).toEqual(targets);
  });

  test('a request to the control API is not in the journal', async () => {
    const { mock, send } = await openServer();
    await send('GET /__admin/state');
    await send('GET /__admin/nowhere');
    expect(await mock.session().requests()).toEqual([]);
  });

  test('if the control API is disabled, its paths are not found, except that it tells that the mock is up', async () => {
    const { send } = await openServer({ admin: false });
    expect((await send('GET /__admin/version')).json).toEqual({ detail: 'Not Found' });
    expect((await send('GET /__admin/health')).json).toEqual({ status: 'ok' });
  });
});

describe('sessions', () => {
  test.each([
    ['the header', 'GET /__admin/state', { 'x-mock-session': 'b' }],
    ['the path', 'GET /__session/b/__admin/state', {}],
    ['the path before the header', 'GET /__session/b/__admin/state', { 'x-mock-session': 'a' }],
  ])('%s selects the session', async (_, line, headers) => {
    const { mock, send } = await openServer();
    await mock.session('a').trackers.delete('t-done');
    await mock.session('b').state.set({ trackers: [DONE] });
    const answer = await send(line, { headers });
    expect(answer.json).toMatchObject({ trackers: [DONE] });
    expect(answer.headers['x-mock-session']).toBe('b');
  });

  test('GET /__admin/sessions lists the sessions, least recently used first, and creates none', async () => {
    const { mock, send } = await openServer();
    expect((await send('GET /__admin/sessions')).json).toEqual({ sessions: [] });
    await mock.session('a').stub({ delay: 1 });
    await mock.session('b').state.snapshot('s');
    await mock.session('b').trackers.delete('t-done');
    const none = { events: 4, requests: 0, stubs: 0, snapshots: 0, used: expect.any(String) as string };
    expect((await send('GET /__admin/sessions')).json).toEqual({
      sessions: [
        { ...none, name: 'a', trackers: 4, stubs: 1 },
        { ...none, name: 'b', trackers: 3, snapshots: 1 },
      ],
    });
    expect((await send('GET /__admin/sessions/b')).json).toMatchObject({ name: 'b', trackers: 3 });
    expect((await send('GET /__admin/sessions/c')).json).toEqual(
      problem('not-found', 404, { detail: 'Session "c" not found. It is created by the first request to it.' }),
    );
    await mock.session('checkout').stubs();
    for (const method of ['GET', 'DELETE']) {
      expect((await send(`${method} /__admin/sessions/chekout`)).json).toEqual(
        problem('not-found', 404, { detail: 'Session "chekout" not found. Did you mean "checkout"?' }),
      );
    }
    expect(mock.sessions.list()).toHaveLength(3);
  });

  test('DELETE /__admin/sessions/{name} deletes one session, DELETE /__admin/sessions all', async () => {
    const { mock, send } = await openServer();
    for (const name of ['a', 'b', 'c']) await mock.session(name).trackers.delete('t-done');
    expect((await send('DELETE /__admin/sessions/a')).status).toBe(204);
    expect((await send('DELETE /__admin/sessions/a')).status).toBe(404);
    expect(mock.sessions.list().map(({ name }) => name)).toEqual(['b', 'c']);
    expect((await send('DELETE /__admin/sessions')).status).toBe(204);
    expect(mock.sessions.list()).toEqual([]);
    expect((await mock.session('a').state.get()).trackers).toHaveLength(4);
  });

  test.each(['GET /__session/a%20b/__admin/state', 'GET /__session//__admin/state', 'GET /__admin/sessions/a%20b'])(
    '%s is refused: the name is invalid',
    async (line) => {
      const { send } = await openServer();
      const answer = await send(line);
      expect(answer.headers['content-type']).toBe('application/problem+json');
      expect(answer.json).toEqual(problem('session-name-invalid', 400));
    },
  );
});

describe('refused requests', () => {
  test.each([
    ['GET /__admin/stub', ' Did you mean /__admin/stubs?'],
    ['GET /__session/a/__admin/request.har?limit=1', ' Did you mean /__admin/requests.har?'],
    ['POST /__admin/', ''],
    ['POST /__admin', ''],
    ['GET /__admin/mappings', ''],
  ])('%s names the nearest path, if there is one: %j', async (line, advice) => {
    const { send } = await openServer();
    const name = line.replace('/__session/a', '').replace('?limit=1', '');
    expect((await send(line)).json).toEqual(
      problem('not-found', 404, {
        detail: `Failed to answer "${name}": the control API has no such path.${advice} See /__admin/openapi.json.`,
      }),
    );
  });

  test.each([
    ['GET /__admin', 'not-found', 404],
    ['GET /__admin/', 'not-found', 404],
    ['GET /__admin/states', 'not-found', 404],
    ['GET /__admin/state/', 'not-found', 404],
    ['GET /__admin/%73tate', 'not-found', 404],
    ['DELETE /__admin/stubs/', 'not-found', 404],
    ['DELETE /__admin/state/snapshots/', 'not-found', 404],
    ['GET /__admin/requests/unmatched/x', 'not-found', 404],
    ['PATCH /__admin/state', 'method-not-allowed', 405],
    ['GET /__admin/reset', 'method-not-allowed', 405],
    ['HEAD /__admin/state', 'method-not-allowed', 405],
    ['OPTIONS /__admin/state', 'method-not-allowed', 405],
    ['PUT /__admin/sessions/a', 'method-not-allowed', 405],
  ])('%s is answered with %s', async (line, code, status) => {
    const { send } = await openServer();
    const answer = await send(line);
    expect(answer.status).toBe(status);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(answer.json).toEqual(line.startsWith('HEAD') ? undefined : problem(code, status));
  });

  test('PATCH /__admin/state is answered with the allowed methods', async () => {
    const { send } = await openServer();
    const answer = await send('PATCH /__admin/state');
    expect(answer.headers['allow']).toBe('GET, PUT');
    expect(answer.json).toMatchObject({
      detail:
        'Failed to answer "PATCH /__admin/state": the control API allows GET, PUT on this path. See /__admin/openapi.json.',
    });
    expect((await send('POST /__admin/requests/unmatched')).headers['allow']).toBe('GET');
  });

  test('DELETE /__admin/stubs/ removes nothing', async () => {
    const { mock, send } = await openServer();
    await mock.session().stub({ delay: 1 });
    await send('DELETE /__admin/stubs/');
    expect(await mock.session().stubs()).toHaveLength(1);
  });

  test.each<[string, object, string[], string?]>([
    ['GET /__admin/requests?limt=3', {}, ['/query/limt is unknown; did you mean "limit"?']],
    ['GET /__admin/state?a=1&b=2', {}, ['/query/a is unknown; expected none', '/query/b is unknown; expected none']],
    [
      'GET /__admin/requests?status=ok&valid=maybe&limit=1.5',
      {},
      [
        '/status must be an integer, not "ok"',
        '/valid must be true or false, not "maybe"',
        '/limit must be an integer from 0, not "1.5"',
      ],
    ],
    ['POST /__admin/reset', { json: { all: true } }, ['/body must be empty: POST /__admin/reset has no body']],
    ['PUT /__admin/state', {}, ['/body is missing']],
    ['PUT /__admin/state', { json: null }, ['/body is missing']],
    ['PUT /__admin/state', { json: [] }, ['/ must be an object, not []']],
    ['PUT /__admin/state', { body: '{}' }, ['/headers/content-type must be application/json']],
    [
      'PUT /__admin/state',
      { body: '{}', headers: { 'content-type': 'text/plain' } },
      ['/headers/content-type must be application/json, not "text/plain"'],
    ],
    [
      'PUT /__admin/state',
      { body: '{"a":', headers: { 'content-type': 'application/json' } },
      ['/body is not JSON: Expecting value at character 5'],
    ],
    [
      'PUT /__admin/state',
      { body: new Uint8Array([0xff]), headers: { 'content-type': 'application/json' } },
      ['/body cannot be read as JSON: its bytes are not text, or it exceeds a limit'],
    ],
    [
      'PUT /__admin/state',
      { json: { trackers: [1], events: 'none' } },
      ['/trackers/0 must be an object, not 1', '/events must be a list, not "none"'],
    ],
    [
      'POST /__admin/state/snapshots',
      { json: { nam: 'a' } },
      ['/name is missing', '/nam is unknown; did you mean "name"?'],
    ],
    [
      'POST /__admin/trackers',
      { json: { agent_id: 'a', task_id: 't', staus: 'NEW' } },
      ['/staus is unknown; did you mean "status"?'],
      'fixture-invalid',
    ],
    ['PUT /__admin/trackers/t-done', { json: 'x' }, ['/ must be an object, not "x"']],
    [
      'POST /__admin/events',
      { json: { agent_id: 'a', task_id: 't', sequence_id: 1 } },
      ['/sequence_id is unknown; expected one of id, task_id, agent_id, created_at, content'],
    ],
    [
      'PUT /__admin/clock',
      { json: { mode: 'slow', step: '1' } },
      ['/mode must be one of real, fixed, ticking, running, not "slow"', '/step must be a number from 0.001, not "1"'],
    ],
    [
      'POST /__admin/stubs',
      { json: { times: 1.5, delay: { min: 1 }, mtch: {}, reply: {} } },
      [
        '/times must be an integer from 1, not 1.5',
        '/delay/max is missing',
        '/mtch is unknown; did you mean "match"?',
        '/reply/status is missing',
      ],
      'stub-invalid',
    ],
    [
      'POST /__admin/requests/find',
      { json: { body: { a: '\ud800', '\ud800': 1 } } },
      ['/body/body/a has a lone surrogate ("\\ud800")', '/body/body has a name with a lone surrogate ("\\ud800")'],
    ],
    [
      'PUT /__admin/state',
      { json: { trackers: [DONE, { ...DONE, id: '\ud800' }], agent_keys: ['key', '\udfff'] } },
      ['/body/trackers/1/id has a lone surrogate ("\\ud800")', '/body/agent_keys/1 has a lone surrogate ("\\udfff")'],
    ],
  ])('%s %j is refused with one line per problem', async (line, payload, problems, code = 'admin-request-invalid') => {
    const { mock, send } = await openServer();
    const before = await mock.session().state.get();
    const answer = await send(line, payload);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(answer.json).toEqual(problem(code, 422, { problems }));
    expect(await mock.session().state.get()).toEqual(before);
    expect(await mock.session().stubs()).toEqual([]);
  });

  test('an empty object counts as no body', async () => {
    const { send } = await openServer();
    expect((await send('POST /__admin/reset', { json: {} })).status).toBe(204);
    expect((await send('DELETE /__admin/stubs', { body: ' { } ' })).status).toBe(204);
  });

  test('a hundred of many problems are listed', async () => {
    const { send } = await openServer();
    const { json } = await send('PUT /__admin/state', { json: { trackers: Array.from({ length: 150 }, () => 1) } });
    const { problems, detail } = json as { problems: string[]; detail: string };
    expect(problems).toHaveLength(101);
    expect(problems.at(-1)).toBe('… and more');
    expect(detail).toBe('Failed to set the state: more than 100 problems.');
  });

  test('a body of more than 16 MiB is refused, a slightly smaller one is read', async () => {
    const { send } = await openServer();
    const fill = (length: number): string => JSON.stringify({ trackers: [], $schema: 'x'.repeat(length) });
    const tooLarge = await send('PUT /__admin/state', {
      body: fill(16 * 1024 * 1024),
      headers: { 'content-type': 'application/json' },
    });
    expect(tooLarge.json).toEqual({
      ...problem('body-too-large', 413),
      detail:
        'Failed to read the request body: it is larger than 16777216 bytes. Send a smaller body, or start the mock with a larger world from a file (--fixtures).',
    });
    const read = await send('PUT /__admin/state', {
      body: fill(15 * 1024 * 1024),
      headers: { 'content-type': 'application/json' },
    });
    expect(read.status).toBe(204);
  });

  test('names of prototype members are ordinary names', async () => {
    const { mock, send } = await openServer();
    expect(
      (await send('PUT /__admin/trackers/__proto__', { json: { agent_id: '__proto__', task_id: 'constructor' } })).json,
    ).toMatchObject({ id: '__proto__' });
    expect((await send('GET /tracker?agent_id=__proto__')).json).toMatchObject([
      { id: '__proto__', task_id: 'constructor' },
    ]);
    const answer = await send('PUT /__admin/clock', {
      body: '{"__proto__":{"mode":"real"}}',
      headers: { 'content-type': 'application/json' },
    });
    expect(answer.json).toEqual(
      problem('admin-request-invalid', 422, {
        problems: ['/__proto__ is unknown; expected one of now, mode, step, speed'],
      }),
    );
    expect((await mock.session().clock.get()).mode).toBe('fixed');
  });
});

describe('failures', () => {
  const request: AdminRequest = {
    method: 'GET',
    target: '/__admin/stubs',
    headers: { host: 'localhost' },
    peer: '127.0.0.1',
    readBody: () => Promise.resolve(new Uint8Array()),
    createGoneSignal: () => new AbortController().signal,
  };

  test('a request whose body never arrives has no reply', async () => {
    const answer = createAdmin(createSmallMock(), { token: undefined });
    expect(await answer({ ...request, readBody: () => Promise.resolve(undefined) })).toBeUndefined();
  });

  test('an unexpected error is reported as a defect', async () => {
    const mock = createSmallMock();
    const broken = {
      ...mock,
      session: () => {
        throw new RangeError('out of luck');
      },
    };
    const reply = await createAdmin(broken, { token: undefined })(request);
    expect(reply?.status).toBe(500);
    expect(JSON.parse(reply?.body ?? '')).toEqual(
      problem('internal-error', 500, {
        detail: 'Failed to answer: RangeError: out of luck. This is a defect of the mock.',
      }),
    );
  });
});
