import { connect } from 'node:net';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import {
  RECEIVED_BODIES_SIZE,
  REPLIES,
  REPLIES_PER_CONNECTION,
  REPLY_BODIES_SIZE,
  SLOW_REPLIES,
} from '../../src/budgets.ts';
import type { RunningServer, TrackerMock } from '../../src/index.ts';
import { startServer } from '../../src/index.ts';
import { createSmallMock } from '../setup.ts';
import type { RawSocket } from './raw-socket.ts';
import { openRawSocket } from './raw-socket.ts';

/** The real budgets would make these tests slow. */
vi.mock(import('../../src/budgets.ts'), async (importOriginal) => ({
  ...(await importOriginal()),
  LINGER_TIMEOUT: 50,
  RECEIVED_BODIES_SIZE: 4 * 1024 * 1024,
  REPLIES: 3000,
  REPLY_BODIES_SIZE: 1024 * 1024,
  SLOW_REPLIES: 100,
}));

async function serve(mock: TrackerMock = createSmallMock()): Promise<RunningServer> {
  const server = await startServer(mock, { port: 0 });
  onTestFinished(() => server.close());
  return server;
}

function get(prefer: string): string {
  return `GET /tracker/t-done HTTP/1.1\r\nhost: a\r\nprefer: ${prefer}\r\n\r\n`;
}

/** Opens connections, and sends requests for a delayed reply on each. */
async function openWaiting(server: RunningServer, connections: number, requests: number): Promise<RawSocket[]> {
  const sockets = await Promise.all(Array.from({ length: connections }, () => openRawSocket(server.port)));
  for (const socket of sockets) socket.write(get('delay=600000').repeat(requests));
  return sockets;
}

/** On a busy machine. */
const PATIENT = { timeout: 20_000 };

/** Counts the requests that a mock has handled. */
function count(mock: TrackerMock): () => number {
  let handled = 0;
  mock.onExchange(() => void (handled += 1));
  return () => handled;
}

const OVERLOADED = /^HTTP\/1\.1 503 Service Unavailable\r\n[\s\S]*"type":"urn:agentex-tracker-mock:overloaded"/;

describe('replies in flight', () => {
  test('on one connection: it is not read on while there are too many', async () => {
    const mock = createSmallMock();
    const handled = count(mock);
    const server = await serve(mock);
    const [socket] = await openWaiting(server, 1, 50_000);
    await vi.waitFor(() => expect(handled()).toBeGreaterThanOrEqual(REPLIES_PER_CONNECTION), PATIENT);
    // Another connection is served meanwhile, and the first one has had its turn with it.
    for (let turn = 0; turn < 50; turn += 1) expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
    expect(handled()).toBeLessThan(5000);
    socket?.destroy();
  });

  test('on one connection: all of many requests are answered', async () => {
    const server = await serve();
    const socket = await openRawSocket(server.port);
    socket.write(get('handling=lenient').repeat(5000));
    const received = await socket.until('"id":"t-done"', 5000);
    expect(received.split('HTTP/1.1 200 OK')).toHaveLength(5001);
  });

  test('in all: beyond them a request is refused at once', async () => {
    const mock = createSmallMock();
    const handled = count(mock);
    const server = await serve(mock);
    const each = REPLIES_PER_CONNECTION - 1;
    await openWaiting(server, Math.floor(REPLIES / each), each);
    await openWaiting(server, 1, REPLIES % each);
    await vi.waitFor(() => expect(handled()).toBeGreaterThanOrEqual(REPLIES), PATIENT);
    const socket = await openRawSocket(server.port);
    socket.write(get('delay=600000'));
    expect(await socket.until('"detail"')).toMatch(OVERLOADED);
  });

  test('in all: beyond them a connection with too many is closed first', async () => {
    const mock = createSmallMock();
    const handled = count(mock);
    const server = await serve(mock);
    // As many as one chunk holds on each connection.
    const sockets = await openWaiting(server, 10, 500);
    await vi.waitFor(() => expect(handled()).toBeGreaterThanOrEqual(REPLIES), PATIENT);
    for (let turn = 0; turn < 50; turn += 1) expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
    await Promise.race(sockets.map((socket) => socket.ended()));
  });

  test('in all: beyond their size a large one is replaced', async () => {
    const mock = createSmallMock();
    const body = 'x'.repeat(REPLY_BODIES_SIZE / 4);
    await mock.session().stub({ match: { path: '/large' }, reply: { status: 503, body } });
    const server = await serve(mock);
    const large = `GET /large HTTP/1.1\r\nhost: a\r\nprefer: delay=600000\r\n\r\n`;
    const waiting = await openRawSocket(server.port);
    waiting.write(large.repeat(3));
    const socket = await openRawSocket(server.port);
    await vi.waitFor(async () => expect(await mock.session().requests()).toHaveLength(3), PATIENT);
    socket.write(large);
    expect(await socket.until('"detail"')).toMatch(OVERLOADED);
    expect((await fetch(`${server.url}/tracker`)).status).toBe(200);
    waiting.destroy();
  });

  test('with the fault slow-body: beyond them one is refused at once', async () => {
    const mock = createSmallMock();
    const handled = count(mock);
    const server = await serve(mock);
    const sockets = await Promise.all(Array.from({ length: SLOW_REPLIES / 50 }, () => openRawSocket(server.port)));
    for (const socket of sockets) socket.write(get('fault=slow-body').repeat(50));
    await vi.waitFor(() => expect(handled()).toBe(SLOW_REPLIES), PATIENT);
    const socket = await openRawSocket(server.port);
    socket.write(get('fault=slow-body'));
    expect(await socket.until('"detail"')).toMatch(OVERLOADED);
  });
});

