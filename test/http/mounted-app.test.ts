import express from 'express';
import type { Express } from 'express';
import request from 'supertest';
import { describe, expect, test } from 'vitest';
import { createApp } from '../../src/index.ts';
import { createSmallMock, DONE, FRESH, NOW } from '../setup.ts';

/** Another app that has the mock under /mock, behind what is given. */
function mount(...before: express.RequestHandler[]): Express {
  const app = express();
  for (const handler of before) app.use(handler);
  app.use('/mock/', createApp(createSmallMock()));
  app.get('/tracker', (_, response) => void response.send('its own'));
  return app;
}

describe('mounted in another app', () => {
  test('GET answers under its path alone', async () => {
    const app = mount();
    expect((await request(app).get('/mock/tracker/t-done')).body).toEqual(DONE);
    expect((await request(app).get('/tracker')).text).toBe('its own');
    expect((await request(app).get('/mock/')).body).toMatchObject({ links: { openapi: '/mock/openapi.json' } });
    expect((await request(app).get('/mock/tracker?limit=x')).status).toBe(422);
  });

  test.each([
    ['/mock/tracker/', '/mock/tracker'],
    ['/mock/tracker/t-done/?a=%20b', '/mock/tracker/t-done?a=%20b'],
    ['/mock/__session/a/tracker/', '/mock/__session/a/tracker'],
  ])('GET %s is redirected within its path', async (path, location) => {
    const answer = await request(mount()).get(path).set({ host: 'app.test' });
    expect(answer.status).toBe(307);
    expect(answer.headers['location']).toBe(`http://app.test${location}`);
  });

  test.each([
    ['https', 'https'],
    ['wss', 'wss'],
    ['ftp', 'http'],
    ['https, http', 'http'],
    [' https ', 'https'],
  ])('GET is redirected to the scheme that X-Forwarded-Proto: %s names', async (value, scheme) => {
    const headers = { host: 'app.test', 'x-forwarded-proto': value };
    const answer = await request(mount()).get('/mock/tracker/').set(headers);
    expect(answer.headers['location']).toBe(`${scheme}://app.test/mock/tracker`);
  });

  test('GET is redirected to http if another machine sends X-Forwarded-Proto', async () => {
    const app = mount((message, _, next) => {
      Object.defineProperty(message.socket, 'remoteAddress', { value: '192.0.2.1' });
      next();
    });
    const headers = { host: 'app.test', 'x-forwarded-proto': 'https' };
    const answer = await request(app).get('/mock/tracker/').set(headers);
    expect(answer.headers['location']).toBe('http://app.test/mock/tracker');
  });

  test.each([
    ['nothing', []],
    ['express.json()', [express.json()]],
    ['express.text()', [express.text({ type: '*/*' })]],
    ['express.raw()', [express.raw({ type: '*/*' })]],
    ['express.urlencoded()', [express.urlencoded()]],
  ] satisfies [string, express.RequestHandler[]][])('PUT reads its body behind %s', async (_, before) => {
    const app = mount(...before);
    const updated = await request(app).put('/mock/tracker/t-fresh').send({ status: 'READY' });
    expect(updated.body).toEqual({ ...FRESH, status: 'READY', updated_at: NOW });
    const refused = await request(app).put('/mock/tracker/t-fresh').send({ status: 5 });
    expect(refused.body).toMatchObject({ detail: [{ type: 'string_type', loc: ['body', 'status'], input: 5 }] });
    const without = await request(app).put('/mock/tracker/t-fresh');
    expect(without.body).toMatchObject({ detail: [{ type: 'missing', loc: ['body'] }] });
  });

  test('PUT reads null behind a parser that lets it through', async () => {
    const answer = await request(mount(express.json({ strict: false })))
      .put('/mock/tracker/t-fresh')
      .set('content-type', 'application/json')
      .send('null');
    expect(answer.body).toMatchObject({ detail: [{ type: 'missing', loc: ['body'] }] });
  });

  test('GET is left alone where the app has answered meanwhile', async () => {
    const app = mount((_, response, next) => {
      next();
      if (!response.headersSent) response.status(503).send('too late');
    });
    const answer = await request(app).get('/mock/tracker');
    expect([answer.status, answer.text]).toEqual([503, 'too late']);
  });

  test('GET whose reply cannot be written costs no other reply of its turn', async () => {
    const app = mount((request_, response, next) => {
      // Node refuses to write this header without a chunked body.
      if (request_.url === '/mock/tracker/t-done') response.setHeader('trailer', 'x');
      next();
    });
    const [broken, other] = await Promise.all([
      request(app).get('/mock/tracker/t-done'),
      request(app).get('/mock/tracker/t-fresh'),
    ]);
    expect(broken.status).toBe(500);
    expect(broken.body).toMatchObject({ type: 'urn:agentex-tracker-mock:internal-error' });
    expect(other.body).toEqual(FRESH);
  });

  test('names no server and no framework', async () => {
    const answer = await request(createApp(createSmallMock())).get('/tracker');
    expect(answer.headers).not.toHaveProperty('x-powered-by');
    expect(answer.headers).not.toHaveProperty('etag');
  });
});
