import { expect, onTestFinished, test } from 'vitest';
import { startServer } from '../../src/index.ts';
import { createSmallMock } from '../setup.ts';
import { openRawSocket } from './raw-socket.ts';

test.each([
  'http://a/tracker/t-done',
  'HTTP://A:80/tracker/t-done?x',
  'http://[::1]:80/tracker/t-done',
  'http://u:p@a/tracker/t-done#c',
  // Express cannot parse these.
  'p://%@e/tracker/t-done',
])('GET %s is a request for its path', async (target) => {
  expect(await get(target)).toMatch(/^HTTP\/1\.1 200 OK\r\n[\s\S]*"id":"t-done"/);
});

test.each(['*', '*://', '//', '/nowhere#'])('GET %s has no path that the API knows', async (target) => {
  expect(await get(target)).toMatch(/^HTTP\/1\.1 (404 Not Found|400 Bad Request)\r\n(?![\s\S]*text\/html)/);
});

test.each([
  'http:///tracker',
  'p://',
  'http://a',
  'http://a?x',
  'p://u@/tracker',
  'p://h:/tracker',
  'p://h:65536/tracker',
  'p://h_x/tracker',
])('GET %s is not HTTP to uvicorn', async (target) => {
  const text = await get(target);
  expect(text).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n[\s\S]*\r\n\r\nInvalid HTTP request received\.$/);
});

async function get(target: string): Promise<string> {
  const server = await startServer(createSmallMock(), { port: 0 });
  onTestFinished(() => server.close());
  const socket = await openRawSocket(server.port);
  socket.write(`GET ${target} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n`);
  return socket.ended();
}
