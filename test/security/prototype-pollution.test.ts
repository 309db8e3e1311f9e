import { afterEach, expect, test } from 'vitest';
import type { Tracker, TrackerMock } from '../../src/index.ts';
import { createTrackerMock } from '../../src/index.ts';
import { createSmallMock, createSmallWorld, FRESH } from '../setup.ts';
import { createHostileContract } from './hostile-contract.ts';

const BEFORE = Object.getOwnPropertyNames(Object.prototype).toSorted();

afterEach(() => {
  expect(Object.getOwnPropertyNames(Object.prototype).toSorted()).toEqual(BEFORE);
  expect(Object.getPrototypeOf({})).toBe(Object.prototype);
});

/** JSON as text, since an object of JavaScript's would take `__proto__` for its own prototype. */
const POLLUTION = '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"status":"READY"}';
const NAMES = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'];

function send(
  mock: TrackerMock,
  line: string,
  body = '',
  headers: Readonly<Record<string, string>> = {},
): { status: number | null; json: unknown } {
  const [method = '', target = ''] = line.split(' ');
  const reply = mock.handle({
    method,
    target,
    headers: { 'content-type': 'application/json', ...headers },
    body: Buffer.from(body),
  });
  return { status: reply.status, json: JSON.parse(reply.body) as unknown };
}

test('PUT /tracker/{tracker_id} ignores members with names of prototype members', () => {
  const { status, json } = send(createSmallMock(), 'PUT /tracker/t-fresh', POLLUTION);
  expect(status).toBe(200);
  expect(json).toMatchObject({ id: 't-fresh', status: 'READY' });
  expect(Object.keys(json as object)).not.toContain('__proto__');
});

test('PUT /tracker/{tracker_id} treats __proto__ like any other unexpected member', () => {
  const { status, json } = send(
    createSmallMock(),
    'PUT /tracker/t-fresh',
    '{"status":{"__proto__":{"polluted":true}}}',
  );
  expect(status).toBe(422);
  expect(JSON.stringify(json)).toContain('"input":{"__proto__":{"polluted":true}}');
});

test.each(NAMES)('GET /tracker finds nothing named %s unless it was added', (name) => {
  const mock = createSmallMock();
  expect(send(mock, `GET /tracker/${name}`).status).toBe(404);
  expect(send(mock, `GET /tracker?agent_id=${name}`).json).toEqual([]);
  expect(send(mock, `GET /tracker?order_by=${name}&${name}=x`).json).toHaveLength(4);
  expect(send(mock, 'GET /tracker', '', { [name]: 'x' }).json).toHaveLength(4);
});

test.each(NAMES)('a tracker, an event, a session and a snapshot may be named %s', async (name) => {
  const world = createSmallWorld();
  const mock = createTrackerMock({
    fixtures: {
      trackers: [...world.trackers, { ...FRESH, id: name, agent_id: name, task_id: name }],
      events: world.events,
    },
  });
  const { state, trackers, events } = mock.session(name);
  await state.snapshot(name);
  await events.add({ id: `${name}-event`, task_id: name, agent_id: name });
  const path = `/__session/${name}/tracker/${name}`;
  expect(send(mock, `PUT ${path}`, `{"last_processed_event_id":"${name}-event"}`).status).toBe(200);
  await trackers.delete(name);
  expect(send(mock, `GET ${path}`).status).toBe(404);
  await state.restore(name);
  expect(send(mock, `GET ${path}`).json).toMatchObject({ id: name, last_processed_event_id: null });
});

test('a fixture with names of prototype members is refused, or loads without them', () => {
  const { status: _, ...tracker } = FRESH;
  const hidden = JSON.stringify(tracker).replace('{', '{"__proto__":{"status":"READY"},');
  const { json } = send(createTrackerMock({ fixtures: { trackers: [JSON.parse(hidden) as Tracker] } }), 'GET /tracker');
  expect(json).toEqual([{ ...FRESH, status: null }]);
  const outside = JSON.parse(`{"__proto__":{"trackers":[]},"trackers":[]}`) as object;
  expect(() => createTrackerMock({ fixtures: outside })).toThrow('Failed to load the fixtures: one problem');
});

test.each(NAMES.slice(1))('a stub that requires the header %s does not match inherited members', async (name) => {
  const mock = createSmallMock();
  await mock.session().stub({ match: { headers: { [name]: 'x' } }, reply: { status: 503 } });
  await mock.session().stub({ match: { headers: { [name]: null } }, reply: { status: 429 } });
  expect(mock.handle({ method: 'GET', target: '/tracker', headers: {}, body: new Uint8Array() }).status).toBe(429);
  expect(
    mock.handle({ method: 'GET', target: '/tracker', headers: { [name.toLowerCase()]: 'x' }, body: new Uint8Array() })
      .status,
  ).toBe(503);
});

test.each(NAMES.slice(1))('a contract with a field and a parameter named %s is served', (name) => {
  const mock = createHostileContract(({ properties }, { paths }) => {
    Object.assign(properties, { [name]: { type: 'string' } });
    paths['/tracker']?.['get']?.parameters.push({ name, in: 'query', schema: { type: 'string' } });
  });
  expect(send(mock, `GET /tracker?${name}=x`).json).toHaveLength(4);
  expect(send(mock, 'PUT /tracker/t-fresh', '{"status":"READY"}').status).toBe(200);
  expect(send(mock, 'PUT /tracker/t-fresh', `{"${name}":5}`).status).toBe(422);
});
