import request from 'supertest';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { CorsOption } from '../../src/http/cors.ts';
import type { AppOptions } from '../../src/index.ts';
import { createApp, MockError, startServer } from '../../src/index.ts';
import { createSmallMock } from '../setup.ts';
import { openRawSocket } from './raw-socket.ts';

const ORIGIN = 'https://app.example';
const OTHER = 'https://other.example';

/** Recorded from the deployed server. */
const METHODS = 'DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT';
const PREFLIGHT = {
  'access-control-allow-methods': METHODS,
  'access-control-max-age': '600',
  'access-control-allow-credentials': 'true',
  'content-type': 'text/plain; charset=utf-8',
  vary: 'Origin',
};

describe.each([
  ['any origin', '*'],
  ['its one origin', ORIGIN],
  ['several origins', [OTHER, ORIGIN]],
  ['any origin among others', [OTHER, '*']],
] satisfies [string, CorsOption][])('with CORS for %s', (_, cors) => {
  test('OPTIONS /tracker/{tracker_id} answers a preflight', async () => {
    const answer = await request(createApp(createSmallMock(), { cors })).options('/tracker/t-done').set({
      origin: ORIGIN,
      'access-control-request-method': 'PUT',
      'access-control-request-headers': 'x-a,content-type',
    });
    expect(answer.status).toBe(200);
    expect(answer.text).toBe('OK');
    expect(answer.headers).toMatchObject({
      ...PREFLIGHT,
      'access-control-allow-origin': ORIGIN,
      'access-control-allow-headers': 'x-a,content-type',
    });
  });

  test('OPTIONS /nowhere answers a preflight, too, and allows no header where none is asked for', async () => {
    const answer = await request(createApp(createSmallMock(), { cors }))
      .options('/nowhere')
      .set({ origin: ORIGIN, 'access-control-request-method': 'GET' });
    expect(answer.status).toBe(200);
    expect(answer.headers).not.toHaveProperty('access-control-allow-headers');
  });

  test('OPTIONS /tracker/{tracker_id} without a method to ask for is like any other request', async () => {
    const answer = await request(createApp(createSmallMock(), { cors }))
      .options('/tracker/t-done')
      .set({ origin: ORIGIN });
    expect(answer.status).toBe(405);
    expect(answer.headers).toMatchObject({
      allow: 'GET',
      'access-control-allow-origin': ORIGIN,
      'access-control-allow-credentials': 'true',
      vary: 'Origin',
    });
    expect(answer.headers).not.toHaveProperty('access-control-allow-methods');
  });

  test.each([
    ['get', '/tracker/t-done', 200],
    ['get', '/tracker/abc', 404],
    ['put', '/tracker/t-done', 422],
    ['delete', '/tracker/t-done', 405],
    ['get', '/nowhere', 404],
  ] as const)('%s %s lets the page read the answer', async (method, path, status) => {
    const app = createApp(createSmallMock(), { cors });
    const answer = await request(app)[method](path).set({ origin: ORIGIN });
    expect(answer.status).toBe(status);
    expect(answer.headers).toMatchObject({
      'access-control-allow-origin': ORIGIN,
      'access-control-allow-credentials': 'true',
      vary: 'Origin',
    });
  });

  test('GET /tracker has no CORS header without an origin', async () => {
    const answer = await request(createApp(createSmallMock(), { cors })).get('/tracker');
    expect(Object.keys(answer.headers).filter((name) => /^access-control|^vary$/.test(name))).toEqual([]);
  });

  test.each(['FOO', 'QUERY', 'put', ''])('OPTIONS /tracker/{tracker_id} refuses the method %j', async (method) => {
    const answer = await request(createApp(createSmallMock(), { cors }))
      .options('/tracker/t-done')
      .set({ origin: ORIGIN, 'access-control-request-method': method });
    expect([answer.status, answer.text]).toEqual([400, 'Disallowed CORS method']);
  });

  test.each([
    ['GET', 'Disallowed CORS private-network'],
    ['FOO', 'Disallowed CORS method, private-network'],
  ])('OPTIONS /tracker refuses %s to a page that asks for a private network', async (method, text) => {
    const answer = await request(createApp(createSmallMock(), { cors })).options('/tracker').set({
      origin: ORIGIN,
      'access-control-request-method': method,
      'access-control-request-private-network': 'true',
    });
    expect([answer.status, answer.text]).toEqual([400, text]);
    expect(answer.headers).toMatchObject({ ...PREFLIGHT, 'access-control-allow-origin': ORIGIN });
  });

  test('GET /tracker takes the first of several origins', async () => {
    const head = await readHead({ cors }, ['origin: https://app.example', 'origin: https://third.example']);
    expect(head).toContain('\r\naccess-control-allow-origin: https://app.example\r\n');
  });

  test('PUT /tracker/{tracker_id} lets the page read that its body is too large', async () => {
    const answer = await request(createApp(createSmallMock(), { cors, maxBodySize: 9 }))
      .put('/tracker/t-done')
      .set({ origin: ORIGIN })
      .send('0123456789');
    expect(answer.status).toBe(413);
    expect(answer.headers['access-control-allow-origin']).toBe(ORIGIN);
  });
});

