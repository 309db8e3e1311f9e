import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openRawSocket } from '../http/raw-socket.ts';
import { createSmallWorld } from '../setup.ts';
import { createTemporaryFolder } from '../temporary-folder.ts';
import type { Served } from './run-main.ts';
import { run, serve } from './run-main.ts';

function serveSmall(...args: string[]): Promise<Served> {
  const folder = createTemporaryFolder({ 'world.json': createSmallWorld() });
  return serve([...args, '-f', join(folder, 'world.json')]);
}

async function post(url: string, body: unknown, headers: Record<string, string> = {}): Promise<number> {
  const all = { 'content-type': 'application/json', ...headers };
  const { status } = await fetch(url, { method: 'POST', headers: all, body: JSON.stringify(body) });
  return status;
}

/** Returns the lines of the log between the ready line and the summary, their times replaced. */
async function readLog({ stop }: Served): Promise<string[]> {
  const lines = (await stop()).out.replaceAll(/\d+\.\d ms/g, 'TIME').split('\n');
  return lines.slice(
    1,
    lines.findIndex((line) => line.includes(' violations, ')),
  );
}

function toPort(url: string): number {
  return Number(new URL(url).port);
}

describe('calls of the control API', () => {
  test('are not logged by default', async () => {
    const served = await serveSmall();
    expect(await post(`${served.url}/__admin/stubs`, { reply: { status: 503 }, times: 1 })).toBe(201);
    expect(await post(`${served.url}/__admin/stubs`, { replie: {} })).toBe(422);
    expect(await readLog(served)).toEqual([]);
  });

  test('are logged with --log-admin: who called for which session, and why a call failed', async () => {
    const served = await serveSmall('--log-admin');
    const { url } = served;
    await post(`${url}/__admin/stubs`, { reply: { status: 503 } }, { 'x-mock-session': 'checkout' });
    await fetch(`${url}/__session/cart/__admin/requests?api_key=secret`);
    await post(`${url}/__admin/stubs`, { replie: {} });
    await post(`${url}/__admin/stubs`, { replie: {}, time: 1 });
    await fetch(`${url}/__admin/nothing`);
    await fetch(`${url}/__admin/health`, { headers: { 'x-mock-session': 'a b' } });
    expect(await readLog(served)).toEqual([
      'POST /__admin/stubs 201 TIME (admin) [checkout]',
      'GET /__session/cart/__admin/requests?api_key=*** 422 TIME (admin) [cart]  Failed to read GET /__admin/requests: one problem. /query/api_key is unknown; expected one of method, path, operation, status, source, valid, since, limit',
      'POST /__admin/stubs 422 TIME (admin)  Failed to add the stub: one problem. /replie is unknown; did you mean "reply"?',
      'POST /__admin/stubs 422 TIME (admin)  Failed to add the stub: 2 problems. /replie is unknown; did you mean "reply"?; and 1 more',
      'GET /__admin/nothing 404 TIME (admin)  Failed to answer "GET /__admin/nothing": the control API has no such path. See /__admin/openapi.json.',
      'GET /__admin/health 400 TIME (admin)  Failed to select a session: its name has to be 1 to 64 of A-Z a-z 0-9 . _ - (got "a b").',
    ]);
  });

  test('are logged with --log json as an object with the names of a request to the API', async () => {
    const served = await serveSmall('--log-admin', '--log', 'json');
    await post(`${served.url}/__session/cart/__admin/reset`, undefined);
    await fetch(`${served.url}/__admin/nothing`);
    const lines = (await served.stop()).out.trim().split('\n').slice(1, 3);
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      {
        message: 'POST /__session/cart/__admin/reset 204',
        session: 'cart',
        method: 'POST',
        path: '/__session/cart/__admin/reset',
        query: '',
        status: 204,
        ms: expect.any(Number) as number,
        source: 'admin',
        reason: null,
      },
      {
        message: 'GET /__admin/nothing 404',
        session: 'default',
        status: 404,
        source: 'admin',
        reason: 'Failed to answer "GET /__admin/nothing": the control API has no such path. See /__admin/openapi.json.',
      },
    ]);
  });

  test.each([
    [[], { origin: 'http://localhost:5173' }, 403, 'it comes from a page of another origin'],
    [['--admin-token', 'a-long-enough-token'], {}, 401, 'it does not carry the token'],
  ])('of a caller that is refused are logged in any case: %j', async (args, headers, status, reason) => {
    const served = await serveSmall(...args);
    expect(await post(`${served.url}/__admin/reset`, {}, headers)).toBe(status);
    const [line] = await readLog(served);
    expect(line).toContain(
      `POST /__admin/reset ${status} TIME (admin)  Failed to authorize the request to the control API: ${reason}`,
    );
  });

  test('cannot be logged if there are none', async () => {
    const { code, err } = await run('serve', '--no-admin', '--log-admin');
    expect({ code, err }).toEqual({
      code: 2,
      err: "error: option '--no-admin' cannot be used with option '--log-admin'\n(see --help)\n",
    });
  });
});

