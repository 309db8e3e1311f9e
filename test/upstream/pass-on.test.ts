import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { DONE } from '../setup.ts';
import { listen, servePassedOn } from './serve-upstream.ts';

test('GET /tracker/{tracker_id} is passed on unchanged, and its reply is verified, counted and recorded', async () => {
  const seen: Pick<IncomingMessage, 'url' | 'headers'>[] = [];
  const upstream = await listen(({ url, headers }, response) => {
    seen.push({ url, headers });
    response.setHeader('x-served-by', 'upstream').setHeader('content-type', 'application/json');
    response.end(JSON.stringify(seen.length === 1 ? DONE : { ...DONE, created_at: 'yesterday' }));
  });
  const { mock, url } = await servePassedOn(upstream);

  const first = await fetch(`${url}/__session/a/tracker/t-done?x=%20`, { headers: { authorization: 'Bearer t' } });
  expect([first.status, first.headers.get('x-served-by')]).toEqual([200, 'upstream']);
  expect(await first.json()).toEqual(DONE);
  expect(seen[0]?.url).toBe('/tracker/t-done?x=%20');
  expect(seen[0]?.headers).toMatchObject({ authorization: 'Bearer t', host: upstream.slice('http://'.length) });

  const second = await fetch(`${url}/__session/a/tracker/t-done`);
  expect(second.headers.get('x-contract-violations')).toBe('1');
  expect(await second.json()).toMatchObject({ created_at: 'yesterday' });
  expect(await mock.session('a').requests()).toMatchObject([
    { reply: { status: 200 }, violations: [] },
    { reply: { status: 200 }, violations: [{ side: 'reply', location: ['body', 'created_at'], rule: 'format' }] },
  ]);
});

test('PUT /tracker/{tracker_id} is passed on with its body', async () => {
  const upstream = await listen((request, response) => {
    response.setHeader('content-type', 'application/json');
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => void chunks.push(chunk));
    request.on('end', () => {
      const update = JSON.parse(Buffer.concat(chunks).toString()) as object;
      response.end(JSON.stringify({ ...DONE, ...update, status_reason: request.headers['content-type'] }));
    });
  });
  const { url } = await servePassedOn(upstream, { operation: 'PUT /tracker/{tracker_id}' });
  const headers = { 'content-type': 'application/json; charset=utf-8' };
  const answer = await fetch(`${url}/tracker/t-done`, { method: 'PUT', headers, body: '{"status":"ÄNDERN"}' });
  expect(await answer.json()).toEqual({ ...DONE, status: 'ÄNDERN', status_reason: headers['content-type'] });
});

test.each([
  ['an object', {}, ['body'], 'type'],
  ['a list of numbers', [DONE, 5], ['body', '1'], 'type'],
  ['a list of null', [null], ['body', '0'], 'type'],
  ['a tracker without a task', [DONE, { ...DONE, task_id: undefined }], ['body', '1'], 'required'],
])('GET /tracker names the place if the upstream server answers %s', async (_, answer, location, rule) => {
  const upstream = await listen((_request, response) => {
    response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
  });
  const { mock, url } = await servePassedOn(upstream, { operation: 'GET /tracker' });
  const response = await fetch(`${url}/tracker`);
  expect(response.headers.get('x-contract-violations')).toBe('1');
  expect(await mock.session().requests()).toMatchObject([{ violations: [{ side: 'reply', location, rule }] }]);
});

test('GET /tracker/{tracker_id} is 502 if the upstream server does not reply', async () => {
  const { mock, url } = await servePassedOn(await listen(({ socket }) => void socket.destroy()));
  const response = await fetch(`${url}/tracker/t-done`);
  expect([response.status, response.headers.get('content-type')]).toEqual([502, 'application/problem+json']);
  expect(await response.json()).toMatchObject({ type: 'urn:agentex-tracker-mock:upstream-failed' });
  expect(await mock.session().requests()).toMatchObject([{ reply: { status: 502 }, undocumented: true }]);
});

test('stubs and wire faults take precedence over the upstream server', async () => {
  const { mock, url } = await servePassedOn('http://127.0.0.1:1');
  await mock.session().stub({ reply: { status: 503 } });
  expect((await fetch(`${url}/tracker/t-done`)).status).toBe(503);
  await mock.session().stub({ fault: 'empty-response' });
  await expect(fetch(`${url}/tracker/t-done`)).rejects.toThrow('fetch failed');
});