describe('request bodies', () => {
  test('that are being received: beyond their size one is refused', async () => {
    const server = await serve();
    const head = `PUT /tracker/t-fresh HTTP/1.1\r\nhost: a\r\ncontent-length: ${16 * 1024 * 1024}\r\n\r\n`;
    const part = Buffer.alloc(RECEIVED_BODIES_SIZE / 4, ' ');
    const sockets = await Promise.all(Array.from({ length: 5 }, () => openRawSocket(server.port)));
    for (const socket of sockets) {
      socket.write(head);
      socket.write(part);
    }
    expect(await Promise.race(sockets.map((socket) => socket.until('"detail"')))).toMatch(OVERLOADED);
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  });

  test('in chunks of one byte are read whole', async () => {
    const server = await serve();
    const socket = await openRawSocket(server.port);
    const body = JSON.stringify({ status: 'x'.repeat(100_000) });
    socket.write('PUT /tracker/t-fresh HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n');
    socket.write(
      `transfer-encoding: chunked\r\n\r\n${Array.from(body, (byte) => `1\r\n${byte}\r\n`).join('')}0\r\n\r\n`,
    );
    expect(await socket.until('"updated_at"')).toContain(body.slice(1, -1));
  });

  test('in chunks of one byte on several connections are all read whole', async () => {
    const server = await serve();
    const sockets = await Promise.all(Array.from({ length: 3 }, () => openRawSocket(server.port)));
    for (const socket of sockets) {
      socket.write('PUT /tracker/t-fresh HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n');
      socket.write(`transfer-encoding: chunked\r\n\r\n${'1\r\n \r\n'.repeat(50_000)}2\r\n{}\r\n0\r\n\r\n`);
    }
    const replies = await Promise.all(sockets.map((socket) => socket.until('"updated_at"')));
    for (const reply of replies) expect(reply).toMatch(/^HTTP\/1\.1 200 OK/);
  });

  test('in chunks of one byte are read in turn with other requests', async () => {
    const mock = createSmallMock();
    const handled = count(mock);
    const server = await serve(mock);
    const socket = await openRawSocket(server.port);
    socket.write('PUT /tracker/t-fresh HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n');
    socket.write(`${'1\r\n \r\n'.repeat(1_000_000)}0\r\n\r\n`);
    for (let turn = 0; turn < 5; turn += 1) await (await fetch(`${server.url}/openapi.json`)).text();
    expect(handled()).toBe(5);
    socket.destroy();
  });
});

test('a refused client that does not close its side is cut off', async () => {
  const server = await serve();
  const socket = connect({ port: server.port, host: '127.0.0.1', allowHalfOpen: true }).resume();
  const timer = setInterval(() => socket.write('GARBAGE\r\n\r\n'), 10);
  onTestFinished(() => clearInterval(timer));
  const error = await new Promise((resolve) => void socket.once('error', resolve));
  expect(String(error)).toMatch(/ECONNRESET|EPIPE/);
});
