import assert from 'node:assert/strict';
import type { Client } from 'openapi-fetch';
import type { paths } from '../dist/tracker-api.js';
import type { Control } from './control.js';

const params = { path: { tracker_id: 'tracker_id' } };
const BATCH = 4;
const EVENTS = 30;

class Crash extends Error {}

/** What a worker did, and at which step it dies. */
interface Worker {
  /** Each event that was worked on. */
  readonly handled: string[];
  /** Each whose batch came to its end: the cursor moved past it, and the worker knows. */
  readonly done: string[];
  readonly beforeEvent?: (count: number) => void | Promise<void>;
  readonly afterMove?: (count: number) => void;
}

function crashAt(count: number): (reached: number) => void {
  return (reached) => {
    if (reached === count) throw new Crash();
  };
}

/** Works until no event is left. A fetch client tries nothing again, so a failed call ends the worker as a crash does. */
async function workOff(client: Client<paths>, control: Control, worker: Worker): Promise<void> {
  for (;;) {
    const { data: tracker } = await client.GET('/tracker/{tracker_id}', { params });
    assert.ok(tracker);
    const after = tracker.last_processed_event_id ?? null;
    const batch = await control.listEvents({ task_id: tracker.task_id, after, limit: BATCH });
    const last = batch.at(-1);
    if (last === undefined) break;
    await update({ status: 'PROCESSING', status_reason: `${batch.length} events` });
    for (const event of batch) {
      await worker.beforeEvent?.(worker.handled.length);
      worker.handled.push(event);
    }
    await update({ last_processed_event_id: last, status: 'PROCESSING' });
    worker.afterMove?.(worker.handled.length);
    worker.done.push(...batch);
  }
  await update({ status: 'READY' });

  async function update(body: {
    status: string;
    status_reason?: string;
    last_processed_event_id?: string;
  }): Promise<void> {
    const { data } = await client.PUT('/tracker/{tracker_id}', { params, body });
    assert.equal(data?.status, body.status);
  }
}

/** The loop of the Agentex guide, with a crash in a batch, one behind the cursor's move, and one by a dropped connection. */
export async function checkBatches(client: Client<paths>, control: Control): Promise<void> {
  const expected = await control.listEvents();
  for (let number = 0; number < EVENTS; number++) {
    await control.addEvent(`event ${number}`);
    expected.push(`event ${number}`);
  }
  // Another task's events are none of this worker's.
  await control.addEvent('other', 'other');

  const first: Worker = { handled: [], done: [], beforeEvent: crashAt(3 * BATCH + 1) };
  await assert.rejects(workOff(client, control, first), Crash);
  assert.deepEqual(first.done, expected.slice(0, 3 * BATCH));
  assert.deepEqual(first.handled, expected.slice(0, 3 * BATCH + 1));

  const second: Worker = { handled: [], done: [], afterMove: crashAt(2 * BATCH) };
  await assert.rejects(workOff(client, control, second), Crash);
  assert.deepEqual(second.done, expected.slice(3 * BATCH, 4 * BATCH));
  assert.deepEqual(second.handled, expected.slice(3 * BATCH, 5 * BATCH));

  // The move of the cursor does not get through: the batch is worked on again.
  await control.stub({ match: { method: 'PUT' }, after: 1, times: 1, fault: 'connection-reset-by-peer' });
  const third: Worker = { handled: [], done: [] };
  await assert.rejects(workOff(client, control, third), TypeError);
  assert.deepEqual([third.handled, third.done], [expected.slice(5 * BATCH, 6 * BATCH), []]);

  const last: Worker = {
    handled: [],
    done: [],
    async beforeEvent(count) {
      if (count !== 5) return;
      await control.addEvent('late');
      expected.push('late');
    },
  };
  await workOff(client, control, last);
  assert.deepEqual([last.handled, last.done], [expected.slice(5 * BATCH), expected.slice(5 * BATCH)]);
  const handled = [first, second, third, last].flatMap((worker) => worker.handled);
  assert.deepEqual([...new Set(handled)], expected);

  const { data: tracker } = await client.GET('/tracker/{tracker_id}', { params });
  assert.deepEqual([tracker?.last_processed_event_id, tracker?.status], ['late', 'READY']);
  const back = await client.PUT('/tracker/{tracker_id}', {
    params,
    body: { last_processed_event_id: expected[0] ?? '' },
  });
  assert.equal(back.response.status, 400);
}
