import { expect, onTestFinished, test, vi } from 'vitest';
import { ADMIN_DOCUMENT } from '../../src/admin/admin-document.ts';
import { toEventStream } from '../../src/admin/event-stream.ts';
import { STREAM_BACKLOG, STREAMS } from '../../src/budgets.ts';
import { createAdminClient } from '../../src/client/client.ts';
import type { ReceivedEvent } from '../../src/client/read-events.ts';
import { loadContract } from '../../src/contract/load-contract.ts';
import type { StreamFilter } from '../../src/control/control-types.ts';
import type { TrackerMock } from '../../src/index.ts';
import { startServer } from '../../src/index.ts';
import type { ExchangeStream, StreamEvent } from '../../src/sessions/exchange-stream.ts';
import { createSmallMock } from '../setup.ts';
import { handle, toMessage } from '../suite/client.ts';
import { openServer } from './admin-server.ts';

const send = (mock: TrackerMock, line = 'GET /tracker', session = 'default'): void =>
  void handle(mock, toMessage(line, { headers: { 'x-mock-session': session } }));

/** Opens a stream in the process that ends with the test, and reads its start. */
async function openStream(mock: TrackerMock, filter?: StreamFilter, lastEventId?: string): Promise<ExchangeStream> {
  const stream = mock.stream(filter, lastEventId);
  onTestFinished(() => stream.end());
  expect(await stream.read()).toMatchObject([{ kind: 'start' }]);
  return stream;
}

/** Reads as many events. */
async function take(stream: ExchangeStream, count: number): Promise<StreamEvent[]> {
  const events: StreamEvent[] = [];
  while (events.length < count) events.push(...(await stream.read()));
  return events;
}

const toNumbers = (events: readonly { readonly id: string }[]): number[] =>
  events.map(({ id }) => Number(id.split('-')[1]));

/** Reads events of a client until one is what is looked for. */
async function readUntil(
  events: AsyncIterable<ReceivedEvent>,
  isLast: (event: ReceivedEvent) => boolean,
): Promise<ReceivedEvent[]> {
  const found: ReceivedEvent[] = [];
  for await (const event of events) {
    found.push(event);
    if (isLast(event)) break;
  }
  return found;
}

test('GET /__admin/requests/stream sends each exchange of every session, as the document describes it', async () => {
  const { mock, url } = await openServer();
  const client = createAdminClient(url);
  const events: ReceivedEvent[] = [];
  for await (const event of client.stream()) {
    events.push(event);
    if (event.kind === 'start') {
      send(mock, 'PUT /tracker/t-fresh', 'a');
      send(mock, 'GET /trackers?token=secret', 'b');
    }
    if (events.length === 3) break;
  }
  expect(events.map(({ kind }) => kind)).toEqual(['start', 'exchange', 'exchange']);
  expect(events.slice(1).map((event) => event.kind === 'exchange' && event.data)).toEqual([
    expect.objectContaining({
      id: '1',
      session: 'a',
      method: 'PUT',
      operation: 'PUT /tracker/{tracker_id}',
      status: 422,
      violations: 1,
      violation: { side: 'request', location: ['body'], rule: 'missing', message: 'Field required' },
      unmatched: false,
    }),
    expect.objectContaining({
      id: '2',
      session: 'b',
      path: '/trackers',
      query: 'token=***',
      operation: null,
      unmatched: true,
      violation: null,
    }),
  ]);
  const { operations } = loadContract(ADMIN_DOCUMENT);
  const schema = operations.find(({ id }) => id === 'streamRequests')?.responses.get('200')?.schema;
  for (const event of events) expect(event.kind !== 'idle' && schema?.check(event.data)).toBeUndefined();
});

test.each<[StreamFilter, readonly number[]]>([
  [{ session: 'a' }, [2, 4]],
  [{ valid: false }, [1, 2]],
  [{ operation: 'GET /tracker' }, [3, 4]],
  [{ session: 'a', status: 200 }, [4]],
])('a stream can be limited to %j', async (filter, expected) => {
  const mock = createSmallMock();
  const stream = await openStream(mock, filter);
  send(mock, 'PUT /tracker/t-fresh');
  send(mock, 'PUT /tracker/t-fresh', 'a');
  send(mock);
  send(mock, 'GET /tracker', 'a');
  expect(toNumbers(await take(stream, expected.length))).toEqual(expected);
  const replayed = await openStream(mock, { ...filter, limit: 9 });
  expect(toNumbers(await take(replayed, expected.length))).toEqual(expected);
});

