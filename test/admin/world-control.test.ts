import { expect, test } from 'vitest';
import type { SessionControl, TrackerFilter, TrackerInput, WorldStateInput } from '../../src/index.ts';
import { MockError } from '../../src/index.ts';
import { createSmallWorld, DONE, FAILED, FRESH, NOW, READING } from '../setup.ts';
import { describeControl } from './control-clients.ts';

const CLOCK = { now: NOW, mode: 'fixed', step: 1000 };

/** What a session holds, for a look at whether a refusal changed any of it. */
async function look(control: SessionControl): Promise<unknown> {
  return [await control.state.get(), await control.state.snapshots(), await control.stubs()];
}

describeControl('state', (open) => {
  test('returns the whole world and its clock', async () => {
    const { control } = await open();
    const { trackers, events } = createSmallWorld();
    expect(await control.state.get()).toEqual({ trackers, events, agent_keys: [], clock: CLOCK, stubs: [] });
  });

  test('can be set in another session', async () => {
    const { control, open: openSession, send } = await open();
    send('PUT /tracker/t-fresh', { json: { status: 'READY', last_processed_event_id: 'evt-new' } });
    await control.clock.set({ mode: 'ticking', step: 250 });
    const state = await control.state.get();
    const other = openSession('other');
    await other.state.set(state);
    expect(await other.state.get()).toEqual(state);
    expect(await other.events.list({ after: 'evt-4' })).toMatchObject([{ id: 'evt-new', sequence_id: 8 }]);
  });

  test('omitted lists of a world are empty, and an omitted clock is unchanged', async () => {
    const { control, send } = await open();
    await control.state.set({ trackers: [FRESH] });
    expect(await control.state.get()).toEqual({
      trackers: [FRESH],
      events: [],
      agent_keys: [],
      clock: CLOCK,
      stubs: [],
    });
    expect(send('GET /tracker').json).toEqual([FRESH]);
    await control.state.set({});
    expect(await control.state.get()).toEqual({ trackers: [], events: [], agent_keys: [], clock: CLOCK, stubs: [] });
  });

  test('the content of a fixture file can be set, including its $schema', async () => {
    const { control } = await open();
    const file = { $schema: './fixture.schema.json', trackers: [DONE], events: [] };
    await control.state.set(file);
    expect((await control.state.get()).trackers).toEqual([DONE]);
  });

  test('sets a world with its clock', async () => {
    const { control, send } = await open();
    await control.state.set({ trackers: [FRESH], clock: { now: '2030-01-01T00:00:00Z', mode: 'fixed' } });
    const { json } = send('PUT /tracker/t-fresh', { json: { status: 'READY' } });
    expect(json).toMatchObject({ updated_at: '2030-01-01T00:00:00Z' });
  });

  test.each([
    [
      'a tracker that breaks the contract',
      { trackers: [FRESH, { ...DONE, status: 5 }] },
      'fixture-invalid',
      ['state: /trackers/1/status breaks the contract: Input should be a valid string (5)'],
    ],
    [
      'an event that lacks its sequence',
      { trackers: [], events: [{ id: 'e', task_id: 't', agent_id: 'a' }] },
      'fixture-invalid',
      ['state: /events/0/sequence_id is missing'],
    ],
    [
      'a member that no world has',
      { trackers: [], tasks: [] },
      'admin-request-invalid',
      ['/tasks is unknown; expected one of $schema, trackers, events, agent_keys, stubs, clock'],
    ],
    [
      'a clock without a time zone',
      { trackers: [], clock: { now: '2030-01-01T00:00:00' } },
      'admin-request-invalid',
      ['/now must be a date-time with a time zone, such as 2026-08-18T20:28:14Z, not "2030-01-01T00:00:00"'],
    ],
    [
      'a clock that does not move',
      { trackers: [], clock: { step: 0 } },
      'admin-request-invalid',
      ['/clock/step must be a number from 0.001, not 0'],
    ],
  ])('a world with %s is refused, and nothing changes', async (_, world, code, problems) => {
    const { control } = await open();
    await control.state.snapshot('before');
    const before = await look(control);
    await expect(control.state.set(world as WorldStateInput)).rejects.toMatchObject({
      name: 'MockError',
      code,
      problems,
    });
    expect(await look(control)).toEqual(before);
  });

  test('a world keeps its agent keys', async () => {
    const { control } = await open();
    await control.state.set({ trackers: [FRESH], agent_keys: ['key-1'] });
    const { clock: _, ...world } = await control.state.get();
    expect(world).toEqual({ trackers: [FRESH], events: [], agent_keys: ['key-1'], stubs: [] });
    await control.state.snapshot('keys');
    await control.state.set({});
    expect((await control.state.get()).agent_keys).toEqual([]);
    await control.state.restore('keys');
    expect((await control.state.get()).agent_keys).toEqual(['key-1']);
  });

  test('a world may have a cursor at an unknown event, and two trackers of one agent and task', async () => {
    const { control } = await open({ events: 'strict' });
    const trackers = [READING, { ...READING, id: 't-twin' }];
    await control.state.set({ trackers });
    expect((await control.state.get()).trackers).toEqual(trackers);
  });
});

