import { expect, test, vi } from 'vitest';
import { createGet } from '../../src/conformance/verify-case.ts';
import type { Timer } from '../../src/conformance/verify-sender.ts';
import { createSender, toDelay } from '../../src/conformance/verify-sender.ts';
import { listen } from './listen.ts';

vi.mock('../../src/budgets.ts', async (load) => ({
  ...(await load<object>()),
  VERIFY_REPLY_SIZE: 1000,
  VERIFY_RETRIES: 2,
}));

/** A timer that does not wait. */
function createVirtualTimer(): Timer {
  let now = 0;
  return {
    now: () => now,
    sleep(milliseconds) {
      now += milliseconds;
      return Promise.resolve();
    },
  };
}

test('a request goes to the path of the address, with the headers of the run', async () => {
  const seen: unknown[] = [];
  const url = await listen((request, response) => {
    seen.push(request.url, request.headers['x-team']);
    response.end('[]');
  });
  const sender = createSender({ url: `${url}/api/`, headers: { 'x-team': 'blue' } });
  expect(await sender.send(createGet('/tracker?limit=1'))).toMatchObject({ status: 200, body: '[]' });
  expect(seen).toEqual(['/api/tracker?limit=1', 'blue']);
});

test('a server that cannot be reached over TLS is no reply', async () => {
  const url = await listen((_, response) => void response.end());
  const reply = await createSender({ url: url.replace('http:', 'https:'), headers: {} }).send(createGet('/'));
  expect(reply).toEqual({ failure: 'the server does not speak TLS. Use http://' });
});

test('a host of which no address accepts a connection is no reply, and has a reason', async () => {
  const reply = await createSender({ url: 'http://localhost:1', headers: {} }).send(createGet('/'));
  expect(reply).toEqual({ failure: expect.stringContaining('ECONNREFUSED') as string });
});

test('a reply that is too large, or takes too long, is no reply', async () => {
  const url = await listen((request, response) => {
    if (request.url === '/large') response.end('x'.repeat(1001));
  });
  const { send } = createSender({ url, headers: {} });
  const { send: sendInTime } = createSender({ url, headers: {}, timeout: 100 });
  expect(await send(createGet('/large'))).toEqual({ failure: 'the reply exceeds 1000 bytes' });
  expect(await sendInTime(createGet('/slow'))).toEqual({ failure: 'no answer within 100 ms' });
});

test('a stream of events is not waited for', async () => {
  const url = await listen((_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: 1\n\n');
  });
  const { send } = createSender({ url, headers: {} });
  expect(await send(createGet('/stream'))).toMatchObject({ status: 200, body: '' });
});

test('a request is sent again after 429 and 503, as late as the server asks, but not for ever', async () => {
  const url = await listen((request, response) => {
    response.writeHead(request.url === '/limited' ? 429 : 503, { 'retry-after': '20' }).end();
  });
  const timer = createVirtualTimer();
  const { send, met } = createSender({ url, headers: {}, timer });
  expect(await send(createGet('/limited'))).toMatchObject({ status: 429 });
  expect(await send(createGet('/'))).toMatchObject({ status: 503 });
  expect(met).toMatchObject({ sent: 6, unauthorized: 0 });
  expect([...met.repeated]).toEqual([
    [429, 2],
    [503, 2],
  ]);
  expect(timer.now()).toBe(80_000);
});

test('requests are sent at the rate of the run', async () => {
  const url = await listen((_, response) => void response.end());
  const timer = createVirtualTimer();
  const { send } = createSender({ url, headers: {}, rate: 2, timer });
  for (let count = 0; count < 5; count += 1) await send(createGet('/'));
  expect(timer.now()).toBe(2000);
});

test('a request is sent again if the server closes the idle connection meanwhile', async () => {
  const seen = new Set<unknown>();
  const url = await listen((request, response) => {
    if (seen.has(request.socket)) request.socket.resetAndDestroy();
    else response.end('[]');
    seen.add(request.socket);
  });
  const { send } = createSender({ url, headers: {} });
  expect(await send(createGet('/'))).toMatchObject({ status: 200 });
  expect(await send(createGet('/'))).toMatchObject({ status: 200 });
  expect(seen.size).toBe(2);
});

test('a location begins where the paths of the contract do', async () => {
  const url = await listen((request, response) => {
    response.writeHead(307, { location: `http://behind.test${request.url}`.replace(/\/$/, '') }).end();
  });
  const sender = createSender({ url: `${url}/api`, headers: {} });
  expect(await sender.send(createGet('/tracker/'))).toMatchObject({ headers: { location: '/tracker' } });
  const bare = createSender({ url, headers: {} });
  expect(await bare.send(createGet('/tracker/'))).toMatchObject({ headers: { location: '/tracker' } });
});

test('a preflight is sent without the headers of the run', async () => {
  const url = await listen((request, response) => {
    response.writeHead(request.headers.authorization === undefined ? 401 : 204).end();
  });
  const { send, met } = createSender({ url, headers: { authorization: 'Bearer token' } });
  expect(await send(createGet('/'), { isBare: true })).toMatchObject({ status: 401 });
  expect(await send(createGet('/'))).toMatchObject({ status: 204 });
  expect(met.unauthorized).toBe(0);
});

test('an update that was sent is waited for, whatever is aborted', async () => {
  const controller = new AbortController();
  const url = await listen((_, response) => {
    controller.abort();
    response.end('{}');
  });
  const { send } = createSender({ url, headers: {} });
  const given: unknown[] = [];
  const put = { ...createGet('/tracker/a'), method: 'PUT' };
  await send(put, { signal: controller.signal }).catch((error: unknown) => given.push(String(error)));
  // The reply came, and the run ends after it.
  expect(given).toEqual([expect.stringContaining('abort')]);
});

test('an aborted signal rejects, before and while a request is sent', async () => {
  const controller = new AbortController();
  const url = await listen(() => controller.abort());
  const { send } = createSender({ url, headers: {}, rate: 1000 });
  await expect(send(createGet('/'), { signal: controller.signal })).rejects.toThrow('aborted');
  await expect(send(createGet('/'), { signal: controller.signal })).rejects.toThrow('aborted');
});

test('Retry-After is a number of seconds or a date, and at most a minute is waited', () => {
  const now = Date.parse('2026-08-18T20:28:14Z');
  expect(toDelay('2', 1, now)).toBe(2000);
  expect(toDelay('Tue, 18 Aug 2026 20:28:17 GMT', 1, now)).toBe(3000);
  expect(toDelay('Tue, 18 Aug 2026 20:28:10 GMT', 1, now)).toBe(0);
  expect(toDelay('3600', 1, now)).toBe(60_000);
  expect(toDelay(undefined, 3, now)).toBe(150);
});
