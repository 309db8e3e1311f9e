import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { JUDGED_BODY_SIZE, MOCKS_IN_A_ROW, UPSTREAM_HEADER_SIZE } from '../../src/budgets.ts';
import { createPassOn } from '../../src/upstream/pass-on.ts';
import { createCoreMock } from '../mock/create-core-mock.ts';
import { DONE } from '../setup.ts';
import { listen, listenRaw, servePassedOn, waitForRequest } from './serve-upstream.ts';

const JSON_HEAD = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n';

test.each([
  ['the connection was closed before the end of the reply', (): string => ''],
  ['the connection was closed before the end of the reply', (): string => 'HTTP/1.1 200'],
  [
    'its reply is not HTTP (Response does not match the HTTP/1.1 protocol (Expected HTTP/, RTSP/ or ICE/))',
    (): string => 'SSH-2.0-OpenSSH\r\n\r\n',
  ],
  [
    'it sent "100 Continue" without being asked to, which cannot be passed on',
    (): string => `HTTP/1.1 100 Continue\r\n\r\n${JSON_HEAD}content-length: 2\r\n\r\n{}`,
  ],
  ['its status 999 is not one of HTTP', (): string => 'HTTP/1.1 999 X\r\n\r\n'],
  [
    'the connection was closed before the end of the reply',
    (): string => `${JSON_HEAD}content-length: 500\r\n\r\n{"id":`,
  ],
  [
    `the headers of its reply are larger than ${UPSTREAM_HEADER_SIZE} bytes`,
    (): string => `${JSON_HEAD}x-long: ${'x'.repeat(UPSTREAM_HEADER_SIZE)}\r\n\r\n`,
  ],
])('a reply without an end or a form is 502: %s (%#)', async (reason, answer) => {
  const upstream = await listenRaw((socket) => void socket.end(answer(), 'latin1'));
  const { mock, url } = await servePassedOn(upstream);
  const response = await fetch(`${url}/tracker/t-done`);
  expect([response.status, response.headers.get('content-type')]).toEqual([502, 'application/problem+json']);
  expect(await response.json()).toMatchObject({
    type: 'urn:agentex-tracker-mock:upstream-failed',
    detail: `Failed to pass GET /tracker/t-done on to ${upstream}: ${reason}. Check that the server runs and that this is its address.`,
  });
  expect(response.headers.get('x-mock-source')).toBe(null);
  expect(await waitForRequest(mock)).toMatchObject({ reply: { status: 502 }, undocumented: true });
});

test.each([
  ['GET', 'closed', 200],
  ['PUT', 'closed', 200],
  ['POST', 'closed', 502],
  ['GET', 'reset', 200],
])('a %s over a kept connection that the server has just %s is %d', async (method, how, status) => {
  const used = new Set<Socket>();
  const upstream = await listenRaw((socket) => {
    const isUsed = used.has(socket);
    used.add(socket);
    if (!isUsed) socket.write(`${JSON_HEAD}content-length: 2\r\n\r\n{}`);
    else if (how === 'reset') socket.resetAndDestroy();
    else socket.end();
  });
  const mock = createCoreMock({ findUpstream: () => upstream, passOn: createPassOn() });
  const send = (verb: string): Promise<Response> =>
    mock.fetch(new Request('http://mock.test/else', { method: verb, ...(verb === 'GET' ? {} : { body: '{}' }) }));
  expect((await send('GET')).status).toBe(200);
  // The connection is free after a turn.
  await new Promise(setImmediate);
  expect((await send(method)).status).toBe(status);
  expect(used.size).toBe(status === 200 ? 2 : 1);
});

test.each([
  ['closes', (socket: Socket): void => void socket.end()],
  ['resets', (socket: Socket): void => void socket.resetAndDestroy()],
])('a server that %s every connection gets a request once', async (_, finish) => {
  let requests = 0;
  const upstream = await listenRaw((socket) => {
    requests += 1;
    finish(socket);
  });
  const { url } = await servePassedOn(upstream);
  expect((await fetch(`${url}/tracker/t-done`)).status).toBe(502);
  expect(requests).toBe(1);
});

test('a server that nobody runs is 502', async () => {
  const { url } = await servePassedOn('http://127.0.0.1:1');
  const response = await fetch(`${url}/tracker/t-done`);
  expect([response.status, await response.json()]).toMatchObject([
    502,
    { detail: expect.stringContaining('http://127.0.0.1:1: nothing listens there.') as string },
  ]);
});

