import { expect, onTestFinished, test } from 'vitest';
import { startServer } from '../../src/index.ts';
import { createSmallMock } from '../setup.ts';
import { openRawSocket } from './raw-socket.ts';

// What uvicorn 0.54 with httptools and Starlette 1.10 answered, over a raw socket. SERVER is the address that the connection came in at.

async function send(
  target: string,
  lines: readonly string[],
): Promise<{ status: string; location: string | undefined }> {
  const server = await startServer(createSmallMock(), { port: 0 });
  onTestFinished(() => server.close());
  const socket = await openRawSocket(server.port);
  socket.write([`GET ${target} HTTP/1.1`, ...lines, 'Connection: close', '', ''].join('\r\n'));
  const [status = '', ...headers] = (await socket.ended()).split('\r\n');
  const location = headers.find((line) => line.startsWith('location: '))?.slice('location: '.length);
  return { status, location: location?.replace(`127.0.0.1:${server.port}`, 'SERVER') };
}

const HOSTS: readonly (readonly [name: string, lines: readonly string[], host: string])[] = [
  ['no Host', [], 'SERVER'],
  ['an empty Host', ['Host:'], 'SERVER'],
  ['a Host', ['Host:   a  '], 'a'],
  ['two Hosts', ['Host: a', 'Host: b'], 'a'],
  ['an empty Host and another', ['Host:', 'Host: b'], 'SERVER'],
  ['a Host and an empty one', ['Host: b', 'Host:'], 'b'],
  ['an invalid Host and another', ['Host: a b', 'Host: ok'], 'SERVER'],
  ['a Host of two words', ['Host: a b'], 'SERVER'],
  ['a Host with a path', ['Host: a/b'], 'SERVER'],
  ['a Host with a query', ['Host: a?b'], 'SERVER'],
  ['a Host with a user', ['Host: u@a'], 'SERVER'],
  ['a list for a Host', ['Host: a, b'], 'SERVER'],
  ['a Host in Latin-1', ['Host: \u00e9'], 'SERVER'],
  ['a Host with a port past the last', ['Host: a:99999'], 'SERVER'],
  ['a Host with an invalid port', ['Host: a:x'], 'SERVER'],
  ['a Host that is an IPv6 address', ['Host: [::1]:80'], '[::1]:80'],
];

test.each(HOSTS)('GET /tracker over HTTP/1.1 with %s is answered', async (_, lines) => {
  expect(await send('/tracker', lines)).toEqual({ status: 'HTTP/1.1 200 OK', location: undefined });
});

test.each(HOSTS)('GET /tracker/ with %s is redirected to a whole URL', async (_, lines, host) => {
  expect(await send('/tracker/', lines)).toEqual({
    status: 'HTTP/1.1 307 Temporary Redirect',
    location: `http://${host}/tracker`,
  });
});

test('GET /__admin/sessions without a Host is refused, since it may come from a page of another origin', async () => {
  const { status } = await send('/__admin/sessions', []);
  expect(status).toBe('HTTP/1.1 403 Forbidden');
});