describe('a request that is refused before the mock sees it is logged', () => {
  test('with 413, if its body is too large', async () => {
    const served = await serveSmall('--max-body-size', '10');
    expect(await post(`${served.url}/tracker`, 'x'.repeat(10), { 'x-mock-session': 'cart' })).toBe(413);
    expect(await readLog(served)).toEqual([
      'POST /tracker 413 (server) [cart]  Failed to read the request body: it is larger than 10 bytes. Send a smaller body, or start the mock with a higher --max-body-size.',
    ]);
  });

  test('with 431, if its headers are too large', async () => {
    const served = await serveSmall('--max-header-size', '200');
    const { status } = await fetch(`${served.url}/tracker`, { headers: { cookie: 'x'.repeat(500) } });
    expect(status).toBe(431);
    expect(await readLog(served)).toEqual([
      '(request not read) 431 (server)  The request headers are too large. Send fewer cookies, or start the mock with a higher --max-header-size.',
    ]);
  });

  test.each([
    ['\u{16}\u{3}\u{1}\u{2}', 'It began as HTTPS does. Use http:// in the address.'],
    ['hello\r\n\r\n', 'Send HTTP/1.1.'],
    ['BREW /tracker HTTP/1.1\r\n\r\n', '"BREW" is not a method of HTTP. Send one that the API has.'],
    ['get /tracker HTTP/1.1\r\n\r\n', '"get" is not a method of HTTP. Send GET.'],
  ])('with 400, if it is not HTTP: %j', async (bytes, advice) => {
    const served = await serveSmall();
    const socket = await openRawSocket(toPort(served.url));
    socket.write(bytes);
    await socket.ended();
    expect(await readLog(served)).toEqual([
      `(request not read) 400 (server)  Invalid HTTP request received. ${advice}`,
    ]);
  });

  test('with 400, if its target cannot be parsed', async () => {
    const served = await serveSmall();
    const socket = await openRawSocket(toPort(served.url));
    socket.write('GET http://a:99999/tracker HTTP/1.1\r\n\r\n');
    await socket.ended();
    expect(await readLog(served)).toEqual(['GET http://a:99999/tracker 400 (server)  Invalid HTTP request received.']);
  });

  test('with 400, if it is the preflight of a page that --cors does not name', async () => {
    const served = await serveSmall('--cors', 'https://app.example');
    const headers = { origin: 'http://localhost:5173', 'access-control-request-method': 'PUT' };
    await fetch(`${served.url}/tracker/t-done`, { method: 'OPTIONS', headers });
    await fetch(`${served.url}/tracker/t-done`, {
      method: 'OPTIONS',
      headers: { ...headers, origin: 'https://app.example' },
    });
    expect(await readLog(served)).toEqual(['OPTIONS /tracker/t-done 400 (server)  Disallowed CORS origin']);
  });

  test('in JSON without method and path, if it could not be read', async () => {
    const served = await serveSmall('--log', 'json');
    const socket = await openRawSocket(toPort(served.url));
    socket.write('hello\r\n\r\n');
    await socket.ended();
    const [, line = ''] = (await served.stop()).out.split('\n');
    expect(JSON.parse(line)).toMatchObject({
      message: '(request not read) 400',
      session: 'default',
      method: null,
      path: null,
      query: null,
      status: 400,
      ms: null,
      source: 'server',
      reason: 'Invalid HTTP request received. Send HTTP/1.1.',
    });
  });

  test('unless the log is silent', async () => {
    const served = await serveSmall('--log', 'silent', '--log-admin', '--max-body-size', '10');
    expect(await post(`${served.url}/tracker`, 'x'.repeat(10))).toBe(413);
    await fetch(`${served.url}/__admin/health`);
    expect((await served.stop()).out).toBe(`tracker-mock ready at ${served.url}\n`);
  });
});
