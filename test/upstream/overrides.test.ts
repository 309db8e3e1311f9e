import { expect, test } from 'vitest';
import { createApp } from '../../src/http/app.ts';
import { createTrackerMock } from '../../src/index.ts';
import { createCoreMock } from '../mock/create-core-mock.ts';
import { DONE } from '../setup.ts';
import { createPassingMock, listen, servePassedOn, waitForRequest } from './serve-upstream.ts';

/** Answers with the tracker as JSON, or with an endless stream of text. */
function listenForBoth(): Promise<string> {
  return listen((request, response) => {
    if (request.url?.endsWith('stream') === true) response.setHeader('content-type', 'text/event-stream').write('data');
    else response.setHeader('content-type', 'application/json').end(JSON.stringify(DONE));
  });
}

test('a stub adds its fault to a passed-on reply', async () => {
  const { mock, url } = await servePassedOn(await listenForBoth());
  const prefer = 'fault=contract-violation; violation=bad-date';
  const broken = await fetch(`${url}/tracker/t-done`, { headers: { prefer } });
  expect(await broken.json()).toMatchObject({ id: 't-done', created_at: '2026-02-30 25:61' });
  const slow = await fetch(`${url}/tracker/t-done`, { headers: { prefer: 'fault=slow-body, delay=1' } });
  expect(slow.headers.get('preference-applied')).toBe('delay=1, fault=slow-body');
  expect(await slow.json()).toEqual(DONE);
  expect(await mock.session().requests()).toMatchObject([
    { override: { fault: 'contract-violation' }, violations: [] },
    { override: { fault: 'slow-body' }, violations: [] },
  ]);
});

test('a stream can be delayed, and has no other fault', async () => {
  const { mock, url } = await servePassedOn(await listenForBoth());
  const caller = new AbortController();
  const response = await fetch(`${url}/tracker/stream`, {
    headers: { prefer: 'fault=slow-body, delay=1' },
    signal: caller.signal,
  });
  expect(response.headers.get('preference-applied')).toBe('delay=1');
  await response.body?.getReader().read();
  caller.abort();
  expect(await waitForRequest(mock)).toMatchObject({ override: { delay: 1 }, reply: { body: 'data' } });
});

test('a stream whose client goes away during a delay is recorded', async () => {
  const { mock, url } = await servePassedOn(await listenForBoth());
  const caller = new AbortController();
  const answer = fetch(`${url}/tracker/stream`, { headers: { prefer: 'delay=60000' }, signal: caller.signal });
  // The reply waits as soon as the server has sent the head of its own, which nothing shows.
  const timer = setInterval(() => caller.abort(), 100);
  await expect(answer).rejects.toThrow('aborted');
  clearInterval(timer);
  expect(await waitForRequest(mock)).toMatchObject({ operation: 'GET /tracker/{tracker_id}' });
});

test('a stream is closed if the surrounding app has answered before', async () => {
  const mock = createPassingMock(await listenForBoth());
  const app = createApp(mock);
  const url = await listen((request, response) => {
    app(request, response);
    response.writeHead(408).end();
  });
  expect((await fetch(`${url}/tracker/stream`)).status).toBe(408);
  expect(await waitForRequest(mock)).toMatchObject({ operation: 'GET /tracker/{tracker_id}' });
});

test('mock.fetch() reads a stream, and ends it', async () => {
  const mock = createPassingMock(await listenForBoth());
  const response = await mock.fetch(new Request('http://mock.test/tracker/stream'));
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  expect(await reader?.read()).toEqual({ done: false, value: 'data' });
  await reader?.cancel();
  expect(await waitForRequest(mock)).toMatchObject({ reply: { body: 'data' } });

  const caller = new AbortController();
  caller.abort(new Error('enough'));
  const request = new Request('http://mock.test/tracker/stream', { signal: caller.signal });
  await expect(mock.fetch(request)).rejects.toThrow('enough');
});

test('mock.fetch() reads a stream to its end, and returns a body that cannot be decoded as it is', async () => {
  const upstream = await listen((request, response) => {
    const isText = request.url?.endsWith('text') === true;
    response.setHeader('content-type', isText ? 'text/plain' : 'application/json');
    if (!isText) response.setHeader('content-encoding', 'zip');
    response.end('body');
  });
  const mock = createPassingMock(upstream);
  for (const id of ['text', 'json']) {
    expect(await (await mock.fetch(new Request(`http://mock.test/tracker/${id}`))).text()).toBe('body');
  }
});

test('how the request breaks the contract is counted, and it is passed on', async () => {
  const { mock, url } = await servePassedOn(await listenForBoth(), { operation: 'PUT /tracker/{tracker_id}' });
  for (const [body, rule] of [
    ['{"status":5}', 'string_type'],
    ['{', 'json_invalid'],
    ['\u{FF}', 'unreadable'],
  ] as const) {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${url}/tracker/t-done`, {
      method: 'PUT',
      headers,
      body: Buffer.from(body, 'latin1'),
    });
    expect([response.status, response.headers.get('x-contract-violations')]).toEqual([200, '1']);
    expect((await mock.session().requests()).at(-1)).toMatchObject({ violations: [{ side: 'request', rule }] });
  }
});

test('pages may read passed-on replies as the mock says, whatever the upstream server allows', async () => {
  const upstream = await listen((_request, response) => {
    response
      .setHeader('content-type', 'application/json')
      .setHeader('access-control-allow-origin', 'https://a.example');
    response.end(JSON.stringify(DONE));
  });
  const { url } = await servePassedOn(upstream);
  const headers = { origin: 'https://b.example' };
  const response = await fetch(`${url}/tracker/t-done`, { headers });
  expect(response.headers.get('access-control-allow-origin')).toBe('https://b.example');
});

test('a mock without a transport to other servers answers 502', async () => {
  const mock = createCoreMock({ findUpstream: () => 'http://127.0.0.1:1' });
  const response = await mock.fetch(new Request('http://mock.test/unknown'));
  expect([response.status, await response.json()]).toMatchObject([502, { detail: expect.any(String) as string }]);
});

test('createTrackerMock() refuses timeouts that are none', () => {
  const upstreamTimeouts = { connect: 0, idel: 5 };
  expect(() => createTrackerMock({ upstreamTimeouts })).toThrow(
    expect.objectContaining({
      problems: [
        'upstreamTimeouts/connect must be an integer from 1 to 2147483647, not 0',
        'upstreamTimeouts/idel is unknown; did you mean "idle"?',
      ],
    }) as Error,
  );
});
