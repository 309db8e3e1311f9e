import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DONE, FRESH, READING } from '../setup.ts';
import { createTemporaryFolder } from '../temporary-folder.ts';
import { serve } from './run-main.ts';

// These wait for lines of the log, never for a time.

async function listIds(url: string): Promise<unknown> {
  const answer = await fetch(`${url}/tracker?order_by=id&order_direction=asc`);
  return ((await answer.json()) as { id: string }[]).map(({ id }) => id);
}

test('--watch loads a file again when it changes', async () => {
  const file = join(createTemporaryFolder({ 'world.json': { trackers: [DONE] } }), 'world.json');
  const { url, until } = await serve(['--watch', '-f', file]);
  expect(await listIds(url)).toEqual(['t-done']);
  writeFileSync(file, JSON.stringify({ trackers: [DONE, { ...FRESH, more: 1 }] }));
  const out = await until('fixtures loaded again: 2 trackers, 0 events\n');
  expect(out).toContain(`warning ${file}: /trackers/1/more is not a field of a tracker and is ignored\n`);
  expect(await listIds(url)).toEqual(['t-done', 't-fresh']);
});

test('--watch starts the world anew, whatever was changed in it', async () => {
  const file = join(createTemporaryFolder({ 'world.json': { trackers: [DONE] } }), 'world.json');
  const { url, until } = await serve(['-w', '-f', file]);
  await fetch(`${url}/tracker/t-done`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: '{"status":"READY"}',
  });
  writeFileSync(file, JSON.stringify({ trackers: [DONE, FRESH] }));
  await until('fixtures loaded again');
  expect(await (await fetch(`${url}/tracker/t-done`)).json()).toEqual(DONE);
});

