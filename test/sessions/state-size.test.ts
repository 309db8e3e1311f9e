import { describe, expect, test } from 'vitest';
import type { TrackerFixture } from '../../src/control/control-types.ts';
import type { TrackerMock } from '../../src/index.ts';
import { createSmallMock, FRESH } from '../setup.ts';
import { handle, toMessage } from '../suite/client.ts';

const TEXT = 'x'.repeat(100_000);
/** Room for four texts, each of which counts two bytes a character. */
const MAX = 900_000;

interface Answer {
  readonly status: number | null;
  readonly json: unknown;
}

function put(mock: TrackerMock, session: string, json: object): Answer {
  return handle(mock, toMessage('PUT /tracker/t-fresh', { headers: { 'x-mock-session': session }, json }));
}

function listSessions(mock: TrackerMock): string[] {
  return mock.sessions.list().map(({ name }) => name);
}

const FULL = {
  type: 'urn:agentex-tracker-mock:insufficient-storage',
  title: 'No room for the change',
  status: 507,
  detail: `Failed to change the state: the session "a" would take more than ${MAX} bytes, which is all that sessions may change over the fixtures. Reset the session, delete its snapshots, or raise the limit with --max-state-size (in code: maxStateSize).`,
};

describe('beyond maxStateSize', () => {
  test('the longest unused sessions that have changed something go', () => {
    const mock = createSmallMock({ maxStateSize: MAX });
    handle(mock, toMessage('GET /tracker', { headers: { 'x-mock-session': 'reader' } }));
    for (const name of ['a', 'b', 'c', 'd', 'a', 'e']) expect(put(mock, name, { status: TEXT }).status).toBe(200);
    expect(listSessions(mock)).toEqual(['reader', 'c', 'd', 'a', 'e']);
  });

  test('a session that would not fit alone is refused, and nothing changes', async () => {
    const mock = createSmallMock({ maxStateSize: MAX, events: 'open' });
    put(mock, 'b', { status: TEXT });
    put(mock, 'a', { last_processed_event_id: TEXT });
    const before = await mock.session('a').state.get();
    const answer = put(mock, 'a', { status: 'READY', last_processed_event_id: TEXT.repeat(4) });
    expect(answer).toMatchObject({ status: 507, json: FULL });
    expect(await mock.session('a').state.get()).toEqual(before);
    expect(listSessions(mock)).toContain('b');
  });

  test('what replaces as much, deletes or resets is no problem', async () => {
    const mock = createSmallMock({ maxStateSize: MAX });
    const control = mock.session('a');
    for (let sent = 0; sent < 20; sent += 1) expect(put(mock, 'a', { status: TEXT + sent }).status).toBe(200);
    for (let sent = 0; sent < 20; sent += 1) {
      const { id } = await control.trackers.add({ agent_id: 'a', task_id: 'a', status: TEXT });
      await control.trackers.delete(id);
      const stub = await control.stub({ reply: { status: 503, body: TEXT } });
      await control.removeStub(stub.id);
      await control.state.snapshot('s');
      await control.reset();
    }
    expect(put(mock, 'a', { status: TEXT }).status).toBe(200);
  });

  test('an update that fits is no problem after others were refused', () => {
    const mock = createSmallMock({ maxStateSize: MAX });
    for (let sent = 0; sent < 20; sent += 1) expect(put(mock, 'a', { status: TEXT.repeat(6) }).status).toBe(507);
    expect(put(mock, 'a', { status: TEXT }).status).toBe(200);
  });

  const toTrackers = (count: number): TrackerFixture[] =>
    Array.from({ length: count }, (_, index) => ({ ...FRESH, id: `t-${index}`, status: TEXT }));

  test.each<[string, (control: ReturnType<TrackerMock['session']>, turn: number) => Promise<unknown>]>([
    ['trackers', (control) => control.trackers.add({ agent_id: 'a', task_id: 'a', status: TEXT })],
    ['events', (control) => control.events.add({ agent_id: 'a', task_id: 'a', content: { text: TEXT } })],
    ['stubs', (control) => control.stub({ reply: { status: 503, body: TEXT } })],
    ['a whole world', (control) => control.state.set({ trackers: toTrackers(5) })],
    [
      'snapshots',
      async (control, turn) => {
        await control.trackers.put('t-fresh', { agent_id: 'a', task_id: 'a', status: TEXT });
        await control.state.snapshot(`s${turn}`);
      },
    ],
  ])('the control API refuses %s, and other sessions go on', async (_, act) => {
    const mock = createSmallMock({ maxStateSize: MAX });
    const control = mock.session('a');
    const fill = async (): Promise<void> => {
      for (let turn = 0; turn < 6; turn += 1) await act(control, turn);
    };
    await expect(fill()).rejects.toMatchObject({ code: 'insufficient-storage', message: FULL.detail });
    await control.reset();
    for (const { name } of await control.state.snapshots()) await control.state.deleteSnapshot(name);
    for (const name of ['a', 'b', 'c', 'd']) expect(put(mock, name, { status: TEXT }).status).toBe(200);
    expect(listSessions(mock)).toEqual(['a', 'b', 'c', 'd']);
  });

  test('fixtures and what snapshots share count once or not at all', async () => {
    const mock = createSmallMock({ maxStateSize: MAX, fixtures: { trackers: [...toTrackers(50), FRESH], events: [] } });
    put(mock, 'a', { status: TEXT });
    const control = mock.session('a');
    for (let turn = 0; turn < 50; turn += 1) {
      await control.state.snapshot(`s${turn}`);
      await control.state.restore(`s${turn}`);
    }
    await control.reset();
    expect(put(mock, 'a', { status: TEXT }).status).toBe(200);
  });

  test('a session that is deleted makes room', () => {
    const mock = createSmallMock({ maxStateSize: MAX });
    for (let turn = 0; turn < 20; turn += 1) {
      put(mock, 'a', { status: TEXT.repeat(4) });
      mock.sessions.delete('a');
    }
    put(mock, 'b', { status: TEXT });
    put(mock, 'c', { status: TEXT });
    expect(listSessions(mock)).toEqual(['b', 'c']);
  });
});
