import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTrackerMock } from 'agentex-tracker-mock';
import { expect, test } from 'vitest';
import { createTemporaryFolder } from '../temporary-folder.ts';
import { run, serve } from './run-main.ts';

async function readState(url: string): Promise<string> {
  return (await fetch(`${url}/__admin/state`)).text();
}

test.each(['fixed', 'ticking'])(
  'GET /__admin/state gives a fixture of the same world, its %s clock included',
  async (mode) => {
    const start = { agent_keys: ['key-1'], stubs: [{ match: { method: 'POST' }, delay: 1 }] };
    const more = join(createTemporaryFolder({ 'more.json': start }), 'more.json');
    const { url } = await serve(['-f', 'fixtures/default.json', '-f', more]);
    const json = { 'content-type': 'application/json' };
    const clock = JSON.stringify({ now: '2030-01-02T03:04:05.000006Z', mode, step: 250 });
    await fetch(`${url}/__admin/clock`, { method: 'PUT', headers: json, body: clock });
    const added = { match: { method: 'POST' }, times: 2, reply: { status: 503 } };
    await fetch(`${url}/__admin/stubs`, { method: 'POST', headers: json, body: JSON.stringify(added) });
    const [tracker] = (await (await fetch(`${url}/tracker?limit=1`)).json()) as { id: string }[];
    const target = `${url}/tracker/${tracker?.id}`;
    await fetch(target, { method: 'PUT', headers: json, body: '{"status":"Done","last_processed_event_id":"new"}' });

    const state = await readState(url);
    const file = join(createTemporaryFolder(), 'world.json');
    writeFileSync(file, state);
    expect(JSON.parse(state)).toMatchObject({
      clock: { mode, step: 250 },
      agent_keys: ['key-1'],
      stubs: [{ delay: 1 }, added],
    });
    expect(await readState((await serve(['-f', file])).url)).toBe(state);
    expect((await run('check', '--strict', file)).code).toBe(0);
  },
);

test('the real clock of a state follows the machine again', async () => {
  const state = await createTrackerMock().session().state.get();
  expect(state.clock.mode).toBe('real');
  const { mode } = await createTrackerMock({ fixtures: state }).session().clock.get();
  expect(mode).toBe('real');
});

test('the clock of a fixture is that of each session, and gives way to the option', async () => {
  const fixtures = { trackers: [], clock: { now: '2030-01-01T00:00:00Z' } };
  const mock = createTrackerMock({ fixtures });
  expect(await mock.session('other').clock.get()).toMatchObject({ now: '2030-01-01T00:00:00Z', mode: 'fixed' });
  const later = createTrackerMock({ fixtures, clock: { now: '2031-01-01T00:00:00Z' } });
  expect(await later.session().clock.get()).toMatchObject({ now: '2031-01-01T00:00:00Z' });
});

test('two files with a clock are refused', async () => {
  const clock = { now: '2030-01-01T00:00:00Z' };
  const folder = createTemporaryFolder({ 'a.json': { clock }, 'b.json': { clock } });
  const { code, err } = await run('check', folder);
  expect(code).toBe(1);
  expect(err).toContain(`\n  ${join(folder, 'b.json')}: /clock repeats the clock of ${join(folder, 'a.json')}\n`);
});
