import assert from 'node:assert/strict';
import type { Client } from 'openapi-fetch';
import createClient from 'openapi-fetch';
// Generated from the mock's own document when the acceptance test runs.
import type { components, paths } from '../dist/tracker-api.js';
import { checkBatches } from './batches.js';
import type { Control } from './control.js';
import { createControl } from './control.js';

type Tracker = components['schemas']['AgentTaskTracker'];
type ValidationError = components['schemas']['HTTPValidationError'];
type ErrorResponse = components['schemas']['ErrorResponse'];

const ID = 'tracker_id';
const STATUSES = [400, 404, 409, 422, 429, 500] as const;
const params = { path: { tracker_id: ID } };
const [, , server = ''] = process.argv;
let requests = 0;

/** What a call gives, in each way to read it. */
interface Call {
  readonly value: () => Promise<Result>;
  readonly text: () => Promise<Result>;
  readonly stream: () => Promise<Result>;
}
interface Result {
  readonly data?: unknown;
  readonly error?: unknown;
  readonly response: Response;
}
type Options = { readonly headers?: Record<string, string> };

function connect(url: string): Client<paths> {
  const client = createClient<paths>({ baseUrl: url });
  client.use({
    onRequest() {
      requests += 1;
    },
  });
  return client;
}

function listCalls(client: Client<paths>, options: Options = {}): Record<'retrieve' | 'update' | 'list', Call> {
  const body = { status: 'status', status_reason: 'status_reason', last_processed_event_id: 'last_processed_event_id' };
  const retrieve = { ...options, params };
  const update = { ...options, params, body };
  const list = {
    ...options,
    params: { query: { agent_id: 'agent_id', limit: 1, page_number: 1, task_id: 'task_id' } },
  };
  return {
    retrieve: {
      value: () => client.GET('/tracker/{tracker_id}', retrieve),
      text: () => client.GET('/tracker/{tracker_id}', { ...retrieve, parseAs: 'text' }),
      stream: () => client.GET('/tracker/{tracker_id}', { ...retrieve, parseAs: 'stream' }),
    },
    update: {
      value: () => client.PUT('/tracker/{tracker_id}', update),
      text: () => client.PUT('/tracker/{tracker_id}', { ...update, parseAs: 'text' }),
      stream: () => client.PUT('/tracker/{tracker_id}', { ...update, parseAs: 'stream' }),
    },
    list: {
      value: () => client.GET('/tracker', list),
      text: () => client.GET('/tracker', { ...list, parseAs: 'text' }),
      stream: () => client.GET('/tracker', { ...list, parseAs: 'stream' }),
    },
  };
}

/** Every call in every way gives what the control API tells of the world. */
async function checkWays(client: Client<paths>, control: Control): Promise<void> {
  for (const [name, { value, text, stream }] of Object.entries(listCalls(client))) {
    const readWorld = async (): Promise<unknown> => {
      const trackers = await control.trackers();
      return name === 'list' ? trackers : trackers[0];
    };
    assert.deepEqual((await value()).data, await readWorld());
    const raw = await text();
    assert.deepEqual(JSON.parse(String(raw.data)), await readWorld());
    assert.equal(raw.response.headers.get('content-type'), 'application/json');
    const streamed = await stream();
    const whole: unknown = await new Response(streamed.data as ReadableStream<Uint8Array>).json();
    assert.deepEqual(whole, await readWorld());
  }
}

function checkTracker(tracker: Tracker | undefined): Tracker {
  assert.ok(tracker);
  assert.equal(tracker.id, ID);
  assert.equal(tracker.agent_id, 'agent_id');
  assert.match(tracker.created_at, /^\d{4}-\d\d-\d\dT/);
  return tracker;
}

async function checkRetrieve(client: Client<paths>): Promise<void> {
  checkTracker((await client.GET('/tracker/{tracker_id}', { params })).data);
}

async function checkUpdate(client: Client<paths>): Promise<void> {
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

async function checkList(client: Client<paths>): Promise<void> {
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

/** What the API itself refuses, what is stubbed, and what comes when no reply does. */
async function checkErrors(client: Client<paths>, control: Control): Promise<void> {
  const unknown = await client.GET('/tracker/{tracker_id}', { params: { path: { tracker_id: 'a b' } } });
  assert.equal(unknown.response.status, 404);
  assert.deepEqual(unknown.error, { message: "Item with id 'a b' does not exist.", code: 404, data: null });
  const message: ErrorResponse['message'] | undefined =
    unknown.error !== undefined && 'message' in unknown.error ? unknown.error.message : undefined;
  assert.equal(message, "Item with id 'a b' does not exist.");
  const invalid = await client.GET('/tracker', { params: { query: { limit: 0 } } });
  const detail: ValidationError['detail'] = invalid.error?.detail;
  assert.equal(detail?.[0]?.type, 'greater_than_equal');
  const before = await control.trackers();
  for (const status of STATUSES) {
    for (const name of ['retrieve', 'update', 'list'] as const) {
      const body =
        status === 422
          ? { detail: [{ loc: ['query', name], msg: 'stubbed', type: 'stubbed' }] }
          : { message: `${name} fails`, code: status, data: null };
      await control.stub({ match: {}, times: 1, reply: { status, headers: { 'x-stubbed': name }, body } });
      const stubbed = await listCalls(client)[name].value();
      assert.deepEqual(
        [stubbed.response.status, stubbed.response.headers.get('x-stubbed'), stubbed.data, stubbed.error],
        [status, name, undefined, body],
      );
      const asked = await listCalls(client, { headers: { prefer: `code=${status}` } })[name].value();
      assert.deepEqual([asked.response.status, asked.data, typeof asked.error], [status, undefined, 'object']);
    }
  }
  assert.deepEqual(await control.trackers(), before);
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
for (const check of [checkRetrieve, checkUpdate, checkList, checkWays, checkErrors, checkBatches]) {
  const control = createControl(server, check.name);
  await check(connect(control.url), control).catch((error: unknown) =>
    failures.push(`${check.name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`),
  );
}
process.stdout.write(`${JSON.stringify({ requests, failures })}\n`);
