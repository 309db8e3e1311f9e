import { expect, onTestFinished, test, vi } from 'vitest';
import type { RunningServer } from '../../src/index.ts';
import { startServer } from '../../src/index.ts';
import { createSmallMock } from '../setup.ts';
import { openRawSocket } from './raw-socket.ts';

async function serve(): Promise<RunningServer> {
  const server = await startServer(createSmallMock(), { port: 0 });
  onTestFinished(() => server.close());
  return server;
}

/** A request as bytes; without a host where the line says so. */
function toText(line: string, headers: readonly string[] = ['host: a'], body = ''): string {
  const length = body === '' ? [] : ['content-type: application/json', `content-length: ${body.length}`];
  return `${[`${line} HTTP/1.1`, ...headers, ...length].join('\r\n')}\r\n\r\n${body}`;
}

test('GET with a reset stubbed, behind a request that ends the connection, leaves no connection that keeps the server from closing', async () => {
  const server = await startServer(createSmallMock(), { port: 0 });
  const socket = await openRawSocket(server.port);
  socket.write(
    toText('PUT /tracker/t-fresh', ['host: a', 'connection: close'], '{"status":"READY"}') +
      toText('GET /tracker/t-fresh', ['host: a', 'prefer: fault=connection-reset-by-peer']),
  );
  expect(await socket.ended()).toContain('"status":"READY"');
  await server.close();
});

test('GET with a fault stubbed, behind a late reply, fails once it is its turn', async () => {
  const server = await serve();
  const socket = await openRawSocket(server.port);
  socket.write(
    toText('GET /tracker/t-fresh', ['host: a', 'prefer: delay=20']) +
      toText('GET /tracker/t-done', ['host: a', 'prefer: fault=empty-response']),
  );
  const received = await socket.ended();
  expect(received).toContain('"id":"t-fresh"');
  expect(received).not.toContain('"id":"t-done"');
});

test.each([
  ['alone', ''],
  ['behind a request', toText('GET /tracker/t-fresh')],
  ['behind a request without a host', toText('GET /tracker/t-fresh', [])],
  ['behind a request with an odd expectation', toText('GET /tracker/t-fresh', ['host: a', 'expect: x'])],
  ['behind a late reply', toText('GET /tracker/t-fresh', ['host: a', 'prefer: delay=600000'])],
])('CONNECT %s closes its connection and leaves the server up', async (_, before) => {
  const server = await serve();
  const socket = await openRawSocket(server.port);
  socket.write(before + toText('CONNECT /tracker'));
  await socket.ended();
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
});

test('PUT and GET on one connection are handled in the order of their arrival', async () => {
  const server = await serve();
  const socket = await openRawSocket(server.port);
  const put = (status: string): string => toText('PUT /tracker/t-fresh', ['host: a'], JSON.stringify({ status }));
  const get = toText('GET /tracker/t-fresh');
  socket.write(put('one') + get + put('x'.repeat(1_000_000)) + get + put('three') + get);
  const replies = (await socket.until('"status":"three"', 2)).split(/(?=HTTP\/1\.1 )/);
  expect(replies.map((reply) => /"status":"(\w{3})/.exec(reply)?.[1])).toEqual([
    'one',
    'one',
    'xxx',
    'xxx',
    'thr',
    'thr',
  ]);
});

test('a client that closes its side after two requests receives both replies', async () => {
  const server = await serve();
  const socket = await openRawSocket(server.port);
  socket.write(toText('GET /tracker/t-done') + toText('PUT /tracker/t-fresh', ['host: a'], '{"status":"READY"}'));
  socket.end();
  const received = await socket.ended();
  expect(received).toContain('"id":"t-done"');
  expect(received).toContain('"status":"READY"');
});

test('requests behind a late reply are given up with their connection', async () => {
  const mock = createSmallMock();
  let handled = 0;
  mock.onExchange(() => void (handled += 1));
  const server = await startServer(mock, { port: 0 });
  const setTimer = vi.spyOn(globalThis, 'setTimeout');
  onTestFinished(() => setTimer.mockRestore());
  const socket = await openRawSocket(server.port);
  socket.write(toText('GET /tracker', ['host: a', 'prefer: delay=600000']).repeat(20));
  await vi.waitFor(() => expect(listLate(setTimer)).toHaveLength(1));
  socket.destroy();
  // `_destroyed` is what Node keeps of a timer that was cleared; it has no public word for it.
  await vi.waitFor(() => expect(listLate(setTimer).every((timer) => timer['_destroyed'] === true)).toBe(true));
  await server.close();
  expect(handled).toBe(1);
});

function listLate(spy: { mock: { calls: unknown[][]; results: { value: unknown }[] } }): Record<string, unknown>[] {
  return spy.mock.calls.flatMap(([, delay], index) =>
    delay === 600_000 ? [spy.mock.results[index]?.value as Record<string, unknown>] : [],
  );
}
