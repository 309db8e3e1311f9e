import type { IncomingMessage, ServerResponse } from 'node:http';
import { expect, test } from 'vitest';
import type { MockRequest } from '../../src/index.ts';
import { sendRequest } from '../../src/prism/send-request.ts';
import { listen } from '../conformance/listen.ts';

function put(target: string, body = ''): MockRequest {
  return { method: 'PUT', target, headers: { 'x-one': 'a' }, body: new TextEncoder().encode(body) };
}

test('a request is sent with its target and body unchanged', async () => {
  const echo = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = Buffer.concat((await request.toArray()) as Buffer[]).toString();
    const { method, url: target, headers } = request;
    response.setHeader('set-cookie', ['a', 'b']).end(JSON.stringify({ method, target, headers, body }));
  };
  const url = await listen((request, response) => void echo(request, response));
  const reply = await sendRequest(url, put('/a/../b?q=%zz&q', '\u00e9'));
  expect(reply).toMatchObject({ status: 200, headers: { 'set-cookie': 'a,b' } });
  expect(JSON.parse('body' in reply ? reply.body : '')).toMatchObject({
    method: 'PUT',
    target: '/a/../b?q=%zz&q',
    headers: { 'x-one': 'a', 'content-length': '2' },
    body: '\u00e9',
  });
});

test('a server that is unreachable, hangs up, does not answer or answers too much is a failure with a reason', async () => {
  const closing = await listen((request) => request.socket.destroy());
  const silent = await listen(() => {});
  const endless = await listen((_, response) => {
    response.write(Buffer.alloc(17 * 1024 * 1024));
  });
  expect(await sendRequest('http://127.0.0.1:1', put('/'))).toEqual({
    failure: expect.stringMatching(/ECONNREFUSED/) as string,
  });
  expect(await sendRequest(closing, put('/'))).toEqual({
    failure: expect.stringMatching(/hang up|ECONNRESET/) as string,
  });
  expect(await sendRequest(silent, put('/'), 50)).toEqual({ failure: 'no answer within 50 ms' });
  expect(await sendRequest(endless, put('/'))).toEqual({ failure: 'the answer exceeds 16777216 bytes' });
});
