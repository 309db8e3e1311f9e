import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { createAdminClient, MockError } from '../../src/client/client.ts';
import { createApp } from '../../src/index.ts';
import { openServer } from '../admin/admin-server.ts';
import { createSmallMock } from '../setup.ts';

async function listen(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('session selection', () => {
  test.each([
    ['', undefined, 'default'],
    ['/', undefined, 'default'],
    ['', 'checkout', 'checkout'],
    ['/__session/checkout', undefined, 'checkout'],
    ['/__session/checkout/', undefined, 'checkout'],
    ['/__session/checkout/', 'other', 'other'],
    ['/?a=1#b', 'other', 'other'],
  ])('a client of the mock at "%s" with the session %j controls %s', async (path, session, name) => {
    const { mock, url } = await openServer();
    const client = createAdminClient(url + path, session === undefined ? {} : { session });
    expect(client.name).toBe(name);
    await client.trackers.delete('t-done');
    expect(mock.sessions.list()).toMatchObject([{ name }]);
    expect((await mock.session(name).state.get()).trackers).toHaveLength(3);
  });

  test('accepts a URL object, and the URL of a mock that is mounted in another app', async () => {
    const mock = createSmallMock();
    const url = await listen(express().use('/mocks/tracker', createApp(mock)));
    const client = createAdminClient(new URL('/mocks/tracker/__session/a', url));
    expect((await client.state.get()).trackers).toHaveLength(4);
    expect(mock.sessions.list()).toMatchObject([{ name: 'a' }]);
  });

  test('sessions are listed and deleted', async () => {
    const { url } = await openServer();
    const [a, b] = [createAdminClient(url, { session: 'a' }), createAdminClient(url, { session: 'b' })];
    await a.stub({ delay: 1 });
    await b.stub({ delay: 1 });
    expect((await a.sessions()).map(({ name, stubs }) => [name, stubs])).toEqual([
      ['a', 1],
      ['b', 1],
    ]);
    await a.deleteSession('b');
    expect((await a.sessions()).map(({ name }) => name)).toEqual(['a']);
    await expect(a.deleteSession('b')).rejects.toMatchObject({ code: 'not-found' });
    await a.deleteSessions();
    expect(await a.sessions()).toEqual([]);
    expect(await b.stubs()).toEqual([]);
  });

  test.each(['', 'a b', 'x'.repeat(65)])('refuses the session name %j', (session) => {
    expect(() => createAdminClient('http://127.0.0.1:1', { session })).toThrow(
      expect.objectContaining({ code: 'session-name-invalid' }) as Error,
    );
  });

  test.each(['', 'localhost:4010', '127.0.0.1', 'ftp://127.0.0.1', 'http://'])(
    'there is no client for the address %j',
    (url) => {
      expect(() => createAdminClient(url)).toThrow(
        `Failed to call createAdminClient: ${JSON.stringify(url)} is not an HTTP address. Give one such as http://127.0.0.1:4010.`,
      );
    },
  );
});

describe('requests', () => {
  test('every request uses the given fetch, with session and token', async () => {
    const calls: unknown[] = [];
    const client = createAdminClient('http://mock.example/base/', {
      token: 'sesame',
      session: 'a',
      fetch: (url, init) => {
        calls.push([url, init]);
        return Promise.resolve(new Response('{"requests":[],"events":[]}'));
      },
    });
    await client.requests({ status: 200, valid: false, path: '/a b&c' });
    await client.events.list({ after: 'a b&c', limit: 1 });
    const headers = { 'x-mock-session': 'a', authorization: 'Bearer sesame' };
    expect(calls).toEqual([
      [
        'http://mock.example/base/__admin/requests/find',
        {
          method: 'POST',
          headers: { ...headers, 'content-type': 'application/json' },
          body: '{"status":200,"valid":false,"path":"/a b&c"}',
        },
      ],
      ['http://mock.example/base/__admin/events?after=a+b%26c&limit=1', { method: 'GET', headers }],
    ]);
  });

  test.each(['.', '..', '', '\ud800'])(
    'the id %j, which no URL can carry, is refused before it means something else',
    async (id) => {
      const client = createAdminClient('http://127.0.0.1:1', { fetch: () => Promise.reject(new Error('sent')) });
      const failure = {
        code: 'admin-request-invalid',
        message: expect.stringContaining('cannot be a segment of a URL') as string,
      };
      await expect(client.trackers.delete(id)).rejects.toMatchObject(failure);
      await expect(client.removeStub(id)).rejects.toMatchObject(failure);
      await expect(client.state.restore(id)).rejects.toMatchObject(failure);
      await expect(client.deleteSession(id)).rejects.toMatchObject(failure);
    },
  );
});

describe('with a token', () => {
  test('a client with it is served', async () => {
    const { url } = await openServer({ admin: { token: 'sesame' } });
    await expect(createAdminClient(url, { token: 'sesame' }).count()).resolves.toBe(0);
  });

  test.each([[{}], [{ token: 'wrong' }]])('a client with %j is not', async (options) => {
    const { url } = await openServer({ admin: { token: 'sesame' } });
    const failure: unknown = await createAdminClient(url, options)
      .state.get()
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(MockError);
    expect(failure).toMatchObject({
      code: 'admin-unauthorized',
      status: 401,
      message: expect.stringContaining('does not carry the token') as string,
    });
  });
});

describe('other servers at the address', () => {
  const failure = (url: string, reason: string): { name: string; code: string; message: string } => ({
    name: 'MockError',
    code: 'admin-unreachable',
    message: `Failed to call GET ${url}/__admin/state: ${reason}. Check that the mock listens there, with the control API enabled.`,
  });

  test('if nothing listens, the error names the address and the reason', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => void server.close(resolve));
    const url = `http://127.0.0.1:${port}`;
    await expect(createAdminClient(url).state.get()).rejects.toMatchObject({
      ...failure(url, `connect ECONNREFUSED 127.0.0.1:${port}`),
      cause: expect.any(TypeError) as TypeError,
    });
  });

  test('if the control API is disabled, the error says so', async () => {
    const { url } = await openServer({ admin: false });
    await expect(createAdminClient(url).state.get()).rejects.toMatchObject(
      failure(url, 'the reply with status 404 is not from the control API'),
    );
  });

  test.each<[string, number, string, string]>([
    ['a page', 200, '<h1>It works!</h1>', 'the reply with status 200 is not from the control API'],
    [
      'a failure of another kind',
      502,
      '{"type":"about:blank","detail":"no"}',
      'the reply with status 502 is not from the control API',
    ],
    [
      'a failure that this version does not know',
      418,
      '{"type":"urn:agentex-tracker-mock:teapot","detail":"short and stout"}',
      'the reply with status 418 is not from the control API',
    ],
    ['nothing at all', 500, '', 'the reply with status 500 is not from the control API'],
  ])('%s is not a reply of the control API', async (_, status, body, reason) => {
    const url = await listen((_request, response) => void response.writeHead(status).end(body));
    await expect(createAdminClient(url).state.get()).rejects.toMatchObject(failure(url, reason));
  });

  test('a truncated reply is an error with a reason', async () => {
    const url = await listen((_request, response) => {
      response.writeHead(200, { 'content-length': 100 }).write('{');
      setImmediate(() => response.destroy());
    });
    await expect(createAdminClient(url).state.get()).rejects.toMatchObject({
      code: 'admin-unreachable',
      message: expect.stringContaining(url) as string,
    });
  });

  test.each([
    [
      'https://app.example',
      ' If it does, CORS is the reason: the origin of this page is https://app.example. Start the mock with --admin-token TOKEN --admin-cors https://app.example, and give the client the token.',
    ],
    [
      'null',
      ' If it does, CORS is the reason: this page has no origin, such as one from a file. Serve the page over HTTP.',
    ],
    ['http://mock.test', ''],
    [undefined, ''],
  ])('on a page of the origin %s, the error says what to check', async (origin, advice) => {
    vi.stubGlobal('location', origin === undefined ? undefined : { origin });
    onTestFinished(() => void vi.unstubAllGlobals());
    const call = (error: TypeError): Promise<unknown> =>
      createAdminClient('http://mock.test', { fetch: vi.fn<typeof fetch>().mockRejectedValue(error) }).state.get();
    await expect(call(new TypeError('Failed to fetch'))).rejects.toMatchObject({
      message: failure('http://mock.test', 'Failed to fetch').message + advice,
    });
    // As Node has one, in a test with a simulated page.
    await expect(call(new TypeError('fetch failed', { cause: new Error('reset') }))).rejects.toMatchObject(
      failure('http://mock.test', 'reset'),
    );
  });

  test.each([
    [
      new TypeError('fetch failed', {
        cause: Object.assign(new Error('several addresses'), { message: '', code: 'ECONNREFUSED' }),
      }),
      'ECONNREFUSED',
    ],
    [new TypeError('Failed to fetch'), 'Failed to fetch'],
    ['no', 'no'],
  ])('the reason of %s is reported', async (reason, text) => {
    // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- what a platform's fetch rejects with is not ours to choose
    const client = createAdminClient('http://mock.example', { fetch: () => Promise.reject(reason) });
    await expect(client.state.get()).rejects.toMatchObject(failure('http://mock.example', text));
  });

  test('a port that fetch blocks is named as the reason', async () => {
    const base = 'http://127.0.0.1:6000';
    await expect(createAdminClient(base).state.get()).rejects.toMatchObject(
      failure(base, 'fetch refuses this port, as browsers do, so the mock needs another one'),
    );
  });
});

