import { expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { createAdminClient } from '../../src/client/client.ts';
import type { Coverage, TrackerMockOptions } from '../../src/index.ts';
import { createTrackerMock, startServer } from '../../src/index.ts';
import { createSmallMock } from '../setup.ts';
import { handle, toMessage } from '../suite/client.ts';
import { SMALL_CONTRACT } from './small-contract.ts';

const TRACKER = { id: 't-1', agent_id: 'a', task_id: 't', created_at: '2026-08-18T20:28:14Z' };
const PUT = 'PUT /tracker/{tracker_id}';

async function open(options: TrackerMockOptions = {}) {
  const mock = createTrackerMock({
    contract: parse(SMALL_CONTRACT) as Record<string, unknown>,
    fixtures: { trackers: [TRACKER] },
    ...options,
  });
  const server = await startServer(mock, { port: 0 });
  onTestFinished(() => server.close());
  return { mock, client: createAdminClient(server.url) };
}

function listCovered({ operations }: Coverage): string[] {
  return operations.flatMap(({ parts }) => parts.filter(({ count }) => count > 0).map(({ label }) => label));
}

test('GET /__admin/coverage measures the exchanges in the journals of all sessions, or of one', async () => {
  const { mock, client } = await open();
  const empty = await client.coverage();
  expect(empty.requests).toBe(0);
  expect(empty.operations.map(({ operation }) => operation)).toEqual([PUT, 'GET /tracker']);
  expect(listCovered(empty)).toEqual([]);

  handle(mock, toMessage(`PUT /tracker/t-1`, { json: { status: 'DONE' } }));
  handle(mock, toMessage('GET /tracker', { headers: { 'x-mock-session': 'other' } }));
  const all = await client.coverage();
  expect(all.requests).toBe(2);
  expect(all.totals).toContainEqual({ kind: 'operations', covered: 2, total: 2 });
  expect(listCovered(all)).toContain(`${PUT}: status 200`);
  const [put] = all.operations;
  expect(put?.parts).toContainEqual({
    key: 'operations /paths/~1tracker~1{tracker_id}/put',
    kind: 'operations',
    label: PUT,
    pointer: '/paths/~1tracker~1{tracker_id}/put',
    count: 1,
  });

  const other = await client.coverage({ session: 'other' });
  expect(other.requests).toBe(1);
  expect(listCovered(other)).not.toContain(PUT);
  expect(await client.coverage({ session: 'never-used' })).toMatchObject({ requests: 0 });
});

test('a part that several operations share is listed apart from what each has for itself, and once', async () => {
  const { mock, client } = await open();
  handle(mock, toMessage('GET /tracker'));
  const { operations, shared, totals } = await client.coverage();
  const keys = [...operations, ...shared].flatMap(({ parts }) => parts.map(({ key }) => key));
  expect(new Set(keys).size).toBe(keys.length);
  expect(totals.reduce((sum, { total }) => sum + total, 0)).toBe(keys.length);
  expect(shared).toMatchObject([
    { name: 'Tracker', pointer: '/components/schemas/Tracker', operations: [PUT, 'GET /tracker'] },
  ]);
  expect(shared[0]?.parts).toContainEqual(expect.objectContaining({ label: 'Tracker.id', count: 1 }));
  // The other operation covered it, so this one looks neither better nor worse for it.
  expect(operations[0]?.parts.filter(({ count }) => count > 0)).toEqual([]);
});

test('what a reference into a path makes several operations share is listed at the path', async () => {
  const contract = parse(SMALL_CONTRACT) as { paths: Record<string, { get?: Record<string, unknown> }> };
  contract.paths['/copy'] = { get: { responses: { 200: { $ref: '#/paths/~1tracker/get/responses/200' } } } };
  const { client } = await open({ contract });
  const { operations, shared } = await client.coverage();
  expect(shared.map(({ name, operations: names }) => [name, names])).toEqual([
    ['Tracker', [PUT, 'GET /tracker', 'GET /copy']],
    ['/tracker', ['GET /tracker', 'GET /copy']],
  ]);
  expect(operations.map(({ parts }) => parts.length > 0)).toEqual([true, true, true]);
});

test('measuring many exchanges lets other work have its turn', async () => {
  const mock = createSmallMock();
  for (let sent = 0; sent < 120; sent += 1) handle(mock, toMessage('GET /tracker'));
  const server = await startServer(mock, { port: 0 });
  onTestFinished(() => server.close());
  expect(await createAdminClient(server.url).coverage()).toMatchObject({ requests: 120 });
});

test('GET /__admin/coverage/requests/OPERATION finds requests that cover what they say', async () => {
  const { mock, client } = await open();
  const requests = await client.coveringRequests(PUT);
  expect(await mock.session().requests()).toEqual([]);
  const keys = new Set(requests.flatMap(({ covers }) => covers));
  expect([...keys]).toContain('statuses /paths/~1tracker~1{tracker_id}/put/responses/200');
  expect([...keys]).toContain('members /components/schemas/Tracker/properties/id');
  for (const { method, target, headers, body } of requests) {
    handle(mock, toMessage(`${method} ${target}`, { headers, body }));
  }
  const { operations, shared } = await client.coverage();
  const missing = [...operations, ...shared]
    .flatMap(({ parts }) => parts)
    .filter(({ key, count }) => keys.has(key) && count === 0);
  expect(missing).toEqual([]);
});

test('GET /__admin/coverage/requests/OPERATION suggests the nearest operation for an unknown one', async () => {
  const { client } = await open();
  await expect(client.coveringRequests('GET /trackers')).rejects.toMatchObject({
    code: 'not-found',
    message: 'Operation "GET /trackers" not found in the contract. Did you mean "GET /tracker"?',
  });
  await expect(client.coveringRequests('nothing like it')).rejects.toMatchObject({
    message: 'Operation "nothing like it" not found in the contract.',
  });
});
