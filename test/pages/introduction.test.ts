import { createHash } from 'node:crypto';
import express from 'express';
import request from 'supertest';
import { describe, expect, test } from 'vitest';
import type { HttpReply, TrackerMock } from '../../src/index.ts';
import { createApp } from '../../src/index.ts';
import { createSmallContract, createSmallContractWorld } from '../contract/small-contract.ts';
import { createSmallMock } from '../setup.ts';

/** What Chromium sends for a page. */
const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8';

function send(mock: TrackerMock, method: string, target: string, accept?: string | string[]): HttpReply {
  const headers = accept === undefined ? {} : { accept };
  const reply = mock.handle({ method, target, headers, body: new Uint8Array() });
  if (reply.status === null) throw new Error('no reply');
  return reply;
}

/** The addresses that a page links to, its icon apart. */
function listLinks({ body }: Pick<HttpReply, 'body'>): string[] {
  return [...body.matchAll(/<a href="([^"]*)"/g)].map(([, href = '']) => href);
}

describe('GET /', () => {
  test('introduces the mock to a program', () => {
    const reply = send(createSmallMock(), 'GET', '/');
    expect(reply.status).toBe(200);
    expect(reply.headers).toEqual({ 'content-type': 'application/json', vary: 'Accept' });
    expect(JSON.parse(reply.body)).toEqual({
      name: 'agentex-tracker-mock',
      version: expect.stringMatching(/^\d/) as string,
      description: 'A mock server for the agent task tracker API of Agentex.',
      profile: 'contract',
      contract: { title: 'Agentex API', version: '0.1.0', operations: expect.any(Number) as number },
      session: 'default',
      world: { trackers: 4, events: 4 },
      links: { docs: '/docs', openapi: '/openapi.json', health: '/readyz' },
    });
  });

  test.each([
    [undefined, 'application/json'],
    ['*/*', 'application/json'],
    ['application/json, text/plain, */*', 'application/json'],
    ['text/*', 'application/json'],
    ['text/html;q=0', 'application/json'],
    ['text/html;q=x', 'application/json'],
    ['text/html;q=0.5, application/json', 'application/json'],
    ['text/html2', 'application/json'],
    ['text/html', 'text/html; charset=utf-8'],
    ['TEXT/HTML ; charset=utf-8; Q=0.1', 'text/html; charset=utf-8'],
    ['application/json;q=0.9, text/html', 'text/html; charset=utf-8'],
    [['application/xml', 'text/html'], 'text/html; charset=utf-8'],
    [BROWSER, 'text/html; charset=utf-8'],
  ])('Accept: %j gets %s', (accept, type) => {
    expect(send(createSmallMock(), 'GET', '/', accept).headers['content-type']).toBe(type);
  });

  test('shows the world of the session, as it is', async () => {
    const mock = createSmallMock();
    await mock.session('a').trackers.add({ agent_id: 'agent-1', task_id: 'task-9' });
    const { body } = send(mock, 'GET', '/__session/a/', BROWSER);
    expect(body).toContain('5 trackers, 4 events');
    expect(body).toContain('<code>a</code>');
    const empty = createSmallMock({
      fixtures: { trackers: [], events: [{ id: 'e', sequence_id: 1, task_id: 't', agent_id: 'a' }] },
    });
    expect(send(empty, 'GET', '/', BROWSER).body).toContain('0 trackers, 1 event<');
  });

  test('escapes what the contract says', () => {
    const contract = { ...createSmallContract(), info: { title: `<script>"'&`, version: 1 } };
    const mock = createSmallMock({ contract, fixtures: createSmallContractWorld() });
    const { body } = send(mock, 'GET', '/', BROWSER);
    expect(body).toContain('&lt;script&gt;&quot;&#39;&amp;');
    expect(body).not.toContain('<script');
  });

  test.each(['/', '/docs'])('the page at %s may run and load nothing, its own style apart', (target) => {
    const { headers, body } = send(createSmallMock(), 'GET', target, BROWSER);
    const [, style = ''] = /<style>([^]*?)<\/style>/.exec(body) ?? [];
    const digest = createHash('sha256').update(style).digest('base64');
    expect(headers['content-security-policy']).toBe(
      `default-src 'none'; style-src 'sha256-${digest}'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    );
    expect(body).not.toMatch(/ style=| on\w+=|<script|https?:\/\/(?!www\.w3\.org\/2000\/svg)/);
  });
});

describe('the links of the page', () => {
  test.each([
    ['', '/'],
    ['', '/__session/a'],
    ['', '/__session/a/'],
    ['/mounted', '/mounted'],
    ['/mounted', '/mounted/__session/a/'],
  ])('mounted at %j, GET %s links to what is there', async (mount, target) => {
    const app = express();
    app.use(mount === '' ? '/' : mount, createApp(createSmallMock()));
    const page = await request(app).get(target).set('accept', BROWSER);
    const links = listLinks({ body: page.text });
    expect(links).toHaveLength(5);
    const paths = links.map((link) => new URL(link, `http://localhost${target}`).pathname);
    for (const path of paths) expect([path, (await request(app).get(path)).status]).toEqual([path, 200]);
    const { body } = (await request(app).get(target)) as { body: { links: Record<string, string> } };
    expect(Object.values(body.links)).toEqual(paths);
  });

  test.each([
    ['/', '/proxied/docs'],
    ['/?a=/b/c', '/proxied/docs'],
    ['/__session/a', '/proxied/__session/a/docs'],
    ['/__session/a/', '/proxied/__session/a/docs'],
  ])('hold behind a proxy that removes a path before GET %s', (target, docs) => {
    const [link = ''] = listLinks({ body: send(createSmallMock(), 'GET', target, BROWSER).body });
    expect(new URL(link, `http://localhost/proxied${target}`).pathname).toBe(docs);
  });

  test('leave out a control API that is not served', async () => {
    const page = await request(createApp(createSmallMock(), { admin: false }))
      .get('/')
      .set('accept', BROWSER);
    expect(listLinks({ body: page.text })).toEqual(['./docs', './openapi.json', './readyz']);
  });

  test('say that the control API needs its token', async () => {
    const app = createApp(createSmallMock(), { admin: { token: 'secret' } });
    const page = await request(app).get('/').set('accept', BROWSER);
    expect(page.text).toContain('Authorization: Bearer TOKEN');
    expect(page.text).not.toContain('secret');
  });
});

describe('with the profile deployed', () => {
  test.each(['/', '/docs'])('GET %s is a page for a browser', async (target) => {
    const mock = createSmallMock({ profile: 'deployed' });
    const reply = send(mock, 'GET', target, BROWSER);
    expect([reply.status, reply.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(await mock.session().unmatched()).toEqual([]);
  });

  test.each([
    ['GET', '/', '*/*', 0],
    ['GET', '/docs', undefined, 0],
    ['HEAD', '/', BROWSER, 0],
    ['HEAD', '/docs', BROWSER, 0],
    ['GET', '/favicon.ico', BROWSER, 0],
    ['POST', '/', BROWSER, 1],
  ])('%s %s with Accept: %s is not found, as deployed', async (method, target, accept, unmatched) => {
    const mock = createSmallMock({ profile: 'deployed' });
    const { status, headers, body } = send(mock, method, target, accept);
    expect([status, body]).toEqual([404, '{"detail":"Not Found"}']);
    expect(headers).toEqual({ 'content-type': 'application/json' });
    expect(await mock.session().unmatched()).toHaveLength(unmatched);
  });
});

describe('the pages are no part of the contract', () => {
  test.each(['/', '/docs', '/favicon.ico', '/healthz', '/readyz', '/openapi.json'])(
    'GET and HEAD %s are not unmatched',
    async (target) => {
      const mock = createSmallMock();
      const status = target === '/favicon.ico' ? 204 : 200;
      expect([send(mock, 'GET', target).status, send(mock, 'HEAD', target).status]).toEqual([status, status]);
      expect(await mock.session().unmatched()).toEqual([]);
      expect(await mock.session().violations()).toEqual([]);
    },
  );

  test.each([
    ['POST', '/'],
    ['DELETE', '/docs'],
    ['GET', '/docs/'],
    ['GET', '//'],
    ['GET', '/index.html'],
  ])('%s %s is not found, as before', async (method, target) => {
    const mock = createSmallMock();
    expect(send(mock, method, target).status).toBe(404);
    expect(await mock.session().unmatched()).toHaveLength(1);
  });

  test('a stub for / wins', async () => {
    const mock = createSmallMock();
    await mock.session().stub({ match: { path: '/' }, reply: { status: 503 } });
    expect(send(mock, 'GET', '/', BROWSER).status).toBe(503);
  });
});
