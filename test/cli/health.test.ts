import { createServer } from 'node:http';
import { createTrackerMock, startServer } from 'agentex-tracker-mock';
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
    err: `${server.url} is not ready: connect ECONNREFUSED 127.0.0.1:${server.port}.\n`,
  });
});

test('health ends with 1 if another server listens', async () => {
  const server = createServer((_, response) => void response.writeHead(404).end());
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  expect(await run('health', url)).toEqual({ code: 1, out: '', err: `${url} is not ready: /readyz answers 404.\n` });
});

test.each(['127.0.0.1:4010', 'ftp://127.0.0.1', ''])('health refuses the address %j', async (url) => {
  expect(await run('health', url)).toEqual({
    code: 2,
    out: '',
    err: `Failed to check the mock: ${JSON.stringify(url)} is not an address. Give one such as http://127.0.0.1:4010.\n`,
  });
});
