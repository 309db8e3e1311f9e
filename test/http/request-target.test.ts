import { expect, onTestFinished, test } from 'vitest';
import { parseRequestTarget } from '../../src/http/request-target.ts';
import { startServer } from '../../src/index.ts';
import { createSmallMock } from '../setup.ts';
import { openRawSocket } from './raw-socket.ts';

// What uvicorn's `httptools.parse_url` said of each, found by the judge of test/judges/fastapi/.

test.each([
  ['/', '/'],
  ['//a/b', '//a/b'],
  ['*', '*'],
  ['http://a/', '/'],
  ['HTTP://A/b', '/b'],
  ['http://a/?x', '/?x'],
  ['http://a//b#c', '//b#c'],
  ['http://a-b.c:80/', '/'],
  ['http://a:65535/', '/'],
  ['http://a:00000080/', '/'],
  ['http://1.2.3.4/x', '/x'],
  ['http://u:p@a/', '/'],
  ['http://@a/', '/'],
  ['http://u~!$&*()+,;=%zz@a/', '/'],
  ['http://[::1]:80/', '/'],
  ['http://[::1%25eth]/', '/'],
])('%s is the target %s', (target, path) => {
  expect(parseRequestTarget(target)).toBe(path);
});

test.each([
  '',
  'a',
  'p://',
  'http:///a',
  'http:/a',
  'http://a',
  'http://a?x',
  'http://a#f',
  'p1://a/',
  'p+x://a/',
  'http://a:/b',
  'http://a:65536/',
  'http://a:x/',
  'http://a:80:80/',
  'http://u@/',
  'http://u@p@a/',
  'http://a_b/',
  'http://a%41/',
  'http://a!b/',
  String.raw`http://a\b/`,
  'http://é/',
  'http://[]/',
  'http://[::g]/',
  'http://[::1/',
  'http://[::1]a/',
  'http://[::1]:/',
])('%s is no target of a request', (target) => {
  expect(parseRequestTarget(target)).toBeUndefined();
});

test('GET of a URL without a host is refused as uvicorn refuses it', async () => {
  const server = await startServer(createSmallMock(), { port: 0 });
  onTestFinished(() => server.close());
  const socket = await openRawSocket(server.port);
  socket.write('GET p:// HTTP/1.1\r\nhost: a\r\n\r\n');
  expect(await socket.ended()).toMatch(
    /^HTTP\/1\.1 400 Bad Request\r\n[\s\S]*\r\ncontent-length: 30\r\n[\s\S]*\r\n\r\nInvalid HTTP request received\.$/,
  );
});

test('GET of a URL whose user Express cannot read is a request for its path', async () => {
  const server = await startServer(createSmallMock(), { port: 0 });
  onTestFinished(() => server.close());
  const socket = await openRawSocket(server.port);
  socket.write('GET p://%@e/tracker/t-done HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n');
  expect(await socket.ended()).toMatch(/^HTTP\/1\.1 200 OK\r\n[\s\S]*"id":"t-done"/);
});
