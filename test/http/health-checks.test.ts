import request from 'supertest';
import { describe, expect, test } from 'vitest';
import { createApp, createTrackerMock } from '../../src/index.ts';
import { createSmallMock } from '../setup.ts';

const ORIGIN = { origin: 'https://app.example' };

describe.each(['/healthz', '/readyz', '/healthcheck', '/%68ealthz', '/__session/a/healthz'])('%s', (path) => {
  test.each(['GET', 'HEAD'] as const)('%s is answered without CORS headers', async (method) => {
    const app = request(createApp(createSmallMock()));
    const answer = await (method === 'GET' ? app.get(`${path}?x`) : app.head(path)).set(ORIGIN);
    expect(answer.status).toBe(200);
    expect(Object.keys(answer.headers).filter((name) => /^access-control|^vary$/.test(name))).toEqual([]);
  });

  test.each(['put', 'post', 'delete', 'patch', 'options'] as const)('%s is not allowed', async (method) => {
    const app = request(createApp(createSmallMock()));
    const answer = await app[method](path).set({ ...ORIGIN, 'access-control-request-method': 'GET' });
    expect([answer.status, answer.text, answer.headers['allow']]).toEqual([405, '', 'GET']);
    expect(Object.keys(answer.headers).filter((name) => /^access-control|^vary$|^content-type$/.test(name))).toEqual(
      [],
    );
  });

  test.each(['/', '//', '/x', 'z'])('GET is not found with %s behind it, and not redirected', async (suffix) => {
    const answer = await request(createApp(createSmallMock()))
      .get(path + suffix)
      .set(ORIGIN);
    expect([answer.status, answer.body]).toEqual([404, { detail: 'Not Found' }]);
    expect(answer.headers['access-control-allow-origin']).toBe(ORIGIN.origin);
  });

  test('HEAD is not allowed as deployed', async () => {
    const app = createApp(createTrackerMock({ profile: 'deployed', fixtures: { trackers: [] } }));
    const answer = await request(app).head(path);
    expect([answer.status, answer.headers['allow']]).toEqual([405, 'GET']);
  });
});
