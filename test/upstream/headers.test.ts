import type { IncomingHttpHeaders } from 'node:http';
import { request as sendRequest } from 'node:http';
import { expect, test } from 'vitest';
import { createApp } from '../../src/http/app.ts';
import { DONE } from '../setup.ts';
import { createPassingMock, listen, servePassedOn } from './serve-upstream.ts';

/** Serves a server that answers with the tracker and tells the headers that it received. */
async function listenAndRemember(
  answer: Readonly<Record<string, string | string[]>> = {},
  status = 200,
): Promise<{ readonly upstream: string; readonly seen: IncomingHttpHeaders[] }> {
  const seen: IncomingHttpHeaders[] = [];
  const upstream = await listen((request, response) => {
    seen.push(request.headers);
    response.writeHead(status, { 'content-type': 'application/json', ...answer }).end(JSON.stringify(DONE));
  });
  return { upstream, seen };
}

/** Sends a request with headers that `fetch` does not send. */
function get(url: string, headers: Record<string, string | string[]> = {}): Promise<IncomingHttpHeaders> {
  return new Promise((resolve, reject) => {
    sendRequest(url, { headers }, (response) => {
      response.resume().on('end', () => resolve(response.headers));
    })
      .on('error', reject)
      .end();
  });
}

test('the upstream server gets the headers of the request, without those of the connection and of the mock', async () => {
  const { upstream, seen } = await listenAndRemember();
  const { url } = await servePassedOn(upstream);
  await get(`${url}/tracker/t-done`, {
    authorization: 'Bearer t',
    cookie: 'a=1; b=2',
    'x-agent-api-key': 'k',
    accept: ['text/html', 'application/json'],
    connection: 'keep-alive, X-Hop',
    'x-hop': 'only to the mock',
    'keep-alive': 'timeout=5',
    te: 'trailers',
    expect: '100-continue',
    'proxy-authorization': 'Basic x',
    'x-mock-session': 'a',
    'x-mock-anything': '1',
    prefer: 'return=minimal, delay=1, Fault="contract-violation"; violation=bad-date, wait=5',
  });
  const { host, 'x-forwarded-host': forwardedHost, ...rest } = seen[0] ?? {};
  expect(rest).toEqual({
    authorization: 'Bearer t',
    cookie: 'a=1; b=2',
    'x-agent-api-key': 'k',
    accept: 'text/html, application/json',
    prefer: 'return=minimal, wait=5',
    connection: 'keep-alive',
    via: '1.1 tracker-mock',
    'x-forwarded-for': '127.0.0.1',
    'x-forwarded-proto': 'http',
  });
  expect([host, forwardedHost]).toEqual([upstream, url].map((address) => address.slice('http://'.length)));
});

test('a Host and a target of another server do not change where a request is passed on to', async () => {
  const { upstream, seen } = await listenAndRemember();
  const { mock } = await servePassedOn(upstream);
  for (const target of ['/tracker/t-done', 'http://other.example/tracker/t-done']) {
    const reply = mock.handle({
      method: 'GET',
      target,
      headers: { host: 'other.example', 'x-forwarded-host': 'third.example' },
      body: new Uint8Array(0),
    });
    expect(reply.delivery).toMatchObject({ kind: 'pass-through', upstream, target });
    if (reply.delivery?.kind === 'pass-through') await reply.delivery.send(new AbortController().signal);
  }
  const received = { host: upstream.slice('http://'.length), 'x-forwarded-host': 'other.example' };
  expect(seen).toMatchObject([received, received]);
  expect(seen[0]).not.toHaveProperty('x-forwarded-for');
});

test('a request says which proxies it has passed', async () => {
  const { upstream, seen } = await listenAndRemember();
  const { url } = await servePassedOn(upstream);
  const before = { via: '1.1 nginx', 'x-forwarded-for': '203.0.113.7', 'x-forwarded-proto': 'https' };
  await get(`${url}/tracker/t-done`, before);
  expect(seen[0]).toMatchObject({
    via: '1.1 nginx, 1.1 tracker-mock',
    'x-forwarded-for': '203.0.113.7, 127.0.0.1',
    'x-forwarded-proto': 'https',
  });
});

