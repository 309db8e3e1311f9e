import { createApp, createTrackerMock, startServer } from 'agentex-tracker-mock';
import { createAdminClient } from 'agentex-tracker-mock/client';
import contract from 'agentex-tracker-mock/openapi.json' with { type: 'json' };
import request from 'supertest';
import { expect, onTestFinished, test } from 'vitest';
import { readBlocks } from './markdown.ts';

// The code of README.md and the guides: test/docs/documents.test.ts looks for it here.

test('README.md: createTrackerMock', () => {
  const mock = createTrackerMock({ events: 'strict', clock: { now: '2026-08-18T20:40:00Z' } });
  const reply = mock.handle({ method: 'GET', target: '/tracker?limit=1', headers: {}, body: new Uint8Array() });
  expect(reply.status).toBe(200);
});

test('README.md: createApp', async () => {
  const app = createApp(createTrackerMock());
  await request(app).get('/tracker').expect(200);
  expect((await request(app).get('/tracker?limit=1')).body).toHaveLength(1);
});

test('README.md: startServer', async () => {
  const server = await startServer(createTrackerMock(), { port: 0 });
  const trackers = await fetch(`${server.url}/tracker`);
  await server.close();
  expect(trackers.status).toBe(200);
});

test('README.md: point a client at it', async () => {
  const server = await startServer(createTrackerMock(), { port: 0 });
  onTestFinished(() => server.close());
  const baseUrl = server.url;
  const reply = await fetch(`${baseUrl}/tracker/9c41e6d8-80d8-4983-95db-d03ae99b3c71`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ status: 'COMPLETED' }),
  });
  expect(await reply.json()).toMatchObject({ status: 'COMPLETED' });
});

test('docs/sessions.md: in the process', async () => {
  const mock = createTrackerMock({ fixtures: {} });
  const alice = mock.session('alice');
  await alice.trackers.add({ agent_id: 'agent-1', task_id: 'task-1', status: 'READY' });
  await alice.state.snapshot('ready');
  await alice.clock.set({ mode: 'ticking', now: '2026-08-18T20:40:00Z', step: 1000 });
  await alice.reset();
  await alice.state.restore('ready');
  expect((await alice.state.get()).trackers).toMatchObject([{ agent_id: 'agent-1', status: 'READY' }]);
});

test('docs/sessions.md: over HTTP', async () => {
  const server = await startServer(createTrackerMock(), { port: 0 });
  onTestFinished(() => server.close());
  const bob = createAdminClient(server.url, { session: 'bob' });
  const { trackers } = await bob.state.get();
  expect(trackers.length).toBeGreaterThan(0);
});

test('docs/scenarios.md: in a test', async () => {
  const mock = createTrackerMock({
    scenario: 'fixtures/scenarios/working-day.json',
    clock: { now: '2026-08-18T20:36:00Z' },
  });
  const { scenario, state } = mock.session('checkout');
  await scenario.step();
  const { trackers } = await state.get();
  await scenario.restart();
  await scenario.play({ speed: 60 });
  await scenario.pause();
  expect(trackers[0]).toMatchObject({ status_reason: 'Comparing the photo with the order A-20417' });
});

test('docs/stubs.md: in the library', async () => {
  const mock = createTrackerMock();
  const session = mock.session();
  await session.stub({ match: { method: 'PUT' }, times: 1, reply: { status: 503 } });
  await session.stub({ match: { method: 'GET' }, delay: { min: 100, max: 400 }, probability: 0.5 });
  await session.stub({ match: { path: '/tracker/*' }, fault: 'contract-violation', violation: 'wrong-type' });
  await session.removeAllStubs();
  expect(await session.stubs()).toEqual([]);
});

test('docs/rest.md: in the library', async () => {
  const mock = createTrackerMock({
    rest: 'none',
    serve: { 'GET /agents*': 'sample', 'GET /tasks/*': 'http://127.0.0.1:5003' },
  });
  const app = createApp(mock);
  const sampled = await request(app).get('/agents/name/a');
  const missing = await request(app).get('/tasks');
  expect([sampled.status, sampled.headers['x-mock-source'], missing.status]).toEqual([200, 'sample', 404]);
});

test('docs/journal-and-proof.md: in a test', async () => {
  const mock = createTrackerMock();
  await request(createApp(mock)).put('/__session/checkout/tracker/none').send({ status: 'COMPLETED' }).expect(404);
  const session = mock.session('checkout');
  const updates = await session.requests({ operation: 'PUT /tracker/{tracker_id}', body: { status: 'COMPLETED' } });
  const count = await session.count({ method: 'PUT' });
  await session.assertNoViolations();
  expect([updates.length, count]).toEqual([1, 1]);
});

test('docs/contract-revisions.md: a new field', async () => {
  const next = structuredClone(contract);
  const priority = { anyOf: [{ type: 'integer', minimum: 1 }, { type: 'null' }], title: 'Priority' };
  Object.assign(next.components.schemas.UpdateAgentTaskTrackerRequest.properties, { priority });
  Object.assign(next.components.schemas.AgentTaskTracker.properties, { priority });

  const mock = createTrackerMock({ contract: next });

  const app = createApp(mock);
  const list = await request(app).get('/tracker?limit=1').expect(200);
  const [{ id }] = list.body as [{ id: string }];
  const set = await request(app).put(`/tracker/${id}`).send({ priority: 2 }).expect(200);
  expect(set.body).toMatchObject({ priority: 2 });
  const kept = await request(app).get(`/tracker/${id}`).expect(200);
  expect(kept.body).toMatchObject({ priority: 2 });
  const left = await request(app).put(`/tracker/${id}`).send({}).expect(200);
  expect(left.body).toMatchObject({ priority: null });
  const mistake = await request(app).put(`/tracker/${id}`).send({ priority: 0 }).expect(422);
  expect(mistake.body).toEqual(
    JSON.parse(readBlocks('docs/contract-revisions.md').find(({ language }) => language === 'json')?.text ?? ''),
  );
});

test('docs/fixtures.md: from files', async () => {
  const mock = createTrackerMock({ fixtures: ['fixtures/default.json', 'fixtures/sdk.json'] });
  expect((await mock.session().state.get()).trackers.map(({ id }) => id)).toContain('tracker_id');
});

test('docs/fixtures.md: without a file', async () => {
  const trackers = [{ id: 'tracker-1', agent_id: 'agent-1', task_id: 'task-1', created_at: '2026-08-18T20:00:00Z' }];
  const mock = createTrackerMock({ fixtures: { trackers }, events: 'strict' });
  const session = mock.session();
  expect((await session.state.get()).trackers).toMatchObject([{ id: 'tracker-1', status: null }]);
  const events = [{ id: 'event-1', sequence_id: 1, agent_id: 'agent-1', task_id: 'task-1' }];
  await session.state.set({ trackers, events });
  expect(await session.events.list()).toMatchObject([{ id: 'event-1' }]);
});

test('docs/server.md: a client with a token', async () => {
  const token = 'a-long-secret-token';
  const mock = createTrackerMock();
  const server = await startServer(mock, { port: 0, admin: { token, cors: ['http://localhost:5173'] } });
  const mockUrl = server.url;

  const client = createAdminClient(mockUrl, { token, session: 'demo' });
  await client.stub({ match: { method: 'PUT' }, times: 1, reply: { status: 503 } });

  expect(await mock.session('demo').stubs()).toHaveLength(1);
  await server.close();
});