describeControl('reset', (open) => {
  test('resets trackers, events, clock, stubs, journal and draws; keeps snapshots', async () => {
    const { control, send } = await open();
    const start = await control.state.get();
    const first = await control.events.add({ task_id: 'task-1', agent_id: 'agent-1' });
    await control.state.snapshot('kept');
    await control.clock.set({ now: '2030-01-01T00:00:00Z', mode: 'ticking' });
    await control.stub({ delay: 1 });
    await control.trackers.delete('t-done');
    send('PUT /tracker/t-fresh', { json: { status: 'READY' } });
    send('GET /nowhere');

    await control.reset();
    expect(await control.state.get()).toEqual(start);
    expect(await control.stubs()).toEqual([]);
    expect(await control.requests()).toEqual([]);
    expect(await control.unmatched()).toEqual([]);
    expect(await control.state.snapshots()).toMatchObject([{ name: 'kept' }]);
    expect(await control.events.add({ task_id: 'task-1', agent_id: 'agent-1' })).toEqual(first);
  });

  test('of one session does not affect the others', async () => {
    const { control, open: openSession } = await open();
    const other = openSession('other');
    await other.trackers.delete('t-done');
    await control.reset();
    expect((await other.state.get()).trackers).toHaveLength(3);
    expect((await control.state.get()).trackers).toHaveLength(4);
  });
});

