import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import express from 'express';
import request from 'supertest';
import { expect, test } from 'vitest';
import { createApp } from '../../src/index.ts';
import { createSmallMock } from '../setup.ts';
import { openServer } from './admin-server.ts';

const built = new URL('../../dist/dashboard/', import.meta.url);
const LINK = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };

test('GET /__admin/ui/ is a page that runs its own script only, and is shown in no other page', async () => {
  const { url } = await openServer();
  const { status, headers, text } = await request(url).get('/__admin/ui/');
  expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
  expect(headers).toMatchObject({
    'content-security-policy':
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
  });
  expect(text).toBe(readFileSync(new URL('index.html', built), 'utf8'));
});

test.each([
  ['app.js', 'text/javascript; charset=utf-8'],
  ['worker.js', 'text/javascript; charset=utf-8'],
  ['style.css', 'text/css; charset=utf-8'],
])('GET /__admin/ui/%s has the type %s', async (name, type) => {
  const { url } = await openServer();
  const { status, headers } = await request(url).get(`/__admin/ui/${name}`);
  expect([status, headers['content-type']]).toEqual([200, type]);
  expect((await request(url).head(`/__admin/ui/${name}`)).status).toBe(200);
});

test('the dashboard is at a path of its own under any path where the mock is mounted, and under a session', async () => {
  const app = express().use('/mocks/tracker', createApp(createSmallMock()));
  const { status, headers } = await request(app).get('/mocks/tracker/__admin/ui');
  expect([status, headers['location']]).toEqual([308, './ui/']);
  expect((await request(app).get('/mocks/tracker/__session/a/__admin/ui/')).status).toBe(200);
});

test('the dashboard has no other files and takes no other methods', async () => {
  const { url } = await openServer();
  for (const name of ['nothing', 'LICENSES.txt', '__proto__', '../../package.json', '%2e%2e%2fpackage.json']) {
    const { status, headers } = await request(url).get(`/__admin/ui/${name}`);
    expect([name, status, headers['content-type']]).toEqual([name, 404, 'application/problem+json']);
  }
  const refused = await request(url).post('/__admin/ui/');
  expect([refused.status, refused.headers['allow']]).toEqual([405, 'GET, HEAD']);
  expect(refused.body).toMatchObject({ detail: 'Failed to answer "POST": the dashboard allows GET, HEAD.' });
});

test('the page needs no token, since it asks for it; what it shows does', async () => {
  const { url } = await openServer({ admin: { token: 'a-long-enough-token' } });
  expect((await request(url).get('/__admin/ui/')).status).toBe(200);
  expect((await request(url).get('/__admin/contract')).status).toBe(401);
});

test('a link on a website opens the page, and nothing else of a website gets in', async () => {
  const { url } = await openServer();
  const open = async (path: string, headers: Record<string, string>): Promise<number> =>
    (await request(url).get(path).set(headers)).status;
  expect(await open('/__admin/ui/', LINK)).toBe(200);
  expect(await open('/__admin/ui/', { ...LINK, 'sec-fetch-dest': 'iframe' })).toBe(403);
  expect(await open('/__admin/ui/app.js', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' })).toBe(403);
  expect(await open('/__admin/ui/', { ...LINK, origin: 'https://evil.example' })).toBe(403);
  expect(await open('/__admin/ui/', { ...LINK, host: 'rebound.example' })).toBe(403);
  expect(await open('/__admin/state', LINK)).toBe(403);
});

test('without the control API there is no dashboard, and the overview links to none', async () => {
  const { url } = await openServer({ admin: false });
  expect((await request(url).get('/__admin/ui/')).status).toBe(404);
  expect((await request(url).get('/').accept('text/html')).text).not.toContain('__admin');
});

test('GET / links to the dashboard', async () => {
  const { url } = await openServer();
  expect((await request(url).get('/').accept('text/html')).text).toContain('<a href="./__admin/ui/">Dashboard</a>');
  expect((await request(url).get('/__session/a/')).body).toMatchObject({
    links: { dashboard: '/__session/a/__admin/ui/' },
  });
});

test('all files of the dashboard have at most 60 KB gzipped, and nothing is fetched from elsewhere', () => {
  const files = readdirSync(built).filter((name) => name !== 'LICENSES.txt');
  expect(files.toSorted()).toEqual(['app.js', 'index.html', 'style.css', 'worker.js']);
  const contents = files.map((name) => readFileSync(new URL(name, built)));
  let size = 0;
  for (const content of contents) size += gzipSync(content).length;
  expect(size).toBeLessThanOrEqual(60_000);
  const addresses = contents.flatMap((content) => content.toString().match(/https?:\/\/[\w.-]+/g) ?? []);
  expect(addresses.filter((address) => !NAMES.includes(address))).toEqual([]);
});

/** In messages and as names of vocabularies. */
const NAMES = ['http://127.0.0.1', 'http://www.w3.org', 'http://mock.test'];