describe('with CORS for any origin', () => {
  test.each(['', '*', 'null', 'file://', 'http://\u00c3\u00a4', 'http://\u00ff'])(
    'GET /tracker echoes the origin %j byte for byte',
    async (origin) => {
      const head = await readHead({ cors: '*' }, [`origin: ${origin}`]);
      expect(head).toContain(`\r\naccess-control-allow-origin: ${origin}\r\n`);
    },
  );

  test('GET /tracker with a stubbed vary header names the origin, too', async () => {
    const mock = createSmallMock();
    await mock.session().stub({ match: { path: '/tracker' }, reply: { status: 503, headers: { Vary: 'Accept' } } });
    const answer = await request(createApp(mock)).get('/tracker').set({ origin: ORIGIN });
    expect(answer.headers['vary']).toBe('Accept, Origin');
  });

  test('GET /tracker with a stubbed CORS header keeps it', async () => {
    const mock = createSmallMock();
    await mock
      .session()
      .stub({ match: { path: '/tracker' }, reply: { status: 503, headers: { 'Access-Control-Allow-Origin': OTHER } } });
    const answer = await request(createApp(mock)).get('/tracker').set({ origin: ORIGIN });
    expect(answer.headers['access-control-allow-origin']).toBe(OTHER);
  });
});

describe('with CORS for one origin', () => {
  test.each([
    ['GET', 'Disallowed CORS origin'],
    ['FOO', 'Disallowed CORS origin, method'],
  ])('OPTIONS /tracker/{tracker_id} refuses %s to a page of another origin', async (method, text) => {
    const answer = await request(createApp(createSmallMock(), { cors: ORIGIN }))
      .options('/tracker/t-done')
      .set({ origin: OTHER, 'access-control-request-method': method });
    expect(answer.status).toBe(400);
    expect(answer.text).toBe(text);
    expect(answer.headers).toMatchObject(PREFLIGHT);
    expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
  });

  test('GET /tracker answers a page of another origin, which cannot read it', async () => {
    const answer = await request(createApp(createSmallMock(), { cors: ORIGIN }))
      .get('/tracker')
      .set({ origin: OTHER });
    expect(answer.status).toBe(200);
    expect(answer.headers['access-control-allow-credentials']).toBe('true');
    expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
  });
});

describe('without CORS', () => {
  test('GET /tracker has no header of CORS', async () => {
    const answer = await request(createApp(createSmallMock(), { cors: false }))
      .get('/tracker')
      .set({ origin: ORIGIN });
    expect(answer.status).toBe(200);
    expect(Object.keys(answer.headers).filter((name) => /^access-control|^vary$/.test(name))).toEqual([]);
  });

  test('OPTIONS /tracker is a method that is not allowed', async () => {
    const answer = await request(createApp(createSmallMock(), { cors: false }))
      .options('/tracker')
      .set({ origin: ORIGIN, 'access-control-request-method': 'GET' });
    expect(answer.status).toBe(405);
  });
});

test.each([
  ['app.example', '"app.example" is not an origin'],
  ['null', '"null" is not an origin'],
  [['https://app.example', ''], '"" is not an origin'],
  [[], 'the list of origins is empty'],
] satisfies [CorsOption, string][])('createApp refuses the CORS option %j', (cors, reason) => {
  expect(() => createApp(createSmallMock(), { cors })).toThrow(
    new MockError(
      'option-invalid',
      `Failed to set up CORS: ${reason}. Give "*", an origin such as "https://app.example", a list of origins, or false.`,
    ),
  );
});

/** Returns the status line and headers of a reply to GET /tracker, each character one byte. */
async function readHead(options: AppOptions, headers: readonly string[]): Promise<string> {
  const server = await startServer(createSmallMock(), { ...options, port: 0 });
  onTestFinished(() => server.close());
  const socket = await openRawSocket(server.port);
  const lines = ['GET /tracker HTTP/1.1', 'host: a', 'connection: close', ...headers];
  socket.write(Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'));
  const reply = await socket.ended();
  return reply.slice(0, reply.indexOf('\r\n\r\n') + 2);
}