describeControl('snapshots', (open) => {
  test('a snapshot restores world and clock any number of times', async () => {
    const { control, send } = await open();
    await control.clock.set({ mode: 'ticking', step: 1000 });
    const before = await control.state.get();
    expect(await control.state.snapshot('a.b-c_1')).toEqual({ name: 'a.b-c_1', trackers: 4, events: 4 });

    const change = async (): Promise<void> => {
      send('PUT /tracker/t-fresh', { json: { status: 'READY', last_processed_event_id: 'evt-new' } });
      await control.trackers.delete('t-done');
      expect(await control.state.get()).not.toEqual(before);
      await control.state.restore('a.b-c_1');
      expect(await control.state.get()).toEqual(before);
    };
    await change();
    await change();
  });

  test('a restore does not affect journal and stubs', async () => {
    const { control, send } = await open();
    await control.state.snapshot('start');
    send('GET /tracker');
    await control.stub({ delay: 1 });
    await control.state.restore('start');
    expect(await control.count()).toBe(1);
    expect(await control.stubs()).toHaveLength(1);
  });

  test('a snapshot of the same name is replaced, and each is listed once', async () => {
    const { control } = await open();
    await control.state.snapshot('first');
    await control.trackers.delete('t-done');
    await control.state.snapshot('second');
    expect(await control.state.snapshot('first')).toEqual({ name: 'first', trackers: 3, events: 4 });
    expect(await control.state.snapshots()).toEqual([
      { name: 'first', trackers: 3, events: 4 },
      { name: 'second', trackers: 3, events: 4 },
    ]);
    await control.state.deleteSnapshot('first');
    expect(await control.state.snapshots()).toEqual([{ name: 'second', trackers: 3, events: 4 }]);
  });

  test('an unknown snapshot cannot be restored or deleted, and nothing changes', async () => {
    const { control, open: openSession } = await open();
    await openSession('other').state.snapshot('theirs');
    const before = await look(control);
    const failure = {
      code: 'not-found',
      message: `Snapshot "theirs" not found in the session ${JSON.stringify(control.name)}.`,
    };
    await expect(control.state.restore('theirs')).rejects.toMatchObject(failure);
    await expect(control.state.deleteSnapshot('theirs')).rejects.toMatchObject(failure);
    expect(await look(control)).toEqual(before);
  });

  test('a misspelt snapshot gets the nearest one as advice', async () => {
    const { control } = await open();
    await control.state.snapshot('before-checkout');
    const message = `Snapshot "befor-checkout" not found in the session ${JSON.stringify(control.name)}. Did you mean "before-checkout"?`;
    await expect(control.state.restore('befor-checkout')).rejects.toMatchObject({ code: 'not-found', message });
    await expect(control.state.deleteSnapshot('befor-checkout')).rejects.toMatchObject({ code: 'not-found', message });
  });

  test.each(['', 'a b', 'a/b', 'ä', 'x'.repeat(65)])('a snapshot cannot be called %j', async (name) => {
    const { control } = await open();
    await expect(control.state.snapshot(name)).rejects.toMatchObject({
      code: 'admin-request-invalid',
      message: expect.stringContaining('1 to 64 of A-Z a-z 0-9 . _ -') as string,
    });
    expect(await control.state.snapshots()).toEqual([]);
  });

  test('a session keeps a hundred snapshots and refuses one more', async () => {
    const { control } = await open();
    await Promise.all(Array.from({ length: 100 }, (_, index) => control.state.snapshot(`s${index}`)));
    await expect(control.state.snapshot('one-more')).rejects.toMatchObject({ code: 'conflict' });
    await control.state.snapshot('s0');
    expect(await control.state.snapshots()).toHaveLength(100);
  });
});

