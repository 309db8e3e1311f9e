import express from 'express';
import type { Response } from 'supertest';
import supertest from 'supertest';
import { describe, expect, test } from 'vitest';
import { createAdmin } from '../../src/admin/admin.ts';
import { createApp } from '../../src/index.ts';
import { createSmallMock } from '../setup.ts';
import { openServer } from './admin-server.ts';
import type { RawReply } from './raw-request.ts';
import { sendRaw } from './raw-request.ts';

const STATE = 'GET /__admin/state HTTP/1.1';
const HEALTH = 'GET /__admin/health HTTP/1.1';
const TOKEN = 'o-p.e_n~+/sesame=';
const BEARER = `Authorization: Bearer ${TOKEN}`;

function toCode({ body }: RawReply): unknown {
  const { type = '' } = JSON.parse(body) as { type?: string };
  return type.replace('urn:agentex-tracker-mock:', '');
}

describe('without a token', () => {
  test.each([
    'localhost',
    'LocalHost:4010',
    'localhost:65535',
    'tracker.localhost',
    'a.b-c.localhost:80',
    '127.0.0.1',
    '127.255.3.254:4010',
    '[::1]',
    '[::1]:4010',
  ])('Host: %s is served', async (host) => {
    const { url } = await openServer();
    expect((await sendRaw(url, STATE, `Host: ${host}`)).status).toBe(200);
    expect((await sendRaw(url, 'GET /__session/a/__admin/state HTTP/1.1', `Host: ${host}`)).status).toBe(200);
  });

  test.each([
    'evil.example',
    'localhost.evil.example',
    'evil-localhost',
    'evil.example:4010',
    '127.0.0.1.evil.example',
    '127.0.0.256',
    '127.1',
    '0.0.0.0:4010',
    '10.0.0.1',
    '192.168.0.1:4010',
    '[::]',
    '[::1].evil.example',
    'localhost:4010:1',
    'localhost:123456',
    'user@localhost',
    'localhost,evil.example',
    'localhost/',
    '.localhost',
    '',
  ])('Host: %s is refused', async (host) => {
    const { mock, url } = await openServer();
    const requests = [
      STATE,
      'POST /__admin/reset HTTP/1.1',
      'GET /__session/a/__admin/state HTTP/1.1',
      'GET /__admin/nowhere HTTP/1.1',
    ];
    for (const request of requests) {
      const reply = await sendRaw(url, request, `Host: ${host}`);
      expect([request, reply.status, toCode(reply)]).toEqual([request, 403, 'admin-forbidden']);
    }
    expect((await sendRaw(url, HEALTH, `Host: ${host}`)).body).toBe('{"status":"ok"}');
    expect(mock.sessions.list()).toEqual([]);
  });

  test('a request without a Host is refused', async () => {
    const { url } = await openServer();
    const reply = await sendRaw(url, 'GET /__admin/state HTTP/1.0');
    expect([reply.status, toCode(reply)]).toEqual([403, 'admin-forbidden']);
  });

  test('a request with two Host headers is refused', async () => {
    const { url } = await openServer();
    expect((await sendRaw(url, STATE, 'Host: evil.example', 'Host: localhost')).status).toBe(403);
  });

  test.each(['state', 'ui/', 'requests/stream'])(
    'a page of another origin cannot open a WebSocket to %s',
    async (path) => {
      const { url } = await openServer();
      const upgrade = ['Host: localhost', 'Origin: https://evil.example', 'Connection: Upgrade', 'Upgrade: websocket'];
      const reply = await sendRaw(url, `GET /__admin/${path} HTTP/1.1`, ...upgrade, 'Sec-WebSocket-Version: 13');
      expect(reply.status).toBe(403);
    },
  );

  test('the API itself is served whatever the Host', async () => {
    const { url } = await openServer();
    expect((await sendRaw(url, 'GET /tracker HTTP/1.1', 'Host: evil.example')).status).toBe(200);
  });
});

