import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createAdminClient } from '../../src/client/client.ts';
import type { AdminClient, Scenario } from '../../src/index.ts';
import { DONE, FRESH } from '../setup.ts';
import { createTemporaryFolder } from '../temporary-folder.ts';
import type { Served } from './run-main.ts';
import { run, serve } from './run-main.ts';

const SCENARIO: Scenario = {
  steps: [
    { at: '+20s', event: { id: 'new', task_id: 'task-1', agent_id: 'agent-2' } },
    { at: '+40s', stub: { id: 'busy', match: { method: 'DELETE' }, reply: { status: 503 } } },
    { at: '1h', tracker: { id: 't-done', status: 'AGAIN' } },
    { at: '+1h', removeStub: 'busy' },
  ],
};

const WAITS = 'the scenario waits, since the state ';

function createFiles(): { world: string; scenario: string; state: string } {
  const folder = createTemporaryFolder({
    'world.json': { trackers: [{ ...DONE, last_processed_event_id: null }, FRESH], stubs: [{ delay: 1 }] },
    'scenario.json': SCENARIO,
  });
  return {
    world: join(folder, 'world.json'),
    scenario: join(folder, 'scenario.json'),
    state: join(folder, 'state.json'),
  };
}

async function startPaused(args: readonly string[]): Promise<{ served: Served; control: AdminClient }> {
  const served = await serve(args);
  const control = createAdminClient(served.url);
  await control.scenario.pause();
  return { served, control };
}

