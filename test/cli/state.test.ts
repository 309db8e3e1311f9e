import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DONE, FRESH } from '../setup.ts';
import { createTemporaryFolder } from '../temporary-folder.ts';
import type { Served } from './run-main.ts';
import { run, serve } from './run-main.ts';

const JSON_TYPE = { 'content-type': 'application/json' };
const NOTHING_YET = /^there is no state in ".*" yet: starting with the fixtures\. The first change will write it\n/;

async function send(url: string, method: string, target: string, body?: object): Promise<unknown> {
  const init = body === undefined ? { method } : { method, headers: JSON_TYPE, body: JSON.stringify(body) };
  const reply = await fetch(url + target, init);
  const text = await reply.text();
  if (!reply.ok) throw new Error(`${method} ${target}: ${reply.status} ${text}`);
  return text === '' ? undefined : (JSON.parse(text) as unknown);
}

async function setStatus(url: string, status: string, prefix = ''): Promise<void> {
  await send(url, 'PUT', `${prefix}/tracker/t-done`, { status });
}

async function getStatus(url: string, prefix = ''): Promise<unknown> {
  return ((await send(url, 'GET', `${prefix}/tracker/t-done`)) as { status: string }).status;
}

function createWorldFolder(): { readonly folder: string; readonly world: string; readonly state: string } {
  const folder = createTemporaryFolder({ 'world.json': { trackers: [DONE, FRESH] } });
  return { folder, world: join(folder, 'world.json'), state: join(folder, 'state.json') };
}

async function readState(url: string, prefix = ''): Promise<unknown> {
  return send(url, 'GET', `${prefix}/__admin/state`);
}

/** Ends a mock, and serves with the same arguments. */
async function restart(served: Served, args: readonly string[]): Promise<Served> {
  expect((await served.stop()).code).toBe(0);
  return serve(args);
}