describe.each([
  ['without a token', undefined],
  ['with a token', TOKEN],
])('%s', (_, token) => {
  const options = token === undefined ? {} : { admin: { token } };

  test.each([
    ['Origin: http://localhost:4010'],
    ['Origin: http://localhost:4010', 'Sec-Fetch-Site: same-origin'],
    ['Sec-Fetch-Site: none'],
  ])('a page of the same origin is admitted: %s', async (...headers) => {
    const { url } = await openServer(options);
    expect((await sendRaw(url, STATE, 'Host: localhost:4010', BEARER, ...headers)).status).toBe(200);
  });

  test('an origin with the default port is the same origin', async () => {
    const { url } = await openServer(options);
    expect((await sendRaw(url, STATE, 'Host: localhost:80', BEARER, 'Origin: http://localhost')).status).toBe(200);
    expect((await sendRaw(url, STATE, 'Host: localhost', BEARER, 'Origin: http://localhost')).status).toBe(200);
  });

  test.each([
    ['Origin: http://evil.example'],
    ['Origin: https://localhost:4010'],
    ['Origin: http://localhost:3000'],
    ['Origin: http://localhost'],
    ['Origin: http://127.0.0.1:4010'],
    ['Origin: http://localhost:4010.evil.example'],
    ['Origin: http://localhost:4010/'],
    ['Origin: null'],
    ['Origin: '],
    ['Origin: http://localhost:4010', 'Origin: http://evil.example'],
    ['Sec-Fetch-Site: cross-site'],
    ['Sec-Fetch-Site: same-site'],
    ['Origin: http://localhost:4010', 'Sec-Fetch-Site: cross-site'],
  ])('a page of another origin is refused: %s', async (...headers) => {
    const { mock, url } = await openServer(options);
    const requests = [
      STATE,
      HEALTH,
      'POST /__admin/reset HTTP/1.1',
      'DELETE /__session/a/__admin/stubs HTTP/1.1',
      'GET /__admin/nowhere HTTP/1.1',
    ];
    for (const request of requests) {
      const reply = await sendRaw(url, request, 'Host: localhost:4010', BEARER, ...headers);
      expect([request, reply.status, toCode(reply)]).toEqual([request, 403, 'admin-forbidden']);
      expect(reply.head).not.toContain('access-control-');
    }
    expect(mock.sessions.list()).toEqual([]);
  });

  test.each([
    ['OPTIONS /__admin/state HTTP/1.1'],
    ['OPTIONS /__session/a/__admin/state HTTP/1.1'],
    ['OPTIONS /__admin/health HTTP/1.1'],
  ])('%s of a page of another origin gives no permission', async (request) => {
    const { url } = await openServer(options);
    const preflight = [
      'Origin: http://evil.example',
      'Access-Control-Request-Method: PUT',
      'Access-Control-Request-Headers: content-type',
    ];
    const reply = await sendRaw(url, request, 'Host: localhost:4010', ...preflight);
    expect(reply.status).toBe(403);
    expect(reply.head).not.toContain('access-control-');
  });

  test('not even a page of the same origin gets CORS headers', async () => {
    const { url } = await openServer(options);
    const { head } = await sendRaw(url, STATE, 'Host: localhost', 'Origin: http://localhost', BEARER);
    expect(head).not.toContain('access-control-');
  });
});

