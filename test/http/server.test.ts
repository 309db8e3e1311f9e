import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createTrackerMock, MockError, startServer } from '../../src/index.ts';
import { createSmallMock } from '../setup.ts';
import { openRawSocket } from './raw-socket.ts';

const GET = 'GET /tracker/t-done HTTP/1.1\r\nhost: a\r\n\r\n';
const PUT = 'PUT /tracker/t-fresh HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 18\r\n\r\n';

describe('close()', () => {
  test('answers what is in flight', async () => {
    const server = await startServer(createSmallMock(), { port: 0 });
    const socket = await openRawSocket(server.port);
    socket.write(PUT);
    // Answered on another connection, so that the server has read the head of the first by now.
    await fetch(`${server.url}/healthz`);
    const closing = server.close();
    socket.write('{"status":"READY"}');
    expect(await socket.until('}')).toContain('"status":"READY"');
    await closing;
  });

  test('tells a client with a reply in flight to close the connection, and skips its delay', async () => {
    const server = await startServer(createSmallMock(), { port: 0 });
    const socket = await openRawSocket(server.port);
    const delayed = (id: string): string => `GET /tracker/${id} HTTP/1.1\r\nhost: a\r\nprefer: delay=600000\r\n\r\n`;
    socket.write(delayed('t-done') + delayed('t-fresh'));
    await fetch(`${server.url}/healthz`);
    await server.close();
    const [first, second] = (await socket.ended()).split(/(?=HTTP\/1\.1 )/);
    expect(first).toMatch(/\r\nConnection: keep-alive\r\n[\s\S]*"id":"t-done"/i);
    expect(second).toMatch(/\r\nConnection: close\r\n[\s\S]*"id":"t-fresh"/i);
  });

  test('answers a request that is on its way on an idle connection', async () => {
    const server = await startServer(createSmallMock(), { port: 0 });
    const idle = await openRawSocket(server.port);
    idle.write(GET);
    await idle.until('"id":"t-done"');
    const closing = server.close();
    idle.write(GET);
    await closing;
    const [, second] = (await idle.ended()).split(/(?=HTTP\/1\.1 )/);
    expect(second).toMatch(/\r\nConnection: close\r\n[\s\S]*"id":"t-done"/i);
  });

  test('sends the rest of a slow reply at once', async () => {
    const server = await startServer(createSmallMock(), { port: 0 });
    const socket = await openRawSocket(server.port);
    socket.write('GET /tracker HTTP/1.1\r\nhost: a\r\nprefer: fault=slow-body\r\n\r\n');
    await socket.until('\r\n\r\n');
    await server.close();
    expect((await socket.ended()).endsWith('}]')).toBe(true);
  });

  test('closes the connection of a request that comes while it closes', async () => {
    const server = await startServer(createSmallMock(), { port: 0 });
    const busy = await openRawSocket(server.port);
    busy.write(PUT);
    await fetch(`${server.url}/healthz`);
    const closing = server.close();
    busy.write(`{"status":"READY"}${GET}`);
    const [first] = (await busy.ended()).split(/(?=HTTP\/1\.1 )/);
    expect(first).toMatch(/\r\nConnection: close\r\n[\s\S]*"status":"READY"/i);
    await closing;
  });

  test('lets a client receive a large reply that is on its way', async () => {
    const mock = createSmallMock();
    const body = 'x'.repeat(20 * 1024 * 1024);
    await mock.session().stub({ match: { path: '/large' }, reply: { status: 503, body } });
    const server = await startServer(mock, { port: 0 });
    const answer = await fetch(`${server.url}/large`);
    const closing = server.close();
    expect(await answer.json()).toHaveLength(body.length);
    await closing;
  });

  test('cuts off connections that wait for nothing, and takes no new ones', async () => {
    const server = await startServer(createSmallMock(), { port: 0 });
    const idle = await openRawSocket(server.port);
    idle.write(GET);
    await idle.until('"id":"t-done"');
    await server.close();
    expect(await idle.ended()).toContain('"id":"t-done"');
    await expect(fetch(server.url)).rejects.toThrow('fetch failed');
  });

  test('cuts off what does not come to an end', async () => {
    const server = await startServer(createSmallMock(), { port: 0 });
    const never = await openRawSocket(server.port);
    never.write(PUT);
    const silent = await openRawSocket(server.port);
    const refused = await openRawSocket(server.port);
    refused.write('GARBAGE\r\n\r\n');
    await refused.until('Invalid');
    await server.close();
    expect(await never.ended()).toBe('');
    expect(await silent.ended()).toBe('');
  });

  test('may be called twice', async () => {
    const server = await startServer(createSmallMock(), { port: 0 });
    await Promise.all([server.close(), server.close()]);
    await server.close();
    await expect(fetch(server.url)).rejects.toThrow('fetch failed');
  });
});

describe('startServer', () => {
  test('listens on 127.0.0.1 and says where', async () => {
    const server = await startServer(createSmallMock(), { port: 0 });
    onTestFinished(() => server.close());
    expect(server.url).toBe(`http://127.0.0.1:${server.port}`);
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  });

  test('writes an IPv6 address in brackets', async () => {
    const server = await startServer(createSmallMock(), { port: 0, host: '::1' });
    onTestFinished(() => server.close());
    expect(server.url).toBe(`http://[::1]:${server.port}`);
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  });

  test('serves several mocks that know nothing of each other', async () => {
    const servers = await Promise.all([1, 2].map(() => startServer(createSmallMock(), { port: 0 })));
    onTestFinished(async () => void (await Promise.all(servers.map((server) => server.close()))));
    const [one, other] = servers.map(({ url }) => `${url}/tracker/t-fresh`);
    const headers = { 'content-type': 'application/json' };
    await fetch(one ?? '', { method: 'PUT', headers, body: '{"status":"READY"}' });
    expect(await (await fetch(one ?? '')).json()).toMatchObject({ status: 'READY' });
    expect(await (await fetch(other ?? '')).json()).toMatchObject({ status: null });
  });

  test('names a port that is in use, and what to try', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void other.close());
    await new Promise((resolve) => void other.once('listening', resolve));
    const { port } = other.address() as AddressInfo;
    await expect(startServer(createTrackerMock(), { port })).rejects.toThrow(
      new MockError(
        'server-not-started',
        `Failed to listen on 127.0.0.1 port ${port}: the port is in use. Stop the program that listens there, or choose another port with --port (0 for any free port).`,
      ),
    );
  });

  test.each([
    ['192.0.2.1', 'the address does not belong to this machine. Choose another one with --host, such as 127.0.0.1.'],
    ['no-such-host.invalid', 'the host name is not known. Choose an address with --host, such as 127.0.0.1.'],
  ])('refuses to listen on %s', async (host, reason) => {
    const failure = await startServer(createTrackerMock(), { port: 0, host }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(MockError);
    expect((failure as MockError).message).toBe(`Failed to listen on ${host} port 0: ${reason}`);
  });

  test.each([-1, 65_536, 0.5, Number.NaN])('refuses the port %d', async (port) => {
    await expect(startServer(createTrackerMock(), { port })).rejects.toMatchObject({
      code: 'option-invalid',
      problems: [`port must be an integer from 0 to 65535, not ${port}`],
    });
  });
});

test('a server is closed at the end of its scope', async () => {
  const server = await startServer(createSmallMock(), { port: 0 });
  await server[Symbol.asyncDispose]();
  await expect(fetch(server.url)).rejects.toThrow('fetch failed');
});
