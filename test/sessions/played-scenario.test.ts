import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Scenario, SessionControl, WorldState } from '../../src/index.ts';
import { createTrackerMock } from '../../src/index.ts';
import { createMockRules } from '../../src/mock/mock-rules.ts';
import type { MockCore, MockOptions } from '../../src/mock/mock.ts';
import { createMock } from '../../src/mock/mock.ts';
import { loadEmbeddedContract } from '../../src/node/embedded-contract.ts';
import { loadScenario } from '../../src/scenarios/load-scenario.ts';
import { catchMockError } from '../catch-mock-error.ts';
import { createSmallWorld, prepareSmallMock } from '../setup.ts';

const START = '2026-08-18T20:36:00Z';
const WORKING_DAY = JSON.parse(
  readFileSync(new URL('../../fixtures/scenarios/working-day.json', import.meta.url), 'utf8'),
) as Scenario;
const DEFAULT_WORLD = JSON.parse(
  readFileSync(new URL('../../fixtures/default.json', import.meta.url), 'utf8'),
) as WorldState;

/** A mock whose machine time the test moves, in seconds. */
function createTimedMock(
  content: Pick<WorldState, 'trackers' | 'events'>,
  options: Partial<MockOptions> = {},
): MockCore & { pass: (seconds: number) => void } {
  const contract = loadEmbeddedContract();
  let time = Date.UTC(2030, 0) * 1000;
  const core = createMock({
    contract,
    rules: createMockRules(contract, 'open'),
    content,
    profile: 'contract',
    clock: { now: START },
    machine: () => time,
    ...options,
  });
  return { ...core, pass: (seconds) => void (time += seconds * 1e6) };
}

/** Steps through one round, and returns the world after each step, by the time of the clock. */
async function stepThrough({ scenario, state }: SessionControl): Promise<WorldState[]> {
  const worlds: WorldState[] = [];
  const { steps } = await scenario.status();
  for (let { done } = await scenario.status(); done < steps;) {
    ({ done } = await scenario.step());
    worlds.push(await state.get());
  }
  return worlds;
}

function withoutClock(world: WorldState): object {
  return { ...world, clock: undefined };
}

describe('fixtures/scenarios/working-day.json', () => {
  test('played at 60 times the speed and stepped through makes the same worlds', async () => {
    const stepped = createTrackerMock({ scenario: WORKING_DAY, clock: { now: START } }).session('stepped');
    const expected = await stepThrough(stepped);
    expect(expected.length).toBeGreaterThan(40);

    const { mock, pass } = createTimedMock(DEFAULT_WORLD);
    const played = mock.session();
    await played.scenario.load(WORKING_DAY);
    await played.scenario.play({ speed: 60 });
    let at = Date.parse(START);
    for (const world of expected) {
      const next = Date.parse(world.clock.now) + 1;
      pass((next - at) / 1000 / 60);
      at = next;
      expect(withoutClock(await played.state.get())).toEqual(withoutClock(world));
    }
    await played.scenario.restart();
    expect(withoutClock(await played.state.get())).toEqual({
      ...withoutClock(await createTrackerMock().session().state.get()),
    });
  });

  test('completes twelve of the thirteen trackers, and skips no step', async () => {
    const session = createTrackerMock({ scenario: WORKING_DAY, clock: { now: START } }).session();
    const worlds = await stepThrough(session);
    const last = worlds.at(-1)?.trackers ?? [];
    expect(last.filter(({ status }) => status === 'COMPLETED')).toHaveLength(12);
    expect(await session.scenario.status()).toMatchObject({ skipped: 0, rounds: null });
  });
});

test('a running clock goes on from the time that was set, at its speed', async () => {
  const { mock, pass } = createTimedMock(createSmallWorld());
  const { clock, state } = mock.session();
  expect(await clock.set({ mode: 'running', speed: 2.5 })).toEqual({
    now: START,
    mode: 'running',
    step: 1000,
    speed: 2.5,
  });
  pass(10);
  expect(await clock.get()).toMatchObject({ now: '2026-08-18T20:36:25Z' });
  // What is not given stays.
  await clock.set({ now: START });
  pass(10);
  expect((await state.get()).clock).toEqual({ now: '2026-08-18T20:36:25Z', mode: 'running', step: 1000, speed: 2.5 });
  await clock.set({ mode: 'fixed' });
  pass(10);
  expect(await clock.get()).toEqual({ now: '2026-08-18T20:36:25Z', mode: 'fixed', step: 1000 });
  await clock.set({ mode: 'running' });
  pass(10);
  expect(await clock.get()).toMatchObject({ now: '2026-08-18T20:36:35Z', speed: 1 });
});

