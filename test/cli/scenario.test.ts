import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createAdminClient } from '../../src/client/client.ts';
import type { ScenarioStatus, WorldState } from '../../src/index.ts';
import { DONE, FRESH } from '../setup.ts';
import { createTemporaryFolder } from '../temporary-folder.ts';
import type { Served } from './run-main.ts';
import { run, serve } from './run-main.ts';

const EVENT = { id: 'new', task_id: 'task-1', agent_id: 'agent-2' };
const STEPS = [
  { at: '+20s', event: EVENT },
  { at: '+40s', tracker: { id: 't-done', status: 'AGAIN' } },
  { at: '1h', tracker: { id: 't-done', status: 'LAST' } },
];

const SCENARIO = { steps: STEPS };

function createFiles(scenario: object = SCENARIO): { world: string; scenario: string; state: string } {
  const folder = createTemporaryFolder({
    'world.json': { trackers: [{ ...DONE, last_processed_event_id: null }, FRESH] },
    'scenario.json': scenario,
  });
  return {
    world: join(folder, 'world.json'),
    scenario: join(folder, 'scenario.json'),
    state: join(folder, 'state.json'),
  };
}

function readStatus({ url }: Served, session = 'default'): Promise<ScenarioStatus> {
  return createAdminClient(url, { session }).scenario.status();
}

function readState({ url }: Served): Promise<WorldState> {
  return createAdminClient(url).state.get();
}

const START = ['--clock', '2026-08-18T20:00:00Z', '--speed', '1000'];

describe('--scenario', () => {
  test('is played in the default session, with a line in the log for each step', async () => {
    const { world, scenario } = createFiles();
    const served = await serve(['-f', world, '--scenario', scenario, ...START]);
    const out = await served.until('at 60s');
    expect(out).toContain(`scenario ${JSON.stringify(scenario)}: 3 steps, played at speed 1000\n`);
    expect(out).toContain('scenario: event of /steps/0 at 20s\nscenario: tracker of /steps/1 at 60s\n');
    expect(await readState(served)).toMatchObject({
      trackers: [{ id: 't-done', status: 'AGAIN', updated_at: '2026-08-18T20:01:00Z' }, { id: 't-fresh' }],
      events: [{ id: 'new', created_at: '2026-08-18T20:00:20Z' }],
    });
    expect(await readStatus(served)).toMatchObject({ state: 'playing', done: 2 });
    // Other sessions wait for a command.
    expect(await readStatus(served, 'other')).toMatchObject({ state: 'paused', done: 0, speed: 1000 });
    expect((await served.stop()).code).toBe(0);
  });

  test('logs the step of another session, and why one is skipped', async () => {
    const { world } = createFiles();
    const served = await serve(['-f', world]);
    const other = createAdminClient(served.url, { session: 'other' });
    await other.scenario.load({ steps: STEPS });
    await other.trackers.delete('t-done');
    await other.scenario.step();
    await other.scenario.step();
    const out = await served.until('is skipped');
    expect(out).toContain('scenario of the session other: event of /steps/0 at 20s\n');
    expect(out).toContain(
      'scenario of the session other: tracker of /steps/1 at 60s is skipped, since /tracker/id is "t-done", and no tracker has that id by then. To add one, give agent_id and task_id\n',
    );
    // The timer ends when nothing is played any more, and begins again with the next scenario.
    await other.scenario.restart();
    await other.scenario.play({ speed: 1000 });
    await served.until('of the session other: event', 2);
    await other.scenario.pause();
  });

  test('does not fit the world, or is no scenario: exit code 2 with each pointer', async () => {
    const { world, scenario } = createFiles({ steps: [{ at: '1s', tracker: { id: 't-done', staus: 'X' } }] });
    expect(await run('serve', '-f', world, '--scenario', scenario)).toEqual({
      code: 2,
      out: '',
      err: `Failed to load the scenario ${JSON.stringify(scenario)}: one problem. Fix what is listed.\n  /steps/0/tracker/staus is not a field of a tracker; did you mean "status"?\n`,
    });
    writeFileSync(scenario, '{');
    const { code, err } = await run('serve', '-f', world, '--scenario', scenario);
    expect(code).toBe(2);
    expect(err).toContain(
      `Failed to load the scenario ${JSON.stringify(scenario)}: it is not JSON at line 1, column 2`,
    );
  });

  test('logs times to the millisecond, jitter included', async () => {
    const steps = [
      {
        at: '0s',
        jitter: '30s',
        repeat: {
          times: 50,
          every: '31s',
          steps: [{ at: '+0s', jitter: '30s', tracker: { id: 't-done', status: '{{n}}' } }],
        },
      },
    ];
    const { world, scenario } = createFiles({ loop: { every: '3h' }, steps });
    const served = await serve(['-f', world, '--scenario', scenario, ...START]);
    const out = await served.until('scenario: tracker', 50);
    expect(out).toContain(': 50 steps, every 10800s, played at speed 1000\n');
    const times = [...out.matchAll(/ at (.*)s$/gm)].map(([, time = '']) => time);
    expect(times).toHaveLength(50);
    expect(times.filter((time) => !/^\d+(\.\d{1,3})?$/.test(time))).toEqual([]);
  });

  test('is checked without serving it, in the world of the fixtures', async () => {
    const { world, scenario } = createFiles();
    expect(await run('check', world, '--scenario', scenario)).toEqual({
      code: 0,
      out: 'The fixtures are valid: 2 trackers, 0 events.\nThe scenario is valid: 3 steps.\n',
      err: '',
    });
    const { code, err } = await run('check', '--scenario', scenario);
    expect(code).toBe(1);
    expect(err).toContain('/steps/1/tracker/id is "t-done", and no tracker has that id by then');
  });

  test('may not be the file of a report', async () => {
    const { scenario } = createFiles();
    const { code, err } = await run('serve', '--scenario', scenario, '--junit', scenario);
    expect({ code, err }).toEqual({
      code: 2,
      err: `Failed to write ${JSON.stringify(scenario)}: --scenario and --junit both name it. Give each a path of its own.\n`,
    });
  });

  test('is refused if it is given twice', async () => {
    const { code, err } = await run('check', '--scenario', 'a.json', '--scenario', 'b.json');
    expect({ code, err }).toEqual({
      code: 2,
      err: expect.stringContaining('Give one; "a.json" was given before.') as string,
    });
  });

  test.each(['0', '-1', 'fast', '1001', '1e2', ''])('a speed of %j is refused', async (speed) => {
    const { code, err } = await run('serve', `--speed=${speed}`);
    expect(code).toBe(2);
    expect(err).toContain('Give a number from 0.01 to 1000.');
  });

  test('that no longer fits the fixtures which are watched keeps the old world', async () => {
    const { world, scenario } = createFiles();
    const served = await serve(['-f', world, '--watch', '--scenario', scenario, ...START]);
    await served.until('at 20s');
    writeFileSync(world, JSON.stringify({ trackers: [FRESH] }));
    const out = await served.until('the old world is still served');
    expect(out).toContain('/steps/1/tracker/id is "t-done", and no tracker has that id by then');
    expect((await readState(served)).trackers).toHaveLength(2);
    writeFileSync(world, JSON.stringify({ trackers: [DONE, FRESH, { ...FRESH, id: 't-more' }], events: [] }));
    await served.until('fixtures loaded again');
    await served.until('at 20s', 2);
    expect((await readState(served)).trackers).toHaveLength(3);
  });
});
