import request from 'supertest';
import { describe, expect, test } from 'vitest';
import { createApp } from '../../src/index.ts';
import { createSmallMock } from '../setup.ts';

// What tools such as wait-on and Playwright's `webServer` wait for.

describe.each(['', '/__session/a'])('with the prefix %j', (prefix) => {
  describe.each(['/', '/healthz', '/readyz', '/healthcheck', '/__admin/health'])('%s', (path) => {
    test.each(['GET', 'HEAD'] as const)('%s is answered with 200', async (method) => {
      const app = request(createApp(createSmallMock(), { admin: { token: 'secret' } }));
      const answer = await (method === 'GET' ? app.get(prefix + path) : app.head(prefix + path));
      expect(answer.status).toBe(200);
      expect(answer.text ?? '').toMatch(method === 'GET' ? /^\{.+\}$/ : /^$/);
    });
  });
});

test.each([
  ['GET', '/healthz', 200],
  ['HEAD', '/healthz', 405],
  ['GET', '/readyz', 200],
  ['HEAD', '/readyz', 405],
  ['GET', '/', 404],
  ['HEAD', '/', 404],
  ['GET', '/__admin/health', 200],
  ['HEAD', '/__admin/health', 200],
] as const)('with the profile deployed, %s %s is answered with %i', async (method, path, status) => {
  const app = request(createApp(createSmallMock({ profile: 'deployed' })));
  expect((await (method === 'GET' ? app.get(path) : app.head(path))).status).toBe(status);
});

test.each(['post', 'delete', 'options'] as const)('%s /__admin/health is not allowed', async (method) => {
  const answer = await request(createApp(createSmallMock()))[method]('/__admin/health');
  expect([answer.status, answer.headers['allow']]).toEqual([405, 'GET, HEAD']);
});

describe('with the control API off', () => {
  const app = request(createApp(createSmallMock(), { admin: false }));

  test.each(['', '/__session/a'])('/__admin/health is answered as with it, with the prefix %j', async (prefix) => {
    const open = request(createApp(createSmallMock()));
    const [answer, same] = [await app.get(`${prefix}/__admin/health`), await open.get('/__admin/health')];
    const toSeen = ({ status, text, headers }: typeof answer): unknown => [
      status,
      text,
      headers['content-type'],
      headers['cache-control'],
      headers['x-content-type-options'],
      headers['access-control-allow-origin'],
    ];
    expect(toSeen(answer)).toEqual(toSeen(same));
    for (const each of [app, open]) expect((await each.head(`${prefix}/__admin/health?t=1`)).status).toBe(200);
  });

  test.each([
    ['post', '/__admin/health'],
    ['delete', '/__admin/health'],
    ['get', '/__admin/health/'],
    ['get', '/__admin/healthz'],
    ['get', '/__admin/state'],
    ['get', '/__admin'],
  ] as const)('%s %s is not found', async (method, path) => {
    const answer = await app[method](path);
    expect([answer.status, answer.body]).toEqual([404, { detail: 'Not Found' }]);
  });
});

test.each([true, false])(
  'stubs do not reach /__admin/health, and it is not in the journal (control API: %j)',
  async (admin) => {
    const mock = createSmallMock();
    await mock.session().stub({ match: {}, delay: 30_000, reply: { status: 503 } });
    const answer = await request(createApp(mock, { admin })).get('/__admin/health');
    expect([answer.status, answer.body]).toEqual([200, { status: 'ok' }]);
    expect(await mock.session().requests()).toEqual([]);
  },
);