describe('--state', () => {
  test('starts with the fixtures where there is no file, and writes none until something changes', async () => {
    const { world, state } = createWorldFolder();
    const { stop, url, out } = await serve(['-f', world, '--state', state]);
    expect(await getStatus(url)).toBe('COMPLETED');
    expect(out()).toMatch(NOTHING_YET);
    await stop();
    expect(existsSync(state)).toBe(false);
  });

  test('keeps world, clock and stubs of the default session over a restart', async () => {
    const { world, state } = createWorldFolder();
    const args = ['-f', world, '--state', state];
    const first = await serve(args);
    await setStatus(first.url, 'NIGHT');
    await send(first.url, 'DELETE', '/__admin/trackers/t-fresh');
    await send(first.url, 'POST', '/__admin/trackers', { agent_id: 'a', task_id: 't' });
    await send(first.url, 'PUT', '/__admin/clock', { now: '2030-01-01T00:00:00Z', mode: 'ticking', step: 5 });
    await send(first.url, 'POST', '/__admin/events', { task_id: 't', agent_id: 'a', content: { type: 'text' } });
    await send(first.url, 'POST', '/__admin/stubs', { match: { path: '/never' }, times: 2, reply: { status: 503 } });
    await setStatus(first.url, 'OTHER', '/__session/other');
    const before = await readState(first.url);

    const second = await restart(first, args);
    expect(second.out()).toContain(
      `state of ${JSON.stringify(state)} loaded: 2 trackers, 1 event. It replaces the fixtures, to which a reset returns\n`,
    );
    expect(await readState(second.url)).toEqual(before);
    expect(await getStatus(second.url, '/__session/other')).toBe('COMPLETED');
    // The seed draws the same ids again, which are taken.
    await send(second.url, 'POST', '/__admin/trackers', { agent_id: 'a', task_id: 't' });
    await send(second.url, 'POST', '/__admin/events', { task_id: 't', agent_id: 'a' });

    await send(second.url, 'POST', '/__admin/reset');
    expect(await getStatus(second.url)).toBe('COMPLETED');
    const third = await restart(second, args);
    expect(await getStatus(third.url)).toBe('COMPLETED');
  });

  test('writes a file for its owner alone, whole, without leaving anything beside it', async () => {
    const { folder, world, state } = createWorldFolder();
    // What a killed process leaves behind, and what only looks like it.
    writeFileSync(`${state}.0123456789abcdef.tmp`, '{');
    writeFileSync(`${state}.0123.tmp`, '{');
    const { url, stop } = await serve(['-f', world, '--state', state]);
    await setStatus(url, 'NIGHT');
    await stop();
    expect(statSync(state).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder).toSorted()).toEqual(['state.json', 'state.json.0123.tmp', 'world.json']);
    expect(readFileSync(state, 'utf8').split('\n').slice(0, 7)).toEqual([
      '{',
      '"state": {',
      '"version": 1,',
      '"tracker_fields": ["id","agent_id","task_id","status","status_reason","last_processed_event_id","created_at","updated_at"]',
      '},',
      '"trackers": [',
      expect.stringMatching(/^\{"id":"t-done",.*"status":"NIGHT",.*\},$/),
    ]);
  });

  test('saves while it serves', async () => {
    const { world, state } = createWorldFolder();
    const { url } = await serve(['-f', world, '--state', state]);
    for (const status of ['ONE', 'TWO']) {
      await setStatus(url, status);
      await expect.poll(() => existsSync(state) && readFileSync(state, 'utf8')).toContain(`"status":"${status}"`);
    }
  });

  test('takes what the control API returned as a state, and writes what is a fixture', async () => {
    const { folder, world, state } = createWorldFolder();
    const first = await serve(['-f', world]);
    await setStatus(first.url, 'NIGHT');
    const before = await readState(first.url);
    writeFileSync(state, JSON.stringify(before));
    const second = await serve(['--state', state]);
    expect(await readState(second.url)).toMatchObject({ ...(before as object), clock: { mode: 'real' } });
    await setStatus(second.url, 'LATER');
    await second.stop();
    expect((await run('check', '--strict', state)).out).toBe('The fixtures are valid: 2 trackers, 0 events.\n');
    expect(await getStatus((await serve(['-f', state])).url)).toBe('LATER');
    expect(readdirSync(folder).toSorted()).toEqual(['state.json', 'world.json']);
  });

  test('takes a world by hand: without a clock and stubs they are those of the fixtures', async () => {
    const { folder, state } = createWorldFolder();
    const more = join(folder, 'more.json');
    const stubs = [{ match: { path: '/never' }, delay: 1 }];
    writeFileSync(more, JSON.stringify({ clock: { now: '2030-01-01T00:00:00Z' }, stubs }));
    writeFileSync(state, JSON.stringify({ trackers: [DONE] }));
    const { url } = await serve(['-f', more, '--state', state]);
    expect(await readState(url)).toMatchObject({ trackers: [DONE], stubs, clock: { now: '2030-01-01T00:00:00Z' } });
  });

  test('keeps the stubs of the fixtures theirs', async () => {
    const { folder, state } = createWorldFolder();
    const toStub = (path: string): object => ({ match: { path }, delay: 1 });
    const world = join(folder, 'world.json');
    const stubs = [toStub('/a'), toStub('/b'), toStub('/b')];
    writeFileSync(world, JSON.stringify({ trackers: [DONE], stubs }));
    const args = ['-f', world, '--state', state];
    const first = await serve(args);
    await send(first.url, 'POST', '/__admin/stubs', toStub('/own'));
    await send(first.url, 'DELETE', '/__admin/stubs/fixture-1');
    const second = await restart(first, args);
    const { stubs: listed } = (await send(second.url, 'GET', '/__admin/stubs')) as { stubs: object[] };
    expect(listed).toMatchObject([
      { id: '1', match: { path: '/own' } },
      { id: 'fixture-3', match: { path: '/b' } },
      { id: 'fixture-2', match: { path: '/b' } },
    ]);
  });

  test('gives way to --clock', async () => {
    const { world, state } = createWorldFolder();
    const first = await serve(['-f', world, '--state', state]);
    await send(first.url, 'PUT', '/__admin/clock', { now: '2030-01-01T00:00:00Z' });
    const second = await restart(first, ['-f', world, '--state', state, '--clock', '2031-01-01T00:00:00Z']);
    expect(await send(second.url, 'GET', '/__admin/clock')).toMatchObject({ now: '2031-01-01T00:00:00Z' });
  });

  test('keeps the default session when it is unused, or when others need the room', async () => {
    const { world, state } = createWorldFolder();
    const { url } = await serve(['-f', world, '--state', state, '--max-sessions', '1', '--max-state-size', '9000']);
    await setStatus(url, 'KEPT');
    await setStatus(url, 'x'.repeat(2000), '/__session/a');
    await setStatus(url, 'x'.repeat(2000), '/__session/b');
    expect(await getStatus(url)).toBe('KEPT');
  });

  test('starts the default session anew when it is deleted', async () => {
    const { world, state } = createWorldFolder();
    const args = ['-f', world, '--state', state];
    const first = await serve(args);
    await setStatus(first.url, 'NIGHT');
    const second = await restart(first, args);
    await send(second.url, 'DELETE', '/__admin/sessions/default');
    const third = await restart(second, args);
    expect(await getStatus(third.url)).toBe('COMPLETED');
  });

  test('writes through a symbolic link', async () => {
    const { folder, world, state } = createWorldFolder();
    mkdirSync(join(folder, 'data'));
    writeFileSync(join(folder, 'data', 'real.json'), JSON.stringify({ trackers: [DONE] }));
    symlinkSync(join('data', 'real.json'), state);
    const { url, stop } = await serve(['-f', world, '--state', state]);
    await setStatus(url, 'NIGHT');
    await stop();
    expect(readFileSync(join(folder, 'data', 'real.json'), 'utf8')).toContain('NIGHT');
    expect(readdirSync(join(folder, 'data'))).toEqual(['real.json']);
  });

  test('with --watch, saves the world that a reload brought', async () => {
    const { world, state } = createWorldFolder();
    const first = await serve(['-w', '-f', world, '--state', state]);
    await setStatus(first.url, 'NIGHT');
    writeFileSync(world, JSON.stringify({ trackers: [{ ...DONE, status: 'MORNING' }] }));
    await first.until('fixtures loaded again: 1 tracker, 0 events; dropped 1 change of 1 session\n');
    const second = await restart(first, ['-f', world, '--state', state]);
    expect(await getStatus(second.url)).toBe('MORNING');
  });
});