describe('a scenario that is played', () => {
  const LOOP: Scenario = {
    loop: { every: '10s' },
    steps: [
      { at: '+2s', jitter: '3s', event: { task_id: 'task-1', agent_id: 'agent-1' } },
      { at: '+2s', tracker: { id: 't-done', status: 'AGAIN' } },
    ],
  };

  test('keeps what it holds the same, round after round, however long nobody looks', async () => {
    const { mock, pass, sessions, scenarios } = createTimedMock(createSmallWorld());
    const { scenario, state } = mock.session();
    await scenario.load(LOOP);
    await scenario.play();
    const sizes = new Set<number>();
    for (let round = 0; round < 50; round += 1) {
      pass(10);
      expect(scenarios.catchUp(sessions)).toBe(true);
      pass(8);
      await scenario.status();
      pass(2);
      sizes.add(sessions.find('default')?.memory.bytes ?? 0);
    }
    expect(sizes.size).toBe(1);
    pass(1e6);
    expect((await state.get()).events.length).toBeLessThan(6);
    expect(await scenario.status()).toMatchObject({ state: 'playing', round: 100_101, rounds: null, skipped: 0 });
  });

  test('has what the clock has reached before anybody sees it, a request as well', async () => {
    const { mock, pass } = createTimedMock(createSmallWorld());
    const { scenario } = mock.session();
    await scenario.load({ steps: [{ at: '20s', tracker: { id: 't-done', status: 'LATER' } }] });
    await scenario.play({ speed: 10 });
    const get = async (): Promise<unknown> => (await mock.fetch(new Request('http://mock.test/tracker/t-done'))).json();
    pass(1.999999);
    expect(await get()).toMatchObject({ status: 'COMPLETED' });
    pass(0.000001);
    expect(await get()).toMatchObject({ status: 'LATER', updated_at: '2026-08-18T20:36:20Z' });
    pass(1);
    const updated = await mock.fetch(
      new Request('http://mock.test/tracker/t-done', {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: '{"status":"MINE"}',
      }),
    );
    expect(await updated.json()).toMatchObject({ updated_at: '2026-08-18T20:36:30Z' });
  });

  test('draws its jitter from the seed, the same in every session', async () => {
    const draw = async (seed: string, name: string): Promise<unknown> => {
      const mock = createTrackerMock({ fixtures: createSmallWorld(), clock: { now: START }, seed, scenario: LOOP });
      const { scenario, state } = mock.session(name);
      await scenario.step();
      return [await state.get(), (await scenario.status()).position];
    };
    expect(await draw('one', 'a')).toEqual(await draw('one', 'b'));
    expect(await draw('one', 'a')).not.toEqual(await draw('two', 'a'));
  });

  test('goes on in a snapshot from the time that it was taken', async () => {
    const { mock, pass } = createTimedMock(createSmallWorld());
    const { scenario, state, clock } = mock.session();
    await scenario.load({ steps: [{ at: '20s', tracker: { id: 't-done', status: 'LATER' } }] });
    await scenario.play();
    pass(5);
    await state.snapshot('early');
    pass(100);
    expect(await scenario.status()).toMatchObject({ state: 'ended', done: 1 });
    await state.restore('early');
    expect(await scenario.status()).toMatchObject({ state: 'playing', done: 0, position: 5000 });
    pass(15);
    expect(await scenario.status()).toMatchObject({ state: 'ended', done: 1, position: 20_000 });
    expect(await clock.get()).toMatchObject({ mode: 'running', now: '2026-08-18T20:36:20Z' });
  });

  test('begins anew in a world that is loaded again, and stays in one that is kept', async () => {
    const { mock, pass, load } = createTimedMock(createSmallWorld());
    const { scenario, state } = mock.session();
    await scenario.load(LOOP);
    await scenario.play();
    pass(8);
    expect(await scenario.status()).toMatchObject({ done: 2 });
    const content = createSmallWorld();
    load({ content, clock: { now: START } }, 'keep');
    expect(await scenario.status()).toMatchObject({ done: 2 });
    load({ content: { ...content, trackers: content.trackers.slice(1) }, clock: { now: START } }, 'replace');
    expect(await scenario.status()).toMatchObject({ state: 'playing', done: 0, position: 0 });
    pass(18);
    expect((await state.get()).trackers).toHaveLength(3);
    await scenario.pause();
    load({ content, clock: { now: START } }, 'replace');
    expect(await scenario.status()).toMatchObject({ state: 'paused', done: 0 });
  });

  test('keeps a world from being loaded that the scenario of the mock does not fit', async () => {
    const { mock, load } = createTimedMock(createSmallWorld(), {
      scenario: loadScenario(LOOP, prepareSmallMock().rules),
    });
    const error = catchMockError(() => load({ content: { trackers: [], events: [] }, clock: undefined }, 'replace'));
    expect(error.problems).toEqual([
      '/steps/1/tracker/id is "t-done", and no tracker has that id by then. To add one, give agent_id and task_id',
    ]);
    expect((await mock.session().state.get()).trackers).toHaveLength(4);
  });

  test('at the end of all time, the clock stands still', async () => {
    const { mock, pass } = createTimedMock(createSmallWorld());
    const { scenario, clock, state } = mock.session();
    await clock.set({ now: '9999-12-31T23:59:50Z' });
    await scenario.load({ steps: [{ at: '1h', tracker: { id: 't-done', status: 'LAST' } }] });
    await scenario.play({ speed: 1000 });
    pass(1e6);
    expect(await clock.get()).toMatchObject({ now: '9999-12-31T23:59:59.999968Z' });
    expect((await state.get()).trackers[2]).toMatchObject({
      status: 'LAST',
      updated_at: '9999-12-31T23:59:59.999968Z',
    });
  });
});
