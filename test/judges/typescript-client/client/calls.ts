import assert from 'node:assert/strict';
import createClient from 'openapi-fetch';
// Generated from the mock's own document when the judge runs.
import type { components, paths } from '../dist/tracker-api.js';

type Tracker = components['schemas']['AgentTaskTracker'];
type ValidationError = components['schemas']['HTTPValidationError'];
type ErrorResponse = components['schemas']['ErrorResponse'];

const ID = 'tracker_id';
const [, , url = ''] = process.argv;
let requests = 0;
const client = createClient<paths>({ baseUrl: url });
client.use({
  onRequest() {
    requests += 1;
  },
});

function checkTracker(tracker: Tracker | undefined): Tracker {
  assert.ok(tracker);
  assert.equal(tracker.id, ID);
  assert.equal(tracker.agent_id, 'agent_id');
  assert.match(tracker.created_at, /^\d{4}-\d\d-\d\dT/);
  return tracker;
}

async function checkRetrieve(): Promise<void> {
  const options = { params: { path: { tracker_id: ID } } };
  checkTracker((await client.GET('/tracker/{tracker_id}', options)).data);
  const raw = await client.GET('/tracker/{tracker_id}', { ...options, parseAs: 'text' });
  checkTracker(JSON.parse(raw.data ?? '') as Tracker);
  assert.equal(raw.response.headers.get('content-type'), 'application/json');
  const streamed = await client.GET('/tracker/{tracker_id}', { ...options, parseAs: 'stream' });
  checkTracker((await new Response(streamed.data).json()) as Tracker);
}

async function checkUpdate(): Promise<void> {
  const params = { path: { tracker_id: ID } };
  const none = await client.PUT('/tracker/{tracker_id}', { params, body: {} });
  assert.equal(checkTracker(none.data).status, null);
  const body = { last_processed_event_id: 'last_processed_event_id', status: 'status', status_reason: 'status_reason' };
  const all = await client.PUT('/tracker/{tracker_id}', { params, body });
  const { last_processed_event_id, status, status_reason } = checkTracker(all.data);
  assert.deepEqual({ last_processed_event_id, status, status_reason }, body);
  const nulls = { last_processed_event_id: null, status: null, status_reason: null };
  assert.equal(
    checkTracker((await client.PUT('/tracker/{tracker_id}', { params, body: nulls })).data).last_processed_event_id,
    'last_processed_event_id',
  );
}

async function checkList(): Promise<void> {
  const none = await client.GET('/tracker');
  const trackers: readonly Tracker[] = none.data ?? [];
  checkTracker(trackers[0]);
  const query = {
    agent_id: 'agent_id',
    limit: 1,
    order_by: 'order_by',
    order_direction: 'order_direction',
    page_number: 1,
    task_id: 'task_id',
  };
  const all = await client.GET('/tracker', { params: { query } });
  assert.equal(all.data?.length, 1);
}

async function checkErrors(): Promise<void> {
  const unknown = await client.GET('/tracker/{tracker_id}', { params: { path: { tracker_id: 'a b' } } });
  assert.equal(unknown.response.status, 404);
  assert.deepEqual(unknown.error, { message: "Item with id 'a b' does not exist.", code: 404, data: null });
  const message: ErrorResponse['message'] | undefined =
    unknown.error !== undefined && 'message' in unknown.error ? unknown.error.message : undefined;
  assert.equal(message, "Item with id 'a b' does not exist.");
  const invalid = await client.GET('/tracker', { params: { query: { limit: 0 } } });
  const detail: ValidationError['detail'] = invalid.error?.detail;
  assert.equal(detail?.[0]?.type, 'greater_than_equal');
  for (const code of [400, 404, 409, 422, 429, 500]) {
    const { data, error, response } = await client.PUT('/tracker/{tracker_id}', {
      params: { path: { tracker_id: ID } },
      body: {},
      headers: { prefer: `code=${code}` },
    });
    assert.deepEqual([response.status, data, typeof error], [code, undefined, 'object']);
  }
  const late = client.GET('/tracker', { headers: { prefer: 'delay=5000' }, signal: AbortSignal.timeout(200) });
  await assert.rejects(late, { name: 'TimeoutError' });
  for (const fault of [
    'connection-reset-by-peer',
    'empty-response',
    'malformed-response-chunk',
    'random-data-then-close',
  ]) {
    await assert.rejects(client.GET('/tracker', { headers: { prefer: `fault=${fault}` } }), TypeError);
  }
}

const failures: string[] = [];
for (const check of [checkRetrieve, checkUpdate, checkList, checkErrors]) {
  await check().catch((error: unknown) => failures.push(`${check.name}: ${String(error)}`));
}
process.stdout.write(`${JSON.stringify({ requests, failures })}\n`);