test('the client gets the headers of the reply, without those of the connection and those that only the mock sends', async () => {
  const { upstream } = await listenAndRemember({
    'set-cookie': ['a=1; Path=/', 'b=2, or so'],
    'content-type': 'application/json; charset=utf-8',
    etag: '"1"',
    via: '1.1 nginx',
    vary: ['accept', 'origin'],
    __proto__: 'kept',
    constructor: 'kept',
    'x-latin': 'gr\u00fcn',
    connection: 'X-Hop',
    'x-hop': 'only to the mock',
    'proxy-authenticate': 'Basic',
    'x-contract-violations': '7',
    'sl-violations': '[]',
    'x-mock-source': 'sample',
  });
  const { url } = await servePassedOn(upstream);
  const { date, ...rest } = await get(`${url}/tracker/t-done`);
  expect(date).toEqual(expect.any(String));
  expect(rest).toEqual({
    'set-cookie': ['a=1; Path=/', 'b=2, or so'],
    'content-type': 'application/json; charset=utf-8',
    'content-length': String(JSON.stringify(DONE).length),
    connection: 'keep-alive',
    'keep-alive': expect.any(String) as string,
    etag: '"1"',
    via: '1.1 nginx, 1.1 tracker-mock',
    vary: 'accept, origin',
    constructor: 'kept',
    'x-latin': 'gr\u00fcn',
    'x-mock-source': 'upstream',
  });
});

test('mock.fetch() returns a passed-on reply with its cookies', async () => {
  const { upstream, seen } = await listenAndRemember({ 'set-cookie': ['a=1', 'b=2'] });
  const mock = createPassingMock(upstream);
  const response = await mock.fetch(
    new Request('http://mock.test/tracker/t-done', { headers: { 'accept-encoding': 'gzip' } }),
  );
  expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
  expect(await response.json()).toEqual(DONE);
  expect(seen[0]).not.toHaveProperty('accept-encoding');
});

test('HEAD and 304 keep the length that the server names, and have no violations', async () => {
  const upstream = await listen((_request, response) => {
    response.writeHead(304, { 'content-length': 500, etag: '"1"' }).end();
  });
  const { mock, url } = await servePassedOn(upstream);
  const response = await fetch(`${url}/tracker/t-done`);
  expect([response.status, response.headers.get('etag'), response.headers.get('content-length')]).toEqual([
    304,
    '"1"',
    '500',
  ]);
  expect(await mock.session().requests()).toMatchObject([
    { reply: { status: 304 }, violations: [], undocumented: true },
  ]);
});

test('a 204 has neither a body nor a length', async () => {
  const { upstream } = await listenAndRemember({ 'content-length': '0' }, 204);
  const { url } = await servePassedOn(upstream);
  const response = await fetch(`${url}/tracker/t-done`);
  expect([response.status, response.headers.get('content-length'), await response.text()]).toEqual([204, null, '']);
});

test('an upstream address may have a path, in front of that of the request', async () => {
  const paths: (string | undefined)[] = [];
  const server = await listen(({ url }, response) => {
    paths.push(url);
    response.setHeader('content-type', 'application/json').end(JSON.stringify(DONE));
  });
  const { url } = await servePassedOn(`${server}/api`);
  await fetch(`${url}/tracker/t%20done?a=1&b=%20`);
  expect(paths).toEqual(['/api/tracker/t%20done?a=1&b=%20']);
});

test.each([
  ['/api/tracker/t-new?x=1#y', '/__session/a/tracker/t-new?x=1#y'],
  ['SERVER/api/tracker/t-new', '/__session/a/tracker/t-new'],
  ['t-new', '/__session/a/tracker/t-new'],
  ['/elsewhere', '/elsewhere'],
  ['https://other.example/api/tracker', 'https://other.example/api/tracker'],
  ['http://[', 'http://['],
])('a redirect to %s is not followed, and leads the client to %s', async (location, expected) => {
  let requests = 0;
  const server = await listen((request, response) => {
    requests += 1;
    const { host = '' } = request.headers;
    response.writeHead(307, { location: location.replace('SERVER', `http://${host}`) }).end();
  });
  const url = await listen(createApp(createPassingMock(`${server}/api`)));
  const response = await fetch(`${url}/__session/a/tracker/t-done`, { redirect: 'manual' });
  expect([response.status, response.headers.get('location')]).toEqual([307, expected]);
  expect(requests).toBe(1);
});