describe('--scenario with --state', () => {
  test('goes on where it was when the state was saved, with its stubs', async () => {
    const { world, scenario, state } = createFiles();
    const args = ['-f', world, '--scenario', scenario, '--state', state];
    const { served, control } = await startPaused(args);
    await control.scenario.step();
    await control.scenario.step();
    const before = await control.state.get();
    await served.stop();

    const again = await serve(args);
    const next = createAdminClient(again.url);
    expect(again.out()).not.toContain(WAITS);
    expect(again.out()).toContain(`scenario ${JSON.stringify(scenario)}: 4 steps, paused at 60s\n`);
    expect(await next.scenario.status()).toMatchObject({
      state: 'paused',
      done: 2,
      skipped: 0,
      position: 60_000,
      last: { pointer: '/steps/1', action: 'stub', at: 60_000 },
    });
    expect(await next.state.get()).toEqual(before);
    expect((await next.stubs()).map(({ id }) => id)).toEqual(['busy', 'fixture-1']);
    await next.scenario.step();
    expect(await next.scenario.step()).toMatchObject({ state: 'ended', skipped: 0 });
    expect((await next.stubs()).map(({ id }) => id)).toEqual(['fixture-1']);
    // A restart begins with the fixtures.
    await next.scenario.restart();
    expect((await next.state.get()).events).toEqual([]);
  });

  test('is played on if it was played, at the speed of the new start', async () => {
    const { world, scenario, state } = createFiles();
    const args = ['-f', world, '--scenario', scenario, '--state', state];
    const first = await serve([...args, '--speed', '1000']);
    await first.until('stub of /steps/1');
    await first.stop();
    const second = await serve([...args, '--speed', '900']);
    expect(await createAdminClient(second.url).scenario.status()).toMatchObject({
      state: 'playing',
      speed: 900,
      skipped: 0,
    });
    expect(await second.until('tracker of /steps/2')).not.toContain('/steps/0');
    await second.until('removeStub of /steps/3');
    await second.stop();
    const third = await serve(args);
    expect(await createAdminClient(third.url).scenario.status()).toMatchObject({ state: 'ended', done: 4 });
    expect(third.out()).toContain(': 4 steps, ended already\n');
  });

  test('goes on where it was, however long the mock did not run, in the present', async () => {
    const { world, scenario, state } = createFiles();
    writeFileSync(scenario, JSON.stringify({ ...SCENARIO, loop: { every: '3h' } }));
    const args = ['-f', world, '--scenario', scenario, '--state', state];
    const first = await serve(args);
    const before = await createAdminClient(first.url).scenario.status();
    await first.stop();
    const text = readFileSync(state, 'utf8');
    // As if a day had passed, and then as a version before this one saved it.
    const earlier = text.replace(/"start":"[^"]*"/, '"start":"2026-01-01T00:00:00Z"');
    for (const [saved, least] of [
      [earlier, before.position],
      [earlier.replace(/,"elapsed":\d+,"skipped":0/, ''), 0],
    ] as const) {
      writeFileSync(state, saved);
      const again = await serve(args);
      const { position, ...rest } = await createAdminClient(again.url).scenario.status();
      expect(rest).toMatchObject({ state: 'playing', round: 1, done: 0, last: null });
      expect(position).toBeLessThan(20_000);
      expect(position).toBeGreaterThan(least);
      expect(again.out()).toMatch(/: 4 steps, every 10800s, played on from \d+(\.\d+)?s of round 1 at speed 1\n/);
      expect(again.out()).not.toContain('scenario: event');
      await again.stop();
    }
  });

  test('goes on with what it has skipped, and does not repeat a step of the start', async () => {
    const { world, scenario, state } = createFiles();
    const steps = [
      { at: '0s', tracker: { id: 't-done', status: 'FIRST' } },
      { at: '20s', tracker: { id: 't-done', status: 'LATER' } },
      { at: '1h', tracker: { id: 't-fresh', status: 'LAST' } },
    ];
    writeFileSync(scenario, JSON.stringify({ steps }));
    const args = ['-f', world, '--scenario', scenario, '--state', state];
    const { served, control } = await startPaused(args);
    await control.trackers.delete('t-done');
    const before = await control.scenario.step();
    expect(before).toMatchObject({ done: 2, skipped: 1, last: { pointer: '/steps/1' } });
    await served.stop();
    const again = await serve(args);
    expect(await createAdminClient(again.url).scenario.status()).toEqual(before);
    expect(again.out()).not.toContain('of /steps/0');
  });

  test('goes on at the time of --clock, which wins', async () => {
    const { world, scenario, state } = createFiles();
    const args = ['-f', world, '--scenario', scenario, '--state', state];
    const { served, control } = await startPaused(args);
    await control.scenario.step();
    await served.stop();
    const { control: next } = await startPaused([...args, '--clock', '2030-01-01T00:00:00Z', '--speed', '0.01']);
    await next.scenario.step();
    expect(await next.scenario.status()).toMatchObject({ done: 2, skipped: 0 });
    expect((await next.clock.get()).now).toMatch(/^2030-01-01T00:00:40/);
  });

  test('waits in a world that was saved without it, so that nothing is lost', async () => {
    const { world, scenario, state } = createFiles();
    const first = await serve(['-f', world, '--state', state]);
    await createAdminClient(first.url).trackers.delete('t-fresh');
    await first.stop();
    for (const clock of [[], ['--clock', '2030-01-01T00:00:00Z']]) {
      const served = await serve(['-f', world, '--scenario', scenario, '--state', state, ...clock]);
      const { scenario: waiting, state: kept } = createAdminClient(served.url);
      expect(served.out()).toContain(
        `warning ${WAITS}${JSON.stringify(state)} was saved without it. Restart it to begin with the fixtures, or play it in the world of the state\n`,
      );
      expect(served.out()).toContain(': 4 steps, not begun\n');
      expect(await waiting.status()).toMatchObject({ state: 'ready', done: 0, last: null });
      expect((await kept.get()).trackers.map(({ id }) => id)).toEqual(['t-done']);
      await served.stop();
    }
    const served = await serve(['-f', world, '--scenario', scenario, '--state', state]);
    const { scenario: restarted, state: replaced } = createAdminClient(served.url);
    await restarted.restart();
    expect((await replaced.get()).trackers).toHaveLength(2);
  });

  test('waits if it was changed', async () => {
    const { world, scenario, state } = createFiles();
    const args = ['-f', world, '--scenario', scenario, '--state', state];
    const { served, control } = await startPaused(args);
    await control.scenario.step();
    await served.stop();
    writeFileSync(scenario, JSON.stringify({ ...SCENARIO, steps: SCENARIO.steps.slice(0, 1) }));
    const again = await serve(args);
    expect(again.out()).toContain(
      `warning ${WAITS}${JSON.stringify(state)} was saved with another scenario or version of it. Restart`,
    );
    expect((await createAdminClient(again.url).state.get()).events).toHaveLength(1);
  });

  test('that a session has of its own is not saved', async () => {
    const { world, state } = createFiles();
    const served = await serve(['-f', world, '--state', state]);
    const { scenario } = createAdminClient(served.url);
    await scenario.load(SCENARIO);
    await scenario.step();
    await served.stop();
    expect(JSON.parse(readFileSync(state, 'utf8'))).toMatchObject({ events: [{ id: 'new' }] });
    expect(readFileSync(state, 'utf8')).not.toContain('"scenario"');
  });

  test('a broken place in a state file is refused, and the file left as it is', async () => {
    const { world, scenario, state } = createFiles();
    const args = ['-f', world, '--scenario', scenario, '--state', state];
    const { served, control } = await startPaused(args);
    await control.scenario.step();
    await served.stop();
    const text = readFileSync(state, 'utf8');
    for (const [wrong, problem] of [
      [text.replace(/"start":"[^"]*"/, '"start":"early"'), '/state/scenario/start is not a date-time ("early")'],
      [text.replace('"done":1', '"done":-1'), '/state/scenario/done must be an integer from 0, not -1'],
    ] as const) {
      writeFileSync(state, wrong);
      const { code, err } = await run('serve', ...args);
      expect({ code, lines: err.split('\n')[1] }).toEqual({ code: 2, lines: `  ${state}: ${problem}` });
      expect(readFileSync(state, 'utf8')).toBe(wrong);
    }
  });
});
