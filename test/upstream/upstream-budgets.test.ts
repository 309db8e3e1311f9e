import { randomBytes } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { expect, test } from 'vitest';
import { JUDGED_BODIES_SIZE, JUDGED_BODY_SIZE, PASSED_ON } from '../../src/budgets.ts';
import type { HttpReply, TrackerMock } from '../../src/index.ts';
import { createJournal } from '../../src/journal/journal.ts';
import { DONE } from '../setup.ts';
import { createPassingMock, listen, listenRaw } from './serve-upstream.ts';

function send(mock: TrackerMock, signal: AbortSignal): Promise<HttpReply> {
  const reply = mock.handle({ method: 'GET', target: '/tracker/t-done', headers: {}, body: new Uint8Array(0) });
  return reply.delivery?.kind === 'pass-through'
    ? reply.delivery.send(signal)
    : Promise.reject(new Error('not passed on'));
}

test('a request beyond those that are being passed on is 503', async () => {
  const mock = createPassingMock(await listenRaw(() => {}));
  const caller = new AbortController();
  setMaxListeners(0, caller.signal);
  const waiting = Array.from({ length: PASSED_ON }, () => send(mock, caller.signal));
  expect(await send(mock, caller.signal)).toMatchObject({
    status: 503,
    body: expect.stringContaining(`${PASSED_ON} requests are being passed on already`) as string,
  });
  caller.abort();
  const [first, ...others] = await Promise.all(waiting);
  expect(first).toMatchObject({
    status: 502,
    body: expect.stringContaining('the client closed the connection first') as string,
  });
  // The server is not to blame.
  expect(first?.headers).not.toHaveProperty('x-contract-violations');
  expect(others).toHaveLength(PASSED_ON - 1);
  // Those that ended make room.
  const later = new AbortController();
  const last = send(mock, later.signal);
  later.abort();
  expect(await last).toMatchObject({ status: 502 });
});

test('a body that does not fit beside those that are being collected is passed on unchecked', async () => {
  const most = randomBytes(JUDGED_BODY_SIZE - 1);
  const body = JSON.stringify(DONE);
  let held = 0;
  const upstream = await listen((_request, response) => {
    response.setHeader('content-type', 'application/json');
    held += 1;
    if (held <= JUDGED_BODIES_SIZE / JUDGED_BODY_SIZE) response.write(most);
    else response.end(body);
  });
  const mock = createPassingMock(upstream);
  const caller = new AbortController();
  setMaxListeners(0, caller.signal);
  const collecting = Array.from({ length: JUDGED_BODIES_SIZE / JUDGED_BODY_SIZE }, () => send(mock, caller.signal));
  let reply: HttpReply;
  // Until the others have arrived.
  do reply = await send(mock, caller.signal);
  while (reply.headers['x-contract-violations'] === undefined);
  expect(reply.headers['sl-violations']).toContain('came while too many other bodies were being checked');
  const chunks: Uint8Array[] = [];
  for await (const chunk of reply.content as AsyncIterable<Uint8Array>) chunks.push(chunk);
  expect(Buffer.concat(chunks).toString()).toBe(body);
  caller.abort();
  expect(await Promise.all(collecting)).toMatchObject(collecting.map(() => ({ status: 502 })));
});

test('the headers of passed-on replies count towards the size of the journal', async () => {
  const long = { 'x-a': 'a'.repeat(20_000), 'x-b': 'b'.repeat(20_000) };
  const upstream = await listen((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', ...long }).end(JSON.stringify(DONE));
  });
  const mock = createPassingMock(upstream);
  const budget = { bytes: 0 };
  const journal = createJournal(10, budget);
  mock.onExchange((exchange) => journal.add(exchange));
  await send(mock, new AbortController().signal);
  expect(budget.bytes).toBeGreaterThan(80_000);
  journal.clear();
  expect(budget.bytes).toBe(0);
});