describe('--state-sessions', () => {
  test('keeps all sessions with their snapshots and stubs, the least recently used first', async () => {
    const { world, state } = createWorldFolder();
    const args = ['-f', world, '--state', state, '--state-sessions'];
    const first = await serve(args);
    await setStatus(first.url, 'KEPT', '/__session/a');
    await send(first.url, 'POST', '/__session/a/__admin/state/snapshots', { name: 'one' });
    await setStatus(first.url, 'LATER', '/__session/a');
    await send(first.url, 'POST', '/__session/b/__admin/stubs', { match: { path: '/never' }, delay: 1 });
    await send(first.url, 'POST', '/__admin/state/snapshots', { name: 'two' });
    await setStatus(first.url, 'DEFAULT');
    const states = await Promise.all(
      ['', '/__session/a', '/__session/b'].map((prefix) => readState(first.url, prefix)),
    );
    const { sessions } = (await send(first.url, 'GET', '/__admin/sessions')) as { sessions: { name: string }[] };

    const second = await restart(first, args);
    expect(second.out()).toContain('loaded: 2 trackers, 0 events, 2 more sessions. It');
    const again = (await send(second.url, 'GET', '/__admin/sessions')) as { sessions: { name: string }[] };
    expect(again.sessions.map(({ name }) => name).toSorted()).toEqual(sessions.map(({ name }) => name).toSorted());
    const prefixes = ['', '/__session/a', '/__session/b'];
    const restored = await Promise.all(prefixes.map((prefix) => readState(second.url, prefix)));
    for (const [index, before] of states.entries()) {
      const { clock: _, ...rest } = before as { clock: unknown };
      expect(restored[index]).toMatchObject(rest);
    }
    await send(second.url, 'POST', '/__session/a/__admin/state/snapshots/one/restore');
    expect(await getStatus(second.url, '/__session/a')).toBe('KEPT');
    await send(second.url, 'POST', '/__admin/state/snapshots/two/restore');
    expect(await getStatus(second.url)).toBe('COMPLETED');

    // Without the option they would be lost.
    await second.stop();
    const text = readFileSync(state, 'utf8');
    expect(await run('serve', '-p', '0', '-f', world, '--state', state)).toEqual({
      code: 2,
      out: '',
      err: `Failed to load the state ${JSON.stringify(state)}: it has 2 more sessions and 2 snapshots, which would be lost. The file is left as it is. Add --state-sessions, or start with another --state.\n`,
    });
    expect(readFileSync(state, 'utf8')).toBe(text);
  });

  test('notices a snapshot, and a session that was deleted', async () => {
    const { world, state } = createWorldFolder();
    const args = ['-f', world, '--state', state, '--state-sessions'];
    const first = await serve(args);
    await setStatus(first.url, 'KEPT', '/__session/a');
    await send(first.url, 'POST', '/__admin/state/snapshots', { name: 'one' });
    const second = await restart(first, args);
    await send(second.url, 'DELETE', '/__admin/sessions/a');
    const third = await restart(second, args);
    expect(await getStatus(third.url, '/__session/a')).toBe('COMPLETED');
    await send(third.url, 'POST', '/__admin/state/snapshots', { name: 'one' });
    const fourth = await restart(third, args);
    const { snapshots } = (await send(fourth.url, 'GET', '/__admin/state/snapshots')) as { snapshots: object[] };
    expect(snapshots).toEqual([{ name: 'one', trackers: 2, events: 0 }]);
  });
});

