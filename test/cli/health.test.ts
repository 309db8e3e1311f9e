import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp, createTrackerMock, startServer } from 'agentex-tracker-mock';
import express from 'express';
import { expect, onTestFinished, test, vi } from 'vitest';
import { run } from './run-main.ts';

async function startMock(profile: 'contract' | 'deployed' = 'contract'): Promise<{ url: string; port: number }> {
  const server = await startServer(createTrackerMock({ profile }), { port: 0 });
  onTestFinished(() => server.close());
  return server;
}

test.each(['contract', 'deployed'] as const)('health ends with 0 for a mock of the profile %s', async (profile) => {
  const { url } = await startMock(profile);
  expect(await run('health', url)).toEqual({ code: 0, out: `${url} is ready.\n`, err: '' });
  expect((await run('health', `${url}/`)).code).toBe(0);
});

test('health checks the port and host that serve would take', async () => {
  const { url, port } = await startMock();
  expect((await run('health', '--port', String(port))).out).toBe(`${url} is ready.\n`);
  vi.stubEnv('TRACKER_MOCK_PORT', String(port));
  vi.stubEnv('TRACKER_MOCK_HOST', '0.0.0.0');
  expect((await run('health')).out).toBe(`${url} is ready.\n`);
});

test('health checks the mock of TRACKER_MOCK_URL, which run sets', async () => {
  const { url } = await startMock();
  vi.stubEnv('TRACKER_MOCK_URL', url);
  expect((await run('health')).out).toBe(`${url} is ready.\n`);
});

test('health checks the port of the command line, whatever TRACKER_MOCK_URL says', async () => {
  const [named, other] = [await startMock(), await startMock()];
  vi.stubEnv('TRACKER_MOCK_URL', other.url);
  expect((await run('health', '--port', String(named.port))).out).toBe(`${named.url} is ready.\n`);
});

test('health ends with 1 if nothing listens', async () => {
  const server = await startServer(createTrackerMock(), { port: 0 });
  await server.close();
  expect(await run('health', server.url)).toEqual({
    code: 1,
    out: '',
    err: `${server.url} is not ready: connect ECONNREFUSED 127.0.0.1:${server.port}. Start it, or give the address of another one.\n`,
  });
});

test('health ends with 1 if another server listens', async () => {
  const server = createServer((_, response) => void response.writeHead(404).end());
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  expect(await run('health', url)).toEqual({
    code: 1,
    out: '',
    err: `${url} is not ready: ${url}/__admin/health answers 404. Give the address of a mock.\n`,
  });
});

test('health does not depend on stubs, and is in no journal', async () => {
  const mock = createTrackerMock();
  const server = await startServer(mock, { port: 0, admin: false });
  onTestFinished(() => server.close());
  await mock.session().stub({ match: {}, delay: 30_000, reply: { status: 503 } });
  expect((await run('health', server.url)).code).toBe(0);
  expect(await mock.session().requests()).toEqual([]);
});

test('health checks a mock behind a path', async () => {
  const app = express().use('/a/b', createApp(createTrackerMock()));
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  expect((await run('health', `${url}/a/b`)).code).toBe(0);
  expect((await run('health', url)).err).toContain('/__admin/health answers 404');
});

test.each([
  // Browsers block this port, and so does fetch.
  ['http://127.0.0.1:4045', /ECONNREFUSED/],
  // One name that stands for several addresses.
  ['http://localhost:1', /is not ready: .*ECONNREFUSED.*\. Start it/],
  ['https://127.0.0.1:1', /ECONNREFUSED/],
])('health says why %s is not ready', async (url, reason) => {
  expect((await run('health', url)).err).toMatch(reason);
});

test('health says to check http or https if the other end speaks the other one', async () => {
  const { url } = await startMock();
  expect((await run('health', url.replace('http:', 'https:'))).err).toMatch(
    /\. Check the address, and whether it begins with http or https\.\n$/,
  );
});

test('health says that a mock took too long', async () => {
  const { url } = await startMock();
  const timeout = vi
    .spyOn(AbortSignal, 'timeout')
    .mockReturnValue(AbortSignal.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError')));
  onTestFinished(() => timeout.mockRestore());
  expect((await run('health', url)).err).toBe(`${url} is not ready: The operation was aborted due to timeout.\n`);
});

test.each(['127.0.0.1:4010', 'ftp://127.0.0.1', 'http://127.0.0.1/?a=1', 'http://127.0.0.1/#a', ''])(
  'health refuses the address %j',
  async (url) => {
    expect(await run('health', url)).toEqual({
      code: 2,
      out: '',
      err: `Failed to check the mock: ${JSON.stringify(url)} is not an address. Give one such as http://127.0.0.1:4010.\n`,
    });
  },
);
