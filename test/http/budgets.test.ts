import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import {
  LARGE_BODY_SIZE,
  RECEIVED_BODIES_SIZE,
  REPLIES,
  REPLIES_AHEAD,
  REPLY_BODIES_SIZE,
  SLOW_REPLIES,
} from '../../src/budgets.ts';
import type { RunningServer, TrackerMock } from '../../src/index.ts';
import { createApp, startServer } from '../../src/index.ts';
import { createSmallMock } from '../setup.ts';
import type { RawSocket } from './raw-socket.ts';
import { openRawSocket } from './raw-socket.ts';

/** The real budgets would make these tests slow. */
vi.mock(import('../../src/budgets.ts'), async (importOriginal) => ({
  ...(await importOriginal()),
  LARGE_BODY_SIZE: 1000,
  LINGER_TIMEOUT: 50,
  RECEIVED_BODIES_SIZE: 4 * 1024 * 1024,
  REPLIES: 2000,
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

const JSON_HEADERS = { 'content-type': 'application/json' };

const OVERLOADED = /^HTTP\/1\.1 503 Service Unavailable\r\n[\s\S]*"type":"urn:agentex-tracker-mock:overloaded"/;

describe('replies in flight', () => {
  test('on one connection: it is not read on while there are too many', async () => {
    let received = 0;
    const server = createServer(createApp(createSmallMock())).on('request', () => void (received += 1));
    onTestFinished(() => void server.close());
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const socket = await openRawSocket(port);
    socket.write(get('delay=600000') + get('handling=lenient').repeat(50_000));
    // Another connection is served meanwhile, and the first one has had its turn with it.
    for (let turn = 0; turn < 50; turn += 1) {
      expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
    }
    expect(received).toBeGreaterThan(50);
    expect(received).toBeLessThan(5000);
    socket.destroy();
  });

  test('on one connection: all of many requests are answered', async () => {
    const server = await serve();
    const socket = await openRawSocket(server.port);
    socket.write(get('handling=lenient').repeat(1500));
    const received = await socket.until('"id":"t-done"', 1500);
    expect(received.split('HTTP/1.1 200 OK')).toHaveLength(1501);
  });

  test('on one connection: few are made in one turn of the event loop', async () => {
    const mock = createSmallMock();
    const turns: number[] = [];
    let isCounting = false;
    mock.onExchange(() => {
      if (!isCounting) {
        turns.push(0);
        isCounting = true;
        setImmediate(() => void (isCounting = false));
      }
      turns[turns.length - 1] = (turns.at(-1) ?? 0) + 1;
    });
    const server = await serve(mock);
    const socket = await openRawSocket(server.port);
    socket.write(get('handling=lenient').repeat(200));
    await socket.until('"id":"t-done"', 200);
    expect(turns.length).toBeGreaterThan(1);
    expect(Math.max(...turns)).toBeLessThanOrEqual(2 * REPLIES_AHEAD);
  });

  test('in all: beyond them a request is refused at once', async () => {
    const mock = createSmallMock();
    const handled = count(mock);
    const server = await serve(mock);
    // Of each connection one request is handled, and as many wait as one read holds.
    await openWaiting(server, 20, REPLIES / 20 - 1);
    await openWaiting(server, 20, 1);
    await vi.waitFor(() => expect(handled()).toBe(40), PATIENT);
    const socket = await openRawSocket(server.port);
    socket.write(get('delay=600000'));
    expect(await socket.until('"detail"')).toMatch(OVERLOADED);
  });

  test('in all: beyond them a connection with too many is closed first', async () => {
    const server = await serve();
    const sockets = await openWaiting(server, 10, 500);
    await Promise.race(sockets.map((socket) => socket.ended()));
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  });

  test('in all: beyond their size a large one is replaced', async () => {
    const mock = createSmallMock();
    const body = 'x'.repeat(REPLY_BODIES_SIZE / 4);
    await mock.session().stub({ match: { path: '/large' }, reply: { status: 503, body } });
    const server = await serve(mock);
    const large = `GET /large HTTP/1.1\r\nhost: a\r\nprefer: delay=600000\r\n\r\n`;
    for (let sent = 0; sent < 3; sent += 1) (await openRawSocket(server.port)).write(large);
    const socket = await openRawSocket(server.port);
    await vi.waitFor(async () => expect(await mock.session().requests()).toHaveLength(3), PATIENT);
    socket.write(large);
    expect(await socket.until('"detail"')).toMatch(OVERLOADED);
    expect((await fetch(`${server.url}/tracker`)).status).toBe(200);
  });

  test('with the fault slow-body: beyond them one is refused at once', async () => {
    const mock = createSmallMock();
    const handled = count(mock);
    const server = await serve(mock);
    const sockets = await Promise.all(Array.from({ length: SLOW_REPLIES }, () => openRawSocket(server.port)));
    for (const socket of sockets) socket.write(get('fault=slow-body'));
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

  test('that are large are handled in turn with other requests', async () => {
    const mock = createSmallMock();
    const handled = count(mock);
    const server = await serve(mock);
    const body = JSON.stringify({ status: 'x'.repeat(LARGE_BODY_SIZE) });
    const put = (): Promise<Response> =>
      fetch(`${server.url}/tracker/t-fresh`, { method: 'PUT', headers: JSON_HEADERS, body });
    // Connected before, since Node accepts one connection in each turn of the event loop.
    const socket = await openRawSocket(server.port);
    const sent = Array.from({ length: 300 }, put);
    await sent[0];
    socket.write('GET /healthz HTTP/1.1\r\nhost: a\r\n\r\n');
    expect(await socket.until('\r\n\r\n')).toContain('200 OK');
    expect(handled()).toBeLessThan(300);
    for (const { status } of await Promise.all(sent)) expect(status).toBe(200);
  });

  test('that wait for their turn count as being received', async () => {
    const mock = createSmallMock();
    const server = await serve(mock);
    // The others wait as long as the first one takes.
    const first = mock.onExchange(() => {
      const end = performance.now() + 500;
      while (performance.now() < end);
      first();
    });
    const put = async (size: number): Promise<number> => {
      const body = JSON.stringify({ status: 'x'.repeat(size) });
      return (await fetch(`${server.url}/tracker/t-fresh`, { method: 'PUT', headers: JSON_HEADERS, body })).status;
    };
    expect(await put(LARGE_BODY_SIZE)).toBe(200);
    const statuses = await Promise.all(Array.from({ length: 10 }, () => put(RECEIVED_BODIES_SIZE / 8)));
    expect(statuses).toEqual(expect.arrayContaining([200, 503]));
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