test('run keeps the state as well', async () => {
  const { world, state } = createWorldFolder();
  const script = `fetch(process.env.TRACKER_MOCK_URL + '/tracker/t-done', { method: 'PUT', headers: { 'content-type': 'application/json' }, body: '{"status":"NIGHT"}' })`;
  const { code } = await run('run', '-f', world, '--state', state, '--', process.execPath, '-e', script);
  expect(code).toBe(0);
  expect(await getStatus((await serve(['--state', state])).url)).toBe('NIGHT');
});

describe('--state with a file that cannot be written', () => {
  test('says so once for each reason, serves on, saves as soon as it can, and ends with code 2 if it cannot', async () => {
    const { folder, world } = createWorldFolder();
    const data = join(folder, 'data');
    mkdirSync(data);
    const state = join(data, 'state.json');
    const { url, until, stop } = await serve(['-f', world, '--state', state]);
    rmSync(data, { recursive: true });
    await setStatus(url, 'ONE');
    const out = await until('is not saved');
    expect(out).toContain(
      `warning the state is not saved in ${JSON.stringify(state)}, which is left as it is: its folder does not exist. Serving goes on, and saving is tried again every 1 s\n`,
    );
    await setStatus(url, 'TWO');
    mkdirSync(data);
    expect((await until('is saved in')).split('is not saved')).toHaveLength(2);
    expect(readFileSync(state, 'utf8')).toContain('TWO');
    rmSync(data, { recursive: true });
    await setStatus(url, 'THREE');
    expect(await stop()).toMatchObject({
      code: 2,
      err: `Failed to save the last changes of the state in ${JSON.stringify(state)}: its folder does not exist. The file is left as it is.\n`,
    });
  });

  test('leaves a file alone that another program has changed', async () => {
    const { world, state } = createWorldFolder();
    const first = await serve(['-f', world, '--state', state]);
    const second = await serve(['-f', world, '--state', state]);
    await setStatus(first.url, 'FIRST');
    await first.stop();
    await setStatus(second.url, 'SECOND');
    await second.until(
      'another program changed it, such as a second mock with the same --state, and its changes would be lost.',
    );
    expect(await getStatus(second.url)).toBe('SECOND');
    expect(await getStatus((await serve(['--state', state])).url)).toBe('FIRST');
    expect((await second.stop()).code).toBe(2);
  });

  test('writes no file that it could not load again', async () => {
    const { world, state } = createWorldFolder();
    const { url, until, stop } = await serve(['-f', world, '--state', state, '--max-file-size', '2000']);
    await setStatus(url, 'x'.repeat(2000));
    await until(
      'it would have more than 2000 bytes and could not be loaded again. Raise the limit with --max-file-size. Serving goes on',
    );
    expect(existsSync(state)).toBe(false);
    await setStatus(url, 'SHORT');
    await stop();
    expect(readFileSync(state, 'utf8')).toContain('SHORT');
  });

  test.each([
    ['a folder that does not exist', 'none/state.json', 'its folder does not exist'],
    ['a folder', 'data', 'it is not a regular file'],
    ['a file in the place of its folder', 'world.json/state.json', 'ENOTDIR: not a directory'],
  ])('is refused at the start: %s', async (_, name, reason) => {
    const { folder } = createWorldFolder();
    mkdirSync(join(folder, 'data'));
    const state = join(folder, name);
    expect(await run('serve', '-p', '0', '--state', state)).toEqual({
      code: 2,
      out: '',
      err: `Failed to keep the state in ${JSON.stringify(state)}: ${reason}. Give --state a path that can be written.\n`,
    });
  });
});