describeControl('trackers', (open) => {
  test('omitted members of an added tracker are generated', async () => {
    const { control, send } = await open();
    const added = await control.trackers.add({ agent_id: 'agent-9', task_id: 'task-9', status: 'NEW' });
    expect(added).toEqual({
      id: expect.stringMatching(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-8[\da-f]{3}-[\da-f]{12}$/) as string,
      agent_id: 'agent-9',
      task_id: 'task-9',
      status: 'NEW',
      status_reason: null,
      last_processed_event_id: null,
      created_at: NOW,
      updated_at: NOW,
    });
    expect(send(`GET /tracker/${added.id}`).json).toEqual(added);
    expect(send('GET /tracker?agent_id=agent-9').json).toEqual([added]);
  });

  test('a tracker can be replaced despite the API’s rules, with an earlier cursor', async () => {
    const { control, send } = await open();
    await control.trackers.put('t-done', { ...DONE, last_processed_event_id: 'evt-1', id: 'another' });
    expect(send('GET /tracker/t-done').json).toEqual({ ...DONE, last_processed_event_id: 'evt-1' });
    const put = await control.trackers.put('t-new', { agent_id: 'agent-9', task_id: 'task-9' });
    expect(put).toMatchObject({ id: 't-new', created_at: NOW, updated_at: NOW });
    const kept = await control.trackers.put('t-fresh', { agent_id: 'agent-1', task_id: 'task-2' });
    expect(kept).toMatchObject({ created_at: FRESH.created_at, updated_at: NOW });
  });

  test('a tracker whose id has reserved URL characters is put, found and deleted', async () => {
    const { control, send } = await open();
    const id = 'a/b?c#d%2F e+ü';
    expect(await control.trackers.put(id, { agent_id: 'agent-9', task_id: 'task-9' })).toMatchObject({ id });
    expect(send('GET /tracker?agent_id=agent-9').json).toMatchObject([{ id }]);
    await control.trackers.delete(id);
    expect(send('GET /tracker?agent_id=agent-9').json).toEqual([]);
  });

  test('the trackers are listed page by page, as they were added, without an exchange in the journal', async () => {
    const { control } = await open();
    const { trackers } = await control.state.get();
    const ids = trackers.map(({ id }) => id);
    const list = async (filter: TrackerFilter) => {
      const page = await control.trackers.list(filter);
      return [page.total, ...page.trackers.map(({ tracker }) => tracker.id)];
    };
    expect((await control.trackers.list()).trackers.map(({ tracker }) => tracker)).toEqual(trackers);
    expect(await list({ limit: 2 })).toEqual([4, ids[0], ids[1]]);
    expect(await list({ offset: 1, limit: 2 })).toEqual([4, ids[1], ids[2]]);
    expect(await list({ offset: 1, limit: 2, descending: true })).toEqual([4, ids[2], ids[1]]);
    expect(await list({ offset: 3, descending: true })).toEqual([4, ids[0]]);
    expect(await list({ offset: 9, descending: true })).toEqual([4]);
    expect(await control.requests()).toEqual([]);
  });

  test('trackers are sorted as GET /tracker sorts them, and found by a text in any field', async () => {
    const { control, send } = await open();
    const list = async (filter: TrackerFilter) =>
      (await control.trackers.list(filter)).trackers.map(({ tracker }) => tracker);
    expect(await list({ order_by: 'status' })).toEqual(send('GET /tracker?order_by=status&order_direction=asc').json);
    expect(await list({ order_by: 'id', descending: true, limit: 2 })).toEqual([READING, FRESH]);
    expect(await list({ search: 'OUT OF mem' })).toEqual([FAILED]);
    expect(await list({ search: 'task-2', order_by: 'id', descending: true })).toEqual([FRESH, FAILED]);
    expect(await control.trackers.list({ search: 't-', offset: 1, limit: 1 })).toMatchObject({ total: 4 });
    expect(await list({ search: 'nothing has this' })).toEqual([]);
  });

  test('a tracker is listed and found with the place of its cursor among the events of its task and agent', async () => {
    const { control } = await open();
    const task = { task_id: 'task-9', agent_id: 'agent-9' };
    for (const id of ['a', 'b', 'c']) await control.events.add({ ...task, id });
    await control.trackers.add({ ...task, id: 't-9', last_processed_event_id: 'b' });
    const place = { events: 3, processed: 2 };
    expect(await control.trackers.get('t-9')).toMatchObject({ ...place, tracker: { id: 't-9' } });
    expect(await control.trackers.list({ search: 't-9' })).toMatchObject({ total: 1, trackers: [place] });
    await control.trackers.put('t-9', task);
    expect(await control.trackers.get('t-9')).toMatchObject({ events: 3, processed: 0 });
    await control.trackers.put('t-9', { ...task, last_processed_event_id: 'gone' });
    expect(await control.trackers.get('t-9')).toMatchObject({ events: 3, processed: null });
    await expect(control.trackers.get('none')).rejects.toMatchObject({
      code: 'not-found',
      message: `Tracker "none" not found in the session ${JSON.stringify(control.name)}.`,
    });
  });

  test.each([
    [{ order_by: 'staus' }, '/order_by is not a field of a tracker; did you mean "status"?'],
    [{ limit: 1001 }, '/limit must be an integer from 1 to 1000, not 1001'],
    [{ limit: 0 }, '/limit must be an integer from 1 to 1000, not 0'],
  ])('a list of trackers with %j is refused', async (filter, problem) => {
    const { control } = await open();
    await expect(control.trackers.list(filter)).rejects.toMatchObject({
      code: 'admin-request-invalid',
      problems: [problem],
    });
  });

  test('a tracker is deleted', async () => {
    const { control, send } = await open();
    await control.trackers.delete('t-done');
    expect(send('GET /tracker/t-done').status).toBe(404);
    expect((await control.state.get()).trackers).toHaveLength(3);
  });

  test('each change advances a ticking clock, a refused one does not', async () => {
    const { control } = await open();
    await control.clock.set({ now: '2030-01-01T00:00:00Z', mode: 'ticking', step: 1000 });
    await control.trackers.put('t-new', { agent_id: 'agent-9', task_id: 'task-9' });
    await expect(control.trackers.add({ id: 't-new', agent_id: 'agent-9', task_id: 'task-9' })).rejects.toThrow(
      MockError,
    );
    expect(await control.clock.get()).toEqual({ now: '2030-01-01T00:00:01Z', mode: 'ticking', step: 1000 });
  });

  test.each([
    [
      'an id that is there',
      { id: 't-done', agent_id: 'a', task_id: 't' },
      'conflict',
      'A tracker with the id "t-done" exists already.',
    ],
    [
      'a field that breaks the contract',
      { agent_id: 'a', task_id: 't', status: 5 },
      'fixture-invalid',
      'Failed to load',
    ],
    ['an invalid time', { agent_id: 'a', task_id: 't', created_at: 'yesterday' }, 'fixture-invalid', 'Failed to load'],
  ])('a tracker with %s is refused, and nothing changes', async (_, tracker, code, message) => {
    const { control } = await open();
    const before = await look(control);
    await expect(control.trackers.add(tracker as TrackerInput)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message) as string,
    });
    expect(await look(control)).toEqual(before);
  });

  test('a field that is not in the contract is refused with the nearest name', async () => {
    const { control } = await open();
    const before = await look(control);
    const misspelt = { agent_id: 'a', task_id: 't', staus: 'NEW' };
    const failure = {
      code: 'fixture-invalid',
      problems: ['/staus is unknown; did you mean "status"?'],
    };
    await expect(control.trackers.add(misspelt)).rejects.toMatchObject(failure);
    await expect(control.trackers.put('t-fresh', misspelt)).rejects.toMatchObject(failure);
    expect(await look(control)).toEqual(before);
  });

  test('a tracker without a task, or one that is unknown, is refused, and nothing changes', async () => {
    const { control } = await open();
    const before = await look(control);
    const incomplete: object = { agent_id: 'agent-1' };
    await expect(control.trackers.put('t-fresh', incomplete as TrackerInput)).rejects.toMatchObject({
      code: 'fixture-invalid',
      problems: ['tracker: /trackers/0/task_id is missing'],
    });
    await expect(control.trackers.delete('t-none')).rejects.toMatchObject({
      code: 'not-found',
      message: `Tracker "t-none" not found in the session ${JSON.stringify(control.name)}.`,
    });
    expect(await look(control)).toEqual(before);
  });

  test('a cursor may be at an unknown event, and two trackers may have one agent and task', async () => {
    const { control, send } = await open({ events: 'strict' });
    const tracker = { ...FRESH, last_processed_event_id: 'evt-deleted' };
    expect(await control.trackers.put('t-fresh', tracker)).toMatchObject(tracker);
    const twin = await control.trackers.add({ agent_id: FRESH.agent_id, task_id: FRESH.task_id });
    const { json } = send(`GET /tracker?agent_id=${FRESH.agent_id}&task_id=${FRESH.task_id}`);
    expect(json).toHaveLength(2);
    expect(json).toContainEqual(twin);
  });
});