describe('with a token', () => {
  const options = { admin: { token: TOKEN } };

  test.each([BEARER, `authorization: bearer   ${TOKEN}`, `Authorization: BEARER ${TOKEN}`])(
    '%s lets in whatever the Host',
    async (header) => {
      const { url } = await openServer(options);
      expect((await sendRaw(url, STATE, 'Host: tracker-mock:4010', header)).status).toBe(200);
      expect((await sendRaw(url, 'GET /__session/a/__admin/state HTTP/1.1', 'Host: 10.0.0.1', header)).status).toBe(
        200,
      );
    },
  );

  test.each([
    'X-None: 1',
    'Authorization: Bearer',
    'Authorization: Bearer ',
    `Authorization: ${TOKEN}`,
    `Authorization: Basic ${TOKEN}`,
    `Authorization: Bearer ${TOKEN}x`,
    `Authorization: Bearer ${TOKEN.slice(0, -1)}`,
    `Authorization: Bearer ${TOKEN.toUpperCase()}`,
    `Authorization: Bearer ${TOKEN}, Bearer ${TOKEN}`,
    `Authorization: Bearer ${'x'.repeat(5000)}`,
  ])('%s admits nobody, not even from this machine', async (header) => {
    const { mock, url } = await openServer(options);
    const requests = [
      STATE,
      'POST /__admin/reset HTTP/1.1',
      'GET /__session/a/__admin/state HTTP/1.1',
      'GET /__admin/openapi.json HTTP/1.1',
      'GET /__admin/nowhere HTTP/1.1',
      'GET /__admin/health/ HTTP/1.1',
    ];
    for (const request of requests) {
      const reply = await sendRaw(url, request, 'Host: localhost', header);
      expect([request, reply.status, toCode(reply)]).toEqual([request, 401, 'admin-unauthorized']);
      expect(reply.head).toContain('\r\nwww-authenticate: bearer\r\n');
      expect(reply.body).not.toContain(TOKEN);
    }
    expect(mock.sessions.list()).toEqual([]);
  });

  test('only GET /__admin/health needs no token', async () => {
    const { url } = await openServer(options);
    expect((await sendRaw(url, HEALTH, 'Host: tracker-mock:4010')).body).toBe('{"status":"ok"}');
    expect((await sendRaw(url, 'GET /__session/a/__admin/health?a HTTP/1.1', 'Host: tracker-mock')).status).toBe(200);
    expect((await sendRaw(url, 'GET /__admin/version HTTP/1.1', 'Host: tracker-mock:4010')).status).toBe(401);
  });

  test.each(['a\n', 'a\r\n'])('of the token %j it is said at the start that it ends in a line break', (token) => {
    expect(() => createAdmin(createSmallMock(), { token })).toThrow(
      'Failed to guard the control API: the token ends in a line break, which a header cannot carry. Give it without one, with --admin-token or TRACKER_MOCK_ADMIN_TOKEN.',
    );
  });

  test.each(['', '\n', 'two words', 'tökén', 'a\nb'])('the token %j is refused at the start', async (token) => {
    const message = 'Failed to guard the control API: the token is empty, or has characters';
    expect(() => createAdmin(createSmallMock(), { token })).toThrow(message);
    await expect(openServer({ admin: { token } })).rejects.toThrow(message);
  });

  test('guesses are slowed down after ten wrong tokens, and the right one still lets in', async () => {
    const { url } = await openServer(options);
    const send = async (token: string): Promise<number> =>
      (await sendRaw(url, STATE, 'Host: localhost', `Authorization: Bearer ${token}`)).status;
    for (let sent = 0; sent < 10; sent += 1) expect(await send('wrong')).toBe(401);
    const statuses = await Promise.all(Array.from({ length: 15 }, () => send('wrong')));
    expect(statuses.filter((status) => status === 429)).toHaveLength(5);
    expect(statuses.filter((status) => status === 401)).toHaveLength(10);
    expect(await send(TOKEN)).toBe(200);
  });
});

describe('in an app that is open to other machines', () => {
  /** Serves the mock to a client whose connection seems to come from an address. */
  async function requestFrom(
    address: string | undefined,
    admin: boolean | { token: string },
    path = '/__admin/state',
  ): Promise<Response> {
    const app = express();
    app.use((message, _, next) => {
      Object.defineProperty(message.socket, 'remoteAddress', { value: address });
      next();
    });
    app.use(createApp(createSmallMock(), { admin }));
    return supertest(app).get(path).set('host', 'localhost').set('authorization', `Bearer ${TOKEN}`);
  }

  test.each(['192.0.2.1', '10.0.0.1', '128.0.0.1', '::ffff:192.0.2.1', '2001:db8::1', 'fe80::1', '::', undefined])(
    'a caller from %s needs a token, whatever its Host',
    async (address) => {
      expect((await requestFrom(address, true)).status).toBe(403);
      expect((await requestFrom(address, { token: TOKEN })).status).toBe(200);
      expect((await requestFrom(address, true, '/__admin/health')).status).toBe(200);
    },
  );

  test.each(['127.0.0.1', '127.1.2.3', '::1', '::ffff:127.0.0.1'])('a caller from %s is served', async (address) => {
    expect((await requestFrom(address, true)).status).toBe(200);
  });
});