test('GET /__admin/requests/stream refuses an unknown operation or parameter, with the nearest name', async () => {
  const { send: call } = await openServer();
  expect((await call('GET /__admin/requests/stream?sesion=a')).json).toMatchObject({
    status: 422,
    problems: ['/query/sesion is unknown; did you mean "session"?'],
  });
  expect((await call('GET /__admin/requests/stream?limit=-1')).status).toBe(422);
  expect((await call('GET /__admin/requests/stream?operation=GET+/trackr')).json).toMatchObject({
    detail: 'Failed to read the filter: operation "GET /trackr" is not in the contract; did you mean "GET /tracker"?',
  });
});

test('a stream can begin with the newest exchanges of the journals, in order', async () => {
  const mock = createSmallMock();
  for (const session of ['a', 'b', 'a', 'b']) send(mock, 'GET /tracker', session);
  const stream = await openStream(mock, { limit: 3 });
  expect(toNumbers(await take(stream, 3))).toEqual([2, 3, 4]);
  send(mock);
  expect(toNumbers(await take(stream, 1))).toEqual([5]);
});

test('a stream goes on after the event that a reader has last, without a loss', async () => {
  const mock = createSmallMock();
  const first = await openStream(mock);
  send(mock);
  const [last] = await take(first, 1);
  first.end();
  expect(await first.read()).toEqual([]);
  for (let count = 0; count < 500; count += 1) send(mock, 'GET /tracker', `s${count % 3}`);
  const second = await openStream(mock, {}, last?.id);
  // While the journals are read.
  const events = await take(second, 1);
  send(mock);
  events.push(...(await take(second, 501 - events.length)));
  expect(events.every(({ kind }) => kind === 'exchange')).toBe(true);
  expect(toNumbers(events)).toEqual(Array.from({ length: 501 }, (_, index) => index + 2));
});

test('a stream says how many exchanges the journals do not have any more', async () => {
  const mock = createSmallMock({ journalSize: 2 });
  const { id } = await openStream(mock).then((stream) => ({ id: stream.position() }));
  for (let count = 0; count < 5; count += 1) send(mock);
  const events = await take(await openStream(mock, {}, id), 3);
  expect(events).toMatchObject([
    { kind: 'lost', id, data: { count: 3, reason: 'The journals have dropped them, or were emptied.' } },
    { kind: 'exchange', data: { id: '4' } },
    { kind: 'exchange', data: { id: '5' } },
  ]);
  const fewer = await take(await openStream(mock, { limit: 1 }, id), 3);
  expect(fewer).toMatchObject([
    { kind: 'lost', data: { count: 3 } },
    { kind: 'lost', data: { count: 1, reason: 'The stream was asked for fewer.' } },
    { data: { id: '5' } },
  ]);
});

test('a stream of one session says only what that session has lost', async () => {
  const mock = createSmallMock({ journalSize: 2 });
  const id = (await openStream(mock)).position();
  send(mock, 'GET /tracker', 'quiet');
  for (let count = 0; count < 3; count += 1) send(mock, 'GET /tracker', 'busy');
  expect(toNumbers(await take(await openStream(mock, { session: 'quiet' }, id), 1))).toEqual([1]);
  expect(await take(await openStream(mock, { session: 'busy' }, id), 3)).toMatchObject([
    { kind: 'lost', data: { count: null } },
    { data: { id: '3' } },
    { data: { id: '4' } },
  ]);
  mock.sessions.delete('quiet');
  expect(await take(await openStream(mock, { session: 'quiet' }, id), 1)).toMatchObject([
    { kind: 'lost', data: { count: null } },
  ]);
});

test('a stream says what the journals drop while it reads them', async () => {
  const mock = createSmallMock({ journalSize: 300 });
  for (let count = 0; count < 300; count += 1) send(mock);
  const stream = await openStream(mock, { limit: 300 });
  expect(toNumbers(await stream.read())).toHaveLength(200);
  for (let count = 0; count < 250; count += 1) send(mock);
  expect(await stream.read()).toMatchObject([
    { kind: 'lost', data: { count: 50 } },
    ...Array.from({ length: 50 }, (_, index) => ({ data: { id: String(index + 251) } })),
  ]);
});

test.each(['0-1', 'nonsense', ''])('after a restart of the mock a stream says so: Last-Event-ID "%s"', async (id) => {
  const mock = createSmallMock();
  send(mock);
  expect(await take(await openStream(mock, {}, id), 2)).toMatchObject([
    {
      kind: 'lost',
      data: { count: null, reason: 'The last event is from before a restart of the mock, or not one of its events.' },
    },
    { kind: 'exchange', data: { id: '1' } },
  ]);
});

test('an id of an event that has not happened yet is not one of its events', async () => {
  const mock = createSmallMock();
  const [run] = (await openStream(mock)).position().split('-');
  expect(await take(await openStream(mock, {}, `${run}-7`), 1)).toMatchObject([{ kind: 'lost' }]);
});

