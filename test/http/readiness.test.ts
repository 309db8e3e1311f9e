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