test('a failure quotes the path without its query, and not all of a long one', async () => {
  const { url } = await servePassedOn('http://127.0.0.1:1');
  const response = await fetch(`${url}/tracker/${'x'.repeat(500)}?token=secret`);
  const path = `/tracker/${'x'.repeat(191)}…`;
  expect(await response.json()).toMatchObject({
    detail: `Failed to pass GET ${path} on to http://127.0.0.1:1: nothing listens there. Check that the server runs and that this is its address.`,
  });
});

test('a host name that nobody knows is 502', async () => {
  const { url } = await servePassedOn('http://nowhere.invalid');
  const response = await fetch(`${url}/tracker/t-done`);
  expect(await response.json()).toMatchObject({
    detail: expect.stringContaining('its host name is not known') as string,
  });
});

test('a server that is silent is 502 after the time for the headers', async () => {
  const upstream = await listenRaw(() => {});
  const { url } = await servePassedOn(upstream, { timeouts: { headers: 30 } });
  const response = await fetch(`${url}/tracker/t-done`);
  expect([response.status, await response.json()]).toMatchObject([
    502,
    { detail: expect.stringContaining('it sent no reply within 30 ms') as string },
  ]);
});

test('a JSON body that pauses for too long is 502, and a stream that does is cut', async () => {
  for (const [type, outcome] of [
    ['application/json', 'it sent nothing more of the body for 30 ms'],
    ['text/event-stream', 'terminated'],
  ]) {
    const upstream = await listenRaw((socket) => {
      socket.write(`HTTP/1.1 200 OK\r\ncontent-type: ${type}\r\ncontent-length: 9\r\n\r\ndata`);
    });
    const { mock, url } = await servePassedOn(upstream, { timeouts: { idle: 30 } });
    const text = await fetch(`${url}/tracker/t-done`)
      .then((response) => response.text())
      .catch((error: unknown) => String(error));
    expect(text).toContain(outcome);
    await waitForRequest(mock);
  }
});

test('a stream that is cut in the middle is cut for the client, and has a violation', async () => {
  const upstream = await listenRaw((socket) => {
    socket.write('HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 9\r\n\r\ndata', () => socket.end());
  });
  const { mock, url } = await servePassedOn(upstream);
  const response = await fetch(`${url}/tracker/t-done`);
  await expect(response.text()).rejects.toThrow('terminated');
  expect(await waitForRequest(mock)).toMatchObject({
    reply: { status: 200, body: 'data' },
    violations: [
      { side: 'reply', location: ['header', 'content-type'], message: 'must be application/json, and is text/plain' },
      {
        side: 'reply',
        location: ['body'],
        rule: 'incomplete',
        message: expect.stringMatching(/^ends too early: /) as string,
      },
    ],
  });
});

test('a body that is longer than its content-length is read up to that length', async () => {
  const body = JSON.stringify(DONE);
  const upstream = await listenRaw((socket) => {
    socket.end(`${JSON_HEAD}content-length: ${body.length}\r\n\r\n${body}HTTP/1.1 200 OK\r\n\r\nsmuggled`);
  });
  const { url } = await servePassedOn(upstream);
  expect(await (await fetch(`${url}/tracker/t-done`)).json()).toEqual(DONE);
});

test('1,000 headers are passed on', async () => {
  const lines = Array.from({ length: 1000 }, (_, index) => `x-${index}: ${index}\r\n`).join('');
  const body = JSON.stringify(DONE);
  const upstream = await listenRaw((socket) => {
    socket.end(`${JSON_HEAD}${lines}content-length: ${body.length}\r\n\r\n${body}`);
  });
  const { mock, url } = await servePassedOn(upstream);
  const response = await fetch(`${url}/tracker/t-done`);
  expect([response.status, response.headers.get('x-999')]).toEqual([200, '999']);
  expect(await response.json()).toEqual(DONE);
  expect(await mock.session().requests()).toMatchObject([{ violations: [] }]);
});

test.each(['/__admin/reset', '/__session/a/__admin', 'x/../../__admin/state', '//127.0.0.1:4010/__admin/state'])(
  'a redirect to the control API (%s) is 502',
  async (location) => {
    const upstream = await listen((_request, response) => void response.writeHead(307, { location }).end());
    const { url } = await servePassedOn(upstream);
    const response = await fetch(`${url}/tracker/t-done`, { redirect: 'manual' });
    expect([response.status, response.headers.get('location')]).toEqual([502, null]);
    expect(await response.json()).toMatchObject({
      detail: expect.stringContaining('redirects to the control API of a mock (/__') as string,
    });
  },
);

test('a mock that is its own upstream server answers 502', async () => {
  const upstream = await listen((_request, response) => void response.end());
  const { url } = await servePassedOn(upstream);
  const via = Array.from({ length: MOCKS_IN_A_ROW }, () => '1.1 tracker-mock').join(', ');
  const response = await fetch(`${url}/tracker/t-done`, { headers: { via } });
  expect(await response.json()).toMatchObject({ detail: expect.stringContaining('its own upstream server') as string });
});

