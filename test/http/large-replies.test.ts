import { expect, onTestFinished, test, vi } from 'vitest';
import { REPLY_BODIES_SIZE } from '../../src/budgets.ts';
import type { RunningServer } from '../../src/index.ts';
import { startServer } from '../../src/index.ts';
import { createSmallMock } from '../setup.ts';
import { openRawSocket } from './raw-socket.ts';

/** Serves a mock whose journal holds so many exchanges of some 120 kB. */
async function serveJournal(size: number): Promise<RunningServer> {
  const server = await startServer(createSmallMock(), { port: 0 });
  onTestFinished(() => server.close());
  const body = JSON.stringify({ status: 'x'.repeat(60_000) });
  const headers = { 'content-type': 'application/json' };
  for (let sent = 0; sent < size; sent += 1) {
    await fetch(`${server.url}/tracker/t-fresh`, { method: 'PUT', headers, body });
  }
  return server;
}

test.each(['requests.har', 'requests'])(
  'GET /__admin/%s by many at once is answered, with other requests between the replies',
  async (path) => {
    const server = await serveJournal(30);
    let left = 8;
    const replies = Array.from({ length: left }, async () => {
      const response = await fetch(`${server.url}/__admin/${path}`);
      await response.text();
      left -= 1;
      return response.status;
    });
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
    expect(left).toBeGreaterThan(0);
    expect(new Set(await Promise.all(replies))).toEqual(new Set([200]));
  },
);

test.each(['requests.har', 'requests'])('GET /__admin/%s by many that do not read is refused in part', async (path) => {
  const server = await serveJournal(130);
  const sockets = await Promise.all(Array.from({ length: 12 }, () => openRawSocket(server.port)));
  for (const socket of sockets) {
    socket.pause();
    socket.write(`GET /__admin/${path} HTTP/1.1\r\nhost: localhost\r\n\r\n`);
  }
  await vi.waitFor(
    async () => {
      const response = await fetch(`${server.url}/__admin/${path}`);
      await response.text();
      expect(response.status).toBe(503);
    },
    { timeout: 20_000 },
  );
  for (const socket of sockets) socket.resume();
  const statuses = await Promise.all(sockets.map(async (socket) => (await socket.until('\r\n')).slice(9, 12)));
  expect(statuses).toContain('200');
});

test('GET /openapi.json by many that do not read is answered: its replies share their bytes', async () => {
  const server = await startServer(createSmallMock(), { port: 0 });
  onTestFinished(() => server.close());
  const size = (await (await fetch(`${server.url}/openapi.json`)).text()).length;
  const sockets = await Promise.all(Array.from({ length: 20 }, () => openRawSocket(server.port)));
  // The system takes some of them.
  const each = Math.ceil((6 * REPLY_BODIES_SIZE) / size / sockets.length);
  for (const socket of sockets) {
    socket.pause();
    socket.write('GET /openapi.json HTTP/1.1\r\nhost: localhost\r\n\r\n'.repeat(each));
  }
  const statuses = new Set<number>();
  for (let sent = 0; sent < 20; sent += 1) {
    const response = await fetch(`${server.url}/openapi.json`);
    await response.text();
    statuses.add(response.status);
  }
  expect([...statuses]).toEqual([200]);
});