/** Changes sessions in several ways. Returns how many changes each has. */
async function changeSessions(url: string): Promise<void> {
  const put = (target: string, body: object): Promise<unknown> =>
    fetch(url + target, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  // A tracker and the event that its cursor moves to.
  await put('/tracker/t-done', { status: 'READY', last_processed_event_id: 'new' });
  // A change that was undone is none.
  await put('/__session/undone/tracker/t-done', { status: 'READY' });
  await put('/__session/undone/__admin/trackers/t-done', DONE);
  await fetch(`${url}/__session/gone/__admin/trackers/t-done`, { method: 'DELETE' });
  await put('/__session/set/__admin/state', { trackers: [READING, { ...DONE, status: 'SET' }], events: [EVENT] });
}

const EVENT = { id: 'evt-1', sequence_id: 1, task_id: 'task-1', agent_id: 'agent-1' };
/** Two in the default session, one in `gone`, in `set` each tracker and the event, and what it lacks. */
const CHANGES = 2 + 1 + 3 + 2;

test.each([
  ['-w', 'dropped'],
  ['--watch=replace', 'dropped'],
  ['--watch=keep', 'kept'],
])('%s says how many changes it %s', async (option, done) => {
  const start = { trackers: [DONE, FRESH], events: [{ ...EVENT, id: 'evt-0', sequence_id: 0 }] };
  const file = join(createTemporaryFolder({ 'world.json': start }), 'world.json');
  const { url, until } = await serve([option, '-f', file]);
  await changeSessions(url);
  writeFileSync(file, JSON.stringify({ trackers: [FRESH] }));
  const sessions =
    done === 'kept' ? `kept 3 sessions with ${CHANGES} changes` : `dropped ${CHANGES} changes of 3 sessions`;
  await until(`fixtures loaded again: 1 tracker, 0 events; ${sessions}\n`);
  const lists = await Promise.all(
    ['', '/__session/undone', '/__session/gone', '/__session/set', '/__session/new'].map((prefix) =>
      listIds(url + prefix),
    ),
  );
  const fresh = ['t-fresh'];
  expect(lists).toEqual(
    done === 'kept'
      ? [['t-done', 't-fresh'], fresh, fresh, ['t-done', 't-reading'], fresh]
      : [fresh, fresh, fresh, fresh, fresh],
  );
});

test('--watch keep: a reset starts a kept session in the new world', async () => {
  const file = join(createTemporaryFolder({ 'world.json': { trackers: [DONE] } }), 'world.json');
  const { url, until } = await serve(['-f', file, '--watch', 'keep']);
  await fetch(`${url}/__admin/trackers/t-done`, { method: 'DELETE' });
  writeFileSync(file, JSON.stringify({ trackers: [FRESH] }));
  await until('; kept 1 session with 1 change\n');
  expect(await listIds(url)).toEqual([]);
  await fetch(`${url}/__admin/reset`, { method: 'POST' });
  expect(await listIds(url)).toEqual(['t-fresh']);
});

test('--watch replaces the stubs of the fixtures, and keeps those that were added', async () => {
  const toWorld = (status: number): string => JSON.stringify({ trackers: [DONE], stubs: [{ reply: { status } }] });
  const file = join(createTemporaryFolder({ 'world.json': toWorld(500) }), 'world.json');
  const { url, until } = await serve(['-w', '-f', file]);
  const added = { times: 1, reply: { status: 503 } };
  const json = { 'content-type': 'application/json' };
  await fetch(`${url}/__admin/stubs`, { method: 'POST', headers: json, body: JSON.stringify(added) });
  writeFileSync(file, toWorld(501));
  await until('fixtures loaded again: 1 tracker, 0 events, 1 stub\n');
  const statuses = [(await fetch(`${url}/tracker`)).status, (await fetch(`${url}/tracker`)).status];
  expect(statuses).toEqual([503, 501]);
});

test('--watch keeps the old world where the new one does not load, says why, and takes the next one', async () => {
  const file = join(createTemporaryFolder({ 'world.json': { trackers: [DONE] } }), 'world.json');
  const { url, until } = await serve(['--watch', '-f', file]);
  writeFileSync(file, JSON.stringify({ trackers: [FRESH, { ...READING, status: 5 }] }));
  expect(await until('Input should be a valid string (5)\n')).toContain(
    [
      'warning the old world is still served. Failed to load the fixtures: one problem. Fix the listed problems.',
      `  ${file}: /trackers/1/status breaks the contract: Input should be a valid string (5)`,
      '',
    ].join('\n'),
  );
  expect(await listIds(url)).toEqual(['t-done']);
  writeFileSync(file, '{');
  expect(await until('is not JSON at line 1')).toContain(
    'Failed to load the fixtures: not every file can be read as JSON. Correct the paths or the files; a relative path begins in the folder that the program runs in.',
  );
  expect(await listIds(url)).toEqual(['t-done']);
  writeFileSync(file, JSON.stringify({ trackers: [FRESH, READING] }));
  await until('fixtures loaded again: 2 trackers');
  expect(await listIds(url)).toEqual(['t-fresh', 't-reading']);
});

test('--watch notices files that come to a folder and go', async () => {
  const folder = createTemporaryFolder({ 'a.json': { trackers: [DONE] } });
  const { url, until } = await serve(['--watch', '-f', folder]);
  writeFileSync(join(folder, 'b.json'), JSON.stringify({ trackers: [FRESH] }));
  await until('fixtures loaded again: 2 trackers');
  expect(await listIds(url)).toEqual(['t-done', 't-fresh']);
  rmSync(join(folder, 'b.json'));
  await until('fixtures loaded again: 1 tracker,');
  expect(await listIds(url)).toEqual(['t-done']);
});

test('without --watch a change is not noticed', async () => {
  const file = join(createTemporaryFolder({ 'world.json': { trackers: [DONE] } }), 'world.json');
  const { url, stop } = await serve(['-f', file]);
  writeFileSync(file, JSON.stringify({ trackers: [FRESH] }));
  expect(await listIds(url)).toEqual(['t-done']);
  expect((await stop()).out).not.toContain('loaded again');
});
