import { expect, test } from 'vitest';
import type { Scenario } from '../../src/index.ts';
import { MockError } from '../../src/index.ts';
import { describeControl } from '../admin/control-clients.ts';
import { NOW } from '../setup.ts';

const OWNER = { task_id: 'task-1', agent_id: 'agent-1' };

/** Steps of each kind, two of them at the same time. */
const SCENARIO: Scenario = {
  description: 'An agent reads.',
  steps: [
    { at: '+20s', event: { id: 'evt-5', ...OWNER, content: { type: 'text', author: 'user', content: 'Hello' } } },
    { at: '+0s', tracker: { id: 't-reading', status_reason: 'reading the last one' } },
    { at: '1m', tracker: { id: 't-reading', status: 'COMPLETED', last_processed_event_id: 'evt-5' } },
    { at: '+1m30s', stub: { id: 'busy', match: { method: 'PUT' }, reply: { status: 503 } } },
    { at: '+500ms', removeStub: 'busy' },
  ],
};

describeControl('the scenario of a session', (open) => {
  test('is stepped through, one time after the other', async () => {
    const { control, send } = await open();
    expect(await control.scenario.load(SCENARIO)).toEqual({
      state: 'paused',
      description: 'An agent reads.',
      speed: 1,
      position: 0,
      round: 1,
      rounds: 1,
      done: 0,
      steps: 5,
      skipped: 0,
      last: null,
      next: { pointer: '/steps/0', action: 'event', at: 20_000 },
    });

    expect(await control.scenario.step()).toMatchObject({
      state: 'paused',
      position: 20_000,
      done: 2,
      last: { pointer: '/steps/1', action: 'tracker', at: 20_000 },
      next: { pointer: '/steps/2', at: 60_000 },
    });
    expect(await control.clock.get()).toMatchObject({ now: '2026-08-18T20:28:34.123456Z', mode: 'fixed' });
    expect(send('GET /events/evt-5').json).toMatchObject({ created_at: '2026-08-18T20:28:34.123456Z' });
    expect(send('GET /tracker/t-reading').json).toMatchObject({
      status: 'PROCESSING',
      status_reason: 'reading the last one',
      updated_at: '2026-08-18T20:28:34.123456Z',
    });

    await control.scenario.step();
    expect(send('GET /tracker/t-reading').json).toMatchObject({
      status: 'COMPLETED',
      last_processed_event_id: 'evt-5',
    });
    await control.scenario.step();
    expect(send('PUT /tracker/t-reading', { json: {} }).status).toBe(503);
    expect((await control.stubs()).map(({ id }) => id)).toEqual(['busy']);
    expect(await control.scenario.step()).toMatchObject({ state: 'ended', done: 5, next: null, position: 150_500 });
    expect(await control.stubs()).toEqual([]);
    await expect(control.scenario.step()).rejects.toMatchObject({
      code: 'conflict',
      message: 'Failed to step the scenario: it has ended. Restart it.',
    });
    await expect(control.scenario.play()).rejects.toMatchObject({ code: 'conflict' });
    expect(new MockError('conflict', '').toProblem()).toMatchObject({
      status: 409,
      title: 'Conflict with the present state',
    });
  });

  test('follows a clock that is set', async () => {
    const { control, send } = await open();
    await control.scenario.load(SCENARIO);
    await control.clock.set({ now: '2026-08-18T20:28:34.123455Z' });
    expect(await control.scenario.status()).toMatchObject({ done: 0 });
    await control.clock.set({ now: '2026-08-18T20:29:00Z' });
    expect(send('GET /tracker/t-reading').json).toMatchObject({
      status_reason: 'reading the last one',
      updated_at: '2026-08-18T20:28:34.123456Z',
    });
    // Back again: nothing is undone, and nothing is done twice.
    await control.clock.set({ now: NOW });
    await control.clock.set({ now: '2026-08-18T20:40:00Z' });
    expect(await control.scenario.status()).toMatchObject({ state: 'ended', done: 5, skipped: 0 });
  });

  test('follows a ticking clock', async () => {
    const { control, send } = await open();
    await control.clock.set({ mode: 'ticking', step: 10_000 });
    await control.scenario.load(SCENARIO);
    for (const status of ['a', 'b']) send('PUT /tracker/t-fresh', { json: { status } });
    expect(await control.scenario.status()).toMatchObject({ state: 'paused', done: 2 });
  });

  test('is brought back by a restart: world, clock and stubs', async () => {
    const { control } = await open();
    await control.stub({ match: { path: '/tracker/mine' }, reply: { status: 500 } });
    const before = await control.state.get();
    await control.scenario.load(SCENARIO);
    await control.scenario.step();
    await control.removeAllStubs();
    await control.trackers.delete('t-done');
    expect(await control.scenario.restart()).toMatchObject({ state: 'paused', done: 0, position: 0, last: null });
    expect(await control.state.get()).toEqual(before);
  });

  test('is played from where the clock stands, and stopped there', async () => {
    const { control } = await open();
    await control.scenario.load(SCENARIO);
    expect(await control.scenario.play({ speed: 1000 })).toMatchObject({ state: 'playing', speed: 1000 });
    expect(await control.clock.get()).toMatchObject({ mode: 'running', speed: 1000 });
    await expect.poll(async () => (await control.scenario.status()).done, { timeout: 10_000 }).toBeGreaterThan(1);
    expect(await control.scenario.play({ speed: 0.01 })).toMatchObject({ speed: 0.01 });
    const paused = await control.scenario.pause();
    expect(paused).toMatchObject({ speed: 0.01 });
    expect((await control.scenario.status()).position).toBe(paused.position);
    // It is played again after a restart only if it was.
    expect(await control.scenario.restart()).toMatchObject({ position: 0, done: 0 });
    expect((await control.scenario.status()).position).toBe(0);
    await control.scenario.play();
    expect(await control.scenario.restart()).toMatchObject({ state: 'playing', speed: 0.01, done: 0 });
  });

  test('waits for the first command in a session whose clock follows the machine’s', async () => {
    const { control } = await open();
    await control.clock.set({ mode: 'real' });
    expect(await control.scenario.load(SCENARIO)).toMatchObject({ state: 'ready', position: 0, speed: 1 });
    expect(await control.scenario.restart()).toMatchObject({ state: 'ready' });
    expect(await control.scenario.play()).toMatchObject({ state: 'playing', speed: 1, done: 0 });
    // At the machine's own speed it goes on to follow it.
    expect(await control.clock.get()).toMatchObject({ mode: 'real' });
    expect(await control.scenario.restart()).toMatchObject({ state: 'playing' });
    expect(await control.scenario.pause()).toMatchObject({ state: 'paused' });
    expect(await control.clock.get()).toMatchObject({ mode: 'fixed' });
    // Stopped, it is at its start again, which the machine's clock is not.
    expect(await control.scenario.restart()).toMatchObject({ state: 'ready', done: 0 });
    expect(await control.scenario.step()).toMatchObject({ state: 'paused', position: 20_000 });
    expect(await control.scenario.restart()).toMatchObject({ state: 'ready', done: 0 });
    expect(await control.clock.get()).toMatchObject({ mode: 'real' });
    expect(await control.scenario.pause()).toMatchObject({ state: 'paused', done: 0, position: 0 });
  });

  test('is removed, with world and clock as they are', async () => {
    const { control } = await open();
    await control.scenario.load(SCENARIO);
    await control.scenario.step();
    const before = await control.state.get();
    await control.scenario.remove();
    expect(await control.state.get()).toEqual(before);
    expect(await control.scenario.status()).toEqual({
      state: 'none',
      description: null,
      speed: 1,
      position: 0,
      round: 1,
      rounds: 1,
      done: 0,
      steps: 0,
      skipped: 0,
      last: null,
      next: null,
    });
    await expect(control.scenario.remove()).rejects.toMatchObject({ code: 'not-found' });
    await expect(control.scenario.step()).rejects.toMatchObject({
      code: 'not-found',
      message:
        'Failed to step the scenario: the session has none. Load one with PUT /__admin/scenario, or start the mock with --scenario.',
    });
  });

  test('is taken away by a reset, which brings back that of the mock', async () => {
    const { control } = await open();
    await control.scenario.load(SCENARIO);
    await control.reset();
    expect(await control.scenario.status()).toMatchObject({ state: 'none' });

    const { control: other } = await open({ scenario: SCENARIO });
    await other.scenario.step();
    await other.scenario.load({ steps: [{ at: '1s', tracker: { id: 't-done', status: 'X' } }] });
    await other.reset();
    expect(await other.scenario.status()).toMatchObject({ state: 'paused', steps: 5, done: 0 });
  });

  test('is of each session by itself', async () => {
    const { control, open: openSession } = await open({ scenario: SCENARIO });
    const other = openSession('other');
    await control.scenario.step();
    expect(await other.scenario.status()).toMatchObject({ state: 'paused', done: 0 });
    await other.scenario.step();
    expect(await other.state.get()).toEqual(await control.state.get());
  });

  test('goes back with a snapshot', async () => {
    const { control } = await open();
    await control.scenario.load(SCENARIO);
    await control.scenario.step();
    await control.state.snapshot('reading');
    const before = await control.state.get();
    // The step does not fit then.
    await control.trackers.delete('t-reading');
    expect(await control.scenario.step()).toMatchObject({ skipped: 1, last: { pointer: '/steps/2' } });
    await control.state.restore('reading');
    await control.scenario.step();
    const after = await control.state.get();
    await control.state.restore('reading');
    expect(await control.state.get()).toEqual(before);
    expect(await control.scenario.status()).toMatchObject({
      done: 2,
      skipped: 0,
      last: { pointer: '/steps/1' },
      next: { pointer: '/steps/2' },
    });
    await control.scenario.step();
    expect(await control.state.get()).toEqual(after);
    // A snapshot of another scenario's time says nothing about this one.
    await control.scenario.load({ steps: [{ at: '1s', tracker: { id: 't-done', status: 'X' } }] });
    await control.state.restore('reading');
    expect(await control.scenario.status()).toMatchObject({ steps: 1, done: 0 });
  });

  test('skips a step that does not fit any more, and says why', async () => {
    const { control } = await open();
    await control.scenario.load(SCENARIO);
    await control.events.add({ id: 'evt-5', ...OWNER });
    await control.clock.set({ now: '2026-08-18T20:28:40Z' });
    expect(await control.scenario.status()).toMatchObject({ done: 2, skipped: 1, last: { pointer: '/steps/1' } });
    expect((await control.events.list({ after: 'evt-4' })).map(({ content }) => content)).toEqual([null]);
    await control.scenario.restart();
    await control.trackers.delete('t-reading');
    expect(await control.scenario.step()).toMatchObject({
      done: 2,
      skipped: 1,
      last: {
        pointer: '/steps/1',
        problem:
          '/tracker/id is "t-reading", and no tracker has that id by then. To add one, give agent_id and task_id',
      },
    });
  });

  test('a loop begins again in the world that it began in, round by round', async () => {
    const { control } = await open();
    const before = await control.state.get();
    expect(
      await control.scenario.load({
        loop: { every: '1m', times: 3 },
        steps: [{ at: '+10s', event: OWNER }],
      }),
    ).toMatchObject({ rounds: 3, round: 1 });
    await control.scenario.step();
    const first = await control.state.get();
    expect(first.events).toHaveLength(before.events.length + 1);
    expect(await control.scenario.step()).toMatchObject({ round: 2, done: 1, position: 10_000, state: 'paused' });
    const second = await control.state.get();
    expect(second.events).toHaveLength(before.events.length + 1);
    // Each round draws for itself.
    expect(second.events.at(-1)?.id).not.toBe(first.events.at(-1)?.id);
    // The rounds in between are passed over.
    await control.clock.set({ now: '2026-08-18T20:30:30Z' });
    expect(await control.scenario.status()).toMatchObject({ round: 3, done: 1, state: 'ended', next: null });
    await control.clock.set({ now: '2027-08-18T20:30:30Z' });
    expect(await control.scenario.status()).toMatchObject({ round: 3, done: 1, state: 'ended' });
    await control.scenario.restart();
    await control.scenario.step();
    expect(await control.state.get()).toEqual(first);
  });

  test('a repetition numbers its texts', async () => {
    const { control } = await open();
    const { steps } = await control.scenario.load({
      steps: [
        {
          at: '5s',
          repeat: {
            times: 3,
            every: '10s',
            steps: [
              {
                at: '+1s',
                event: { id: 'page-{{n}}', ...OWNER, content: { type: 'text', author: 'user', content: 'Page {{n}}' } },
              },
              { at: '+2s', tracker: { id: 't-reading', last_processed_event_id: 'page-{{n}}' } },
            ],
          },
        },
        { at: '+1s', tracker: { id: 't-reading', status: 'COMPLETED' } },
      ],
    });
    expect(steps).toBe(7);
    const times: (number | undefined)[] = [];
    for (let step = 0; step < steps; step += 1) times.push((await control.scenario.step()).last?.at);
    expect(times).toEqual([6000, 8000, 16_000, 18_000, 26_000, 28_000, 29_000]);
    const { trackers, events } = await control.state.get();
    expect(events.slice(4).map(({ id, content }) => [id, content?.['content']])).toEqual([
      ['page-1', 'Page 1'],
      ['page-2', 'Page 2'],
      ['page-3', 'Page 3'],
    ]);
    expect(trackers[0]).toMatchObject({ status: 'COMPLETED', last_processed_event_id: 'page-3' });
  });

  test('a step adds a tracker', async () => {
    const { control } = await open();
    await control.scenario.load({ steps: [{ at: '1s', tracker: { agent_id: 'agent-9', task_id: 'task-9' } }] });
    await control.scenario.step();
    const { trackers } = await control.state.get();
    expect(trackers.at(-1)).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      agent_id: 'agent-9',
      task_id: 'task-9',
      status: null,
      status_reason: null,
      last_processed_event_id: null,
      created_at: '2026-08-18T20:28:15.123456Z',
      updated_at: '2026-08-18T20:28:15.123456Z',
    });
  });
});