test('a reader that is too slow is told so, its stream ends, and the next one has the rest', async () => {
  const mock = createSmallMock({ journalSize: 20_000 });
  const stream = await openStream(mock);
  send(mock);
  const [last] = await take(stream, 1);
  const count = Math.ceil(STREAM_BACKLOG / 800) + 1;
  for (let sent = 0; sent < count; sent += 1) send(mock);
  expect(await stream.read()).toEqual([
    {
      kind: 'dropped',
      id: last?.id,
      data: {
        count: null,
        reason: 'The reader was too slow. Connect again with the id of the last event as Last-Event-ID.',
      },
    },
  ]);
  expect(await stream.read()).toEqual([]);
  expect(toNumbers(await take(await openStream(mock, {}, last?.id), count))[0]).toBe(2);
});

test('long texts of a summary are cut', async () => {
  const mock = createSmallMock();
  const stream = await openStream(mock);
  handle(
    mock,
    toMessage(`PUT /tracker/${'x'.repeat(9000)}?${'q'.repeat(9000)}`, { json: { ['k'.repeat(9000)]: 1, status: 1 } }),
  );
  const [event] = await take(stream, 1);
  expect(JSON.stringify(event).length).toBeLessThan(3000);
  expect(event).toMatchObject({ data: { query: `${'q'.repeat(500)}…` } });
});

test('GET /__admin/requests/stream answers 409 if too many streams are open, until one is closed', async () => {
  const { mock, send: call } = await openServer();
  const streams = await Promise.all(Array.from({ length: STREAMS }, () => openStream(mock)));
  expect((await call('GET /__admin/requests/stream')).json).toMatchObject({
    status: 409,
    detail: `Failed to open the stream: ${STREAMS} streams are open already. Close one of them.`,
  });
  streams[0]?.end();
  streams[0]?.end();
  await openStream(mock);
});

test('a stream whose client goes away is closed', async () => {
  const { mock, url } = await openServer();
  for (let count = 0; count <= STREAMS; count += 1) {
    const end = new AbortController();
    const reading = readUntil(
      createAdminClient(url).stream({}, { signal: end.signal }),
      ({ kind }) => kind !== 'start',
    );
    await vi.waitFor(() => expect(() => mock.stream({ limit: 0 }).end()).not.toThrow());
    end.abort();
    await expect(reading).rejects.toMatchObject({ code: 'admin-unreachable' });
  }
});

test('a stream whose client is gone before it opens ends at once', async () => {
  const stream = createSmallMock().stream();
  const content = toEventStream(stream, AbortSignal.abort());
  const { done } = await content[Symbol.asyncIterator]().next();
  expect(done).toBe(true);
});

test('a stream in which nothing happens says up to where it is complete', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const mock = createSmallMock();
  const iterator = toEventStream(mock.stream({ session: 'a' }), new AbortController().signal)[Symbol.asyncIterator]();
  const read = async (): Promise<string> => new TextDecoder().decode((await iterator.next()).value);
  expect(await read()).toMatch(/^id: \w{8}-0\nevent: start\ndata: \{"run":"\w{8}"\}\n\n$/);
  send(mock, 'GET /tracker', 'b');
  const reading = read();
  await vi.advanceTimersByTimeAsync(15_000);
  expect(await reading).toMatch(/^id: \w{8}-1\n\n$/);
  send(mock, 'GET /tracker', 'a');
  const next = read();
  await vi.advanceTimersByTimeAsync(20);
  expect(await next).toMatch(/^id: \w{8}-2\nevent: exchange\ndata: \{.*\}\n\n$/);
  await iterator.return?.();
  expect((await iterator.next()).done).toBe(true);
});

test('a server that closes ends its streams', async () => {
  const server = await startServer(createSmallMock(), { port: 0 });
  const events: ReceivedEvent[] = [];
  for await (const event of createAdminClient(server.url).stream()) {
    events.push(event);
    await server.close();
  }
  expect(events).toMatchObject([{ kind: 'start' }]);
});

test('GET /__admin/requests/stream is neither cached nor held back by a proxy', async () => {
  const { url } = await openServer();
  const { headers, body } = await fetch(`${url}/__admin/requests/stream`);
  await body?.cancel();
  expect(Object.fromEntries(headers)).toMatchObject({
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
});

test('GET /__admin/requests/stream needs the token, and refuses pages of other origins', async () => {
  const { url } = await openServer({ admin: { token: 'a-long-enough-token' } });
  const open = (headers: Record<string, string>): Promise<number> =>
    fetch(`${url}/__admin/requests/stream`, { headers }).then(async ({ status, body }) => {
      await body?.cancel();
      return status;
    });
  expect(await open({})).toBe(401);
  expect(await open({ authorization: 'Bearer wrong' })).toBe(401);
  expect(await open({ authorization: 'Bearer a-long-enough-token', origin: 'https://evil.example' })).toBe(403);
  expect(await open({ authorization: 'Bearer a-long-enough-token' })).toBe(200);
});