describe('in a browser', () => {
  test('the client imports no Node module and no schema compiler', async () => {
    const { readFile } = await import('node:fs/promises');
    const seen = new Set<string>();
    const visit = async (file: URL): Promise<void> => {
      if (seen.has(file.href)) return;
      seen.add(file.href);
      const text = await readFile(file, 'utf8');
      const imports = [...text.matchAll(/^(?:import|export)(?! type\b)[^;]*? from '([^']+)'/gm)].map(
        ([, name = '']) => name,
      );
      expect(imports.filter((name) => !name.startsWith('.'))).toEqual([]);
      await Promise.all(imports.map((name) => visit(new URL(name, file))));
    };
    await visit(new URL('../../src/client/client.ts', import.meta.url));
    expect([...seen].map((href) => href.split('/src/')[1] ?? '').toSorted()).toEqual([
      'client/caller.ts',
      'client/client.ts',
      'client/read-events.ts',
      'contract/parse-url.ts',
      'control/check-options.ts',
      'control/check-shape.ts',
      'control/nearest-name.ts',
      'control/schema-object.ts',
      'control/short-json.ts',
      'exchange/parse-json.ts',
      'exchange/path-and-query.ts',
      'journal/violations-error.ts',
      'mock-error.ts',
      'sessions/plain-name.ts',
      'sessions/session-name.ts',
    ]);
  });
});
