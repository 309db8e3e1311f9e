import request from 'supertest';
import { describe, expect, test } from 'vitest';
import { createApp, MockError } from '../../src/index.ts';
import { createSmallMock } from '../setup.ts';

const TOKEN = 'a-long-secret-token';
const ORIGIN = 'https://app.example';
const PAGE = { origin: ORIGIN, 'sec-fetch-site': 'cross-site' };
const BEARER = { authorization: `Bearer ${TOKEN}` };

function open(cors: string | readonly string[] = ORIGIN): ReturnType<typeof request> {
  return request(createApp(createSmallMock(), { admin: { token: TOKEN, cors } }));
}

/** The headers of a reply that concern CORS. */
function readCors({ headers }: { readonly headers: object }): Record<string, unknown> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => /^access-control-|^vary$/.test(name)));
}

const READABLE = {
  'access-control-allow-origin': ORIGIN,
  'access-control-expose-headers': 'location, x-mock-session',
  vary: 'Origin',
};

describe('a page of an admitted origin', () => {
  test.each(['/__admin/state', '/__session/a/__admin/state'])('OPTIONS %s answers its preflight', async (path) => {
    const answer = await open()
      .options(path)
      .set({ ...PAGE, 'access-control-request-method': 'PUT', 'access-control-request-headers': 'authorization' });
    expect([answer.status, answer.text]).toEqual([204, '']);
    expect(readCors(answer)).toEqual({
      ...READABLE,
      'access-control-allow-methods': 'GET, POST, PUT, DELETE',
      'access-control-allow-headers': 'authorization, content-type, last-event-id, x-mock-session',
      'access-control-max-age': '600',
    });
  });

  test('OPTIONS /__admin/state admits a page of the internet to this machine', async () => {
    const headers = { 'access-control-request-method': 'GET', 'access-control-request-private-network': 'true' };
    const answer = await open()
      .options('/__admin/state')
      .set({ ...PAGE, ...headers });
    expect(answer.headers['access-control-allow-private-network']).toBe('true');
  });

  test.each([['https://app.example'], ['https://app.example/path'], [['https://other.example', ORIGIN]]])(
    'GET /__admin/state with the token can be read with cors: %j',
    async (cors) => {
      const answer = await open(cors)
        .get('/__admin/state')
        .set({ ...PAGE, ...BEARER });
      expect(answer.status).toBe(200);
      expect(readCors(answer)).toEqual(READABLE);
    },
  );

  test.each([
    ['GET', '/__admin/state', {}, 401],
    ['GET', '/__admin/state', { authorization: 'Bearer wrong' }, 401],
    ['GET', '/__admin/nowhere', BEARER, 404],
    ['GET', '/__admin/state', { ...BEARER, 'x-mock-session': 'a b' }, 400],
    ['OPTIONS', '/__admin/state', BEARER, 405],
  ] as const)('%s %s with %j can read why it was refused', async (method, path, headers, status) => {
    const app = open();
    const answer = await (method === 'GET' ? app.get(path) : app.options(path)).set({ ...PAGE, ...headers });
    expect([answer.status, answer.type]).toEqual([status, 'application/problem+json']);
    expect(readCors(answer)).toEqual(READABLE);
  });
});

describe('a page of any other origin', () => {
  test.each([
    'http://app.example',
    'https://app.example.evil.example',
    'https://APP.example',
    'null',
    'https://app.example:8443',
  ])('%s is refused, with the token, too', async (origin) => {
    const app = open();
    const preflight = await app.options('/__admin/state').set({ origin, 'access-control-request-method': 'PUT' });
    expect([preflight.status, readCors(preflight)]).toEqual([403, { vary: 'Origin' }]);
    const answer = await app.get('/__admin/state').set({ origin, ...BEARER });
    expect([answer.status, readCors(answer)]).toEqual([403, { vary: 'Origin' }]);
    expect(answer.body).toMatchObject({
      detail:
        'Failed to authorize the request to the control API: it comes from a page of another origin. Start the mock with --admin-token and --admin-cors to admit the page.',
    });
  });

  test('a script of an admitted page, with which a browser sends no origin, is refused', async () => {
    const answer = await open()
      .get('/__admin/state')
      .set({ 'sec-fetch-site': 'cross-site', ...BEARER });
    expect(answer.status).toBe(403);
  });
});

test.each([
  ['*', 'it cannot be opened to all origins'],
  [['https://app.example', '*'], 'it cannot be opened to all origins'],
  ['app.example', '"app.example" is not an origin'],
  ['null', '"null" is not an origin'],
])('createApp refuses the origins %j', (cors, reason) => {
  const message = `Failed to admit pages to the control API: ${reason}. Name each origin, such as https://app.example.`;
  expect(() => open(cors)).toThrow(new MockError('option-invalid', message));
});

test('createApp refuses origins without a token', () => {
  const admin = { cors: ORIGIN } as unknown as { token: string };
  expect(() => createApp(createSmallMock(), { admin })).toThrow('admin/token is missing');
});