describeControl('events', (open) => {
  test('an event arrives with the next sequence, and the cursor can move to it', async () => {
    const { control, send } = await open({ events: 'strict' });
    const event = await control.events.add({
      id: 'evt-5',
      task_id: 'task-1',
      agent_id: 'agent-1',
      content: { text: 'hi' },
    });
    expect(event).toEqual({
      id: 'evt-5',
      sequence_id: 8,
      task_id: 'task-1',
      agent_id: 'agent-1',
      created_at: NOW,
      content: { text: 'hi' },
    });
    expect(await control.events.add({ task_id: 'task-1', agent_id: 'agent-1' })).toMatchObject({
      sequence_id: 9,
      content: null,
    });
    expect(send('PUT /tracker/t-reading', { json: { last_processed_event_id: 'evt-5' } }).status).toBe(200);
  });

  test.each([
    [{}, ['evt-1', 'evt-2', 'evt-3', 'evt-4']],
    [{ task_id: 'task-1' }, ['evt-2', 'evt-3', 'evt-4']],
    [{ task_id: 'task-1', agent_id: 'agent-1' }, ['evt-2', 'evt-3']],
    [{ after: 'evt-2' }, ['evt-3', 'evt-4']],
    [{ after: 'evt-1', limit: 2 }, ['evt-2', 'evt-3']],
    [{ limit: 0 }, []],
    [{ task_id: 'none' }, []],
  ])('events are listed by %j', async (filter, ids) => {
    const { control } = await open();
    expect((await control.events.list(filter)).map(({ id }) => id)).toEqual(ids);
  });

  test('events after an unknown one cannot be listed, nor a negative number of them', async () => {
    const { control } = await open();
    await expect(control.events.list({ after: 'evt-x' })).rejects.toMatchObject({
      code: 'not-found',
      message: `Event "evt-x" not found in the session ${JSON.stringify(control.name)}.`,
    });
    await expect(control.events.list({ limit: -1 })).rejects.toMatchObject({
      code: 'admin-request-invalid',
      problems: ['/limit must be an integer from 0, not -1'],
    });
  });

  test('an event with a duplicate id or an invalid time is refused, and nothing changes', async () => {
    const { control } = await open();
    const before = await look(control);
    const event = { task_id: 'task-1', agent_id: 'agent-1' };
    await expect(control.events.add({ ...event, id: 'evt-1' })).rejects.toMatchObject({
      code: 'conflict',
      message: 'An event with the id "evt-1" exists already.',
    });
    await expect(control.events.add({ ...event, created_at: 'soon' })).rejects.toMatchObject({
      code: 'fixture-invalid',
      problems: ['event: /events/0/created_at is neither a date-time nor null ("soon")'],
    });
    expect(await look(control)).toEqual(before);
  });
});