const WRONG = JSON.stringify({ ...DONE, created_at: 'yesterday' });
const WRONG_VIOLATION = { side: 'reply', location: ['body', 'created_at'], rule: 'format' };

test.each([
  ['gzip', gzipSync(WRONG)],
  ['x-gzip', gzipSync(WRONG)],
  ['br', brotliCompressSync(WRONG)],
  ['deflate', deflateSync(WRONG)],
  ['deflate', deflateRawSync(WRONG)],
  ['identity', Buffer.from(WRONG)],
  ['GZIP, br', brotliCompressSync(gzipSync(WRONG))],
])('a body encoded as %s is checked, and reaches the client as it is (%#)', async (encoding, bytes) => {
  const upstream = await listen((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': encoding }).end(bytes);
  });
  const { mock, url } = await servePassedOn(upstream);
  const response = await fetch(`${url}/tracker/t-done`);
  expect(response.headers.get('content-encoding')).toBe(encoding);
  expect(Number(response.headers.get('content-length'))).toBe(bytes.length);
  expect(await response.text()).toBe(WRONG);
  expect(await mock.session().requests()).toMatchObject([{ reply: { body: WRONG }, violations: [WRONG_VIOLATION] }]);
});

test.each([
  ['gzip', Buffer.from('{}'), 'is not gzip, as its content encoding says (incorrect header check)'],
  ['zip', Buffer.from('{}'), 'has the content encoding "zip"'],
  ['gzip, gzip, gzip, gzip', Buffer.from('{}'), 'has more than 3 content encodings'],
  [
    'gzip',
    gzipSync(Buffer.alloc(JUDGED_BODY_SIZE + 1, ' ')),
    `is larger than ${JUDGED_BODY_SIZE} bytes without its content encoding`,
  ],
])('a body that cannot be decoded (%s) is passed on, and has a violation (%#)', async (encoding, bytes, problem) => {
  const upstream = await listen((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': encoding }).end(bytes);
  });
  const { mock, url } = await servePassedOn(upstream);
  const response = await fetch(`${url}/tracker/t-done`);
  expect([response.status, response.headers.get('x-contract-violations')]).toEqual([200, '1']);
  await response.body?.cancel();
  expect(await mock.session().requests()).toMatchObject([
    {
      violations: [
        { side: 'reply', location: ['body'], rule: 'unchecked', message: `cannot be checked: it ${problem}` },
      ],
    },
  ]);
});

test.each([
  ['application/json', '{"id":', ['body'], 'is not JSON'],
  ['application/json', '', ['body'], 'is not JSON'],
  ['text/html', '<p>', ['header', 'content-type'], 'must be application/json, and is text/html'],
  [undefined, '<p>', ['header', 'content-type'], 'must be application/json'],
])('a body of the type %s (%j) has a violation if it must be JSON', async (type, body, location, message) => {
  const upstream = await listen((_request, response) => {
    if (type !== undefined) response.setHeader('content-type', type);
    response.end(body);
  });
  const { mock, url } = await servePassedOn(upstream);
  const response = await fetch(`${url}/tracker/t-done`);
  expect(response.headers.get('content-type')).toBe(type ?? null);
  expect(await response.text()).toBe(body);
  expect(await waitForRequest(mock)).toMatchObject({ violations: [{ side: 'reply', location, message }] });
});

test('a body without an end is passed on, unchecked, at the pace of the client', async () => {
  let sent = 0;
  const chunk = randomBytes(64 * 1024);
  const upstream = await listen((_request, response) => {
    response.setHeader('content-type', 'application/json');
    const endless = new Readable({
      read() {
        sent += chunk.length;
        this.push(chunk);
      },
    });
    endless.pipe(response);
    response.on('close', () => endless.destroy());
  });
  const { mock, url } = await servePassedOn(upstream);
  const response = await fetch(`${url}/tracker/t-done`);
  expect(response.headers.get('x-contract-violations')).toBe('1');
  let received = 0;
  for await (const part of response.body as AsyncIterable<Uint8Array>) {
    received += part.length;
    if (received > 2 * JUDGED_BODY_SIZE) break;
  }
  // What is on its way in buffers between the two ends.
  expect(sent - received).toBeLessThan(JUDGED_BODY_SIZE);
  expect(await waitForRequest(mock)).toMatchObject({
    reply: { status: 200, truncated: true },
    violations: [{ rule: 'unchecked', message: `cannot be checked: it is larger than ${JUDGED_BODY_SIZE} bytes` }],
  });
});
