import request from 'supertest';
import { describe, expect, test } from 'vitest';
import { createApp } from '../../src/index.ts';
import { createSmallMock } from '../setup.ts';

const ORIGIN = 'https://app.example';

/** What a real Starlette answers, its CORSMiddleware set up as the deployed server has it, with one origin in place of `*` for the second. */
const METHODS = 'DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT, QUERY';
const PREFLIGHT = {
  'access-control-allow-methods': METHODS,
  'access-control-max-age': '600',
  'access-control-allow-credentials': 'true',
  'content-type': 'text/plain; charset=utf-8',
  vary: 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers, Access-Control-Request-Private-Network',
};

describe.each([['any origin', '*'] as const, ['its one origin', ORIGIN] as const])('with CORS for %s', (_, cors) => {
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

  test('OPTIONS /tracker/{tracker_id} refuses a method that nobody knows', async () => {
    const answer = await request(createApp(createSmallMock(), { cors }))
      .options('/tracker/t-done')
      .set({ origin: ORIGIN, 'access-control-request-method': 'FOO' });
    expect(answer.status).toBe(400);
    expect(answer.text).toBe('Disallowed CORS method');
    expect(answer.headers).toMatchObject({ ...PREFLIGHT, 'access-control-allow-origin': ORIGIN });
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
    ['get', '/healthz', 200],
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

  test('GET /tracker tells caches that its answer depends on the origin, also where there is none', async () => {
    const answer = await request(createApp(createSmallMock(), { cors })).get('/tracker');
    expect(answer.headers['vary']).toBe('Origin');
    expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
  });

  test('PUT /tracker/{tracker_id} lets the page read that its body is too large', async () => {
    const body = ' '.repeat(1024 * 1024 + 1);
    const answer = await request(createApp(createSmallMock(), { cors }))
      .put('/tracker/t-done')
      .set({ origin: ORIGIN })
      .send(body);
    expect(answer.status).toBe(413);
    expect(answer.headers['access-control-allow-origin']).toBe(ORIGIN);
  });
});

describe('with CORS for one origin', () => {
  const OTHER = 'https://other.example';

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