describeControl('clock', (open) => {
  test('setting a time freezes a real clock, and replies have that time', async () => {
    const { control, send } = await open({ clock: { mode: 'real' } });
    expect(await control.clock.set({ now: '2030-01-01T01:00:00.5+01:00' })).toEqual({
      now: '2030-01-01T00:00:00.500000Z',
      mode: 'fixed',
      step: 1000,
    });
    const { json } = send('PUT /tracker/t-fresh', { json: { status: 'READY' } });
    expect(json).toMatchObject({ updated_at: '2030-01-01T00:00:00.500000Z' });
    expect((await control.clock.set({ mode: 'real' })).mode).toBe('real');
    expect((await control.clock.get()).now).not.toBe('2030-01-01T00:00:00.500000Z');
  });

  test('a ticking clock advances by one step per change', async () => {
    const { control, send } = await open();
    await control.clock.set({ now: '2030-01-01T00:00:00Z', mode: 'ticking', step: 1.5 });
    send('PUT /tracker/t-fresh', { json: { status: 'READY' } });
    send('PUT /tracker/t-fresh', { json: { status: 'READY' } });
    send('GET /tracker/t-fresh');
    await control.events.add({ task_id: 'task-1', agent_id: 'agent-1' });
    expect(await control.clock.get()).toEqual({ now: '2030-01-01T00:00:00.003000Z', mode: 'ticking', step: 1.5 });
  });

  test.each([
    [{ now: 'yesterday' }, '/now must be a date-time with a time zone, such as 2026-08-18T20:28:14Z, not "yesterday"'],
    [
      { now: '2030-01-01T00:00:00' },
      '/now must be a date-time with a time zone, such as 2026-08-18T20:28:14Z, not "2030-01-01T00:00:00"',
    ],
    [{ step: 0 }, '/step must be a number from 0.001, not 0'],
    [{ step: -5 }, '/step must be a number from 0.001, not -5'],
  ])('a clock of %j is refused, and the clock is unchanged', async (clock, reason) => {
    const { control } = await open();
    await expect(control.clock.set(clock)).rejects.toMatchObject({
      code: 'admin-request-invalid',
      message: `Failed to set the clock: one problem.\n  ${reason}`,
      problems: [reason],
    });
    expect(await control.clock.get()).toEqual(CLOCK);
  });

  test('an unknown mode is refused', async () => {
    const { control } = await open();
    const slow: object = { mode: 'slow' };
    await expect(control.clock.set(slow)).rejects.toMatchObject({ code: 'admin-request-invalid' });
    expect(await control.clock.get()).toEqual(CLOCK);
  });
});
