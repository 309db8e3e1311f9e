import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Tracker, TrackerEvent } from '../../src/index.ts';
import { createTemporaryFolder } from '../temporary-folder.ts';
import { run, serve } from './run-main.ts';

interface World {
  readonly trackers: readonly Tracker[];
  readonly events: readonly TrackerEvent[];
}

async function make(...args: string[]): Promise<string> {
  const { code, out, err } = await run('fixture', ...args);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return out;
}

async function makeWorld(...args: string[]): Promise<World> {
  return JSON.parse(await make(...args)) as World;
}

test.each(['1', '2', '100', '3000'])(
  'fixture --trackers %s writes a world that passes check --strict',
  async (count) => {
    const file = join(createTemporaryFolder(), 'world.json');
    writeFileSync(file, await make('--trackers', count));
    const { code, out } = await run('check', '--strict', '--events', 'strict', file);
    expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining(`are valid: ${count} tracker`) as string });
  },
);

test('fixture writes the same world for the same seed and number, and another one for another', async () => {
  const text = await make();
  expect(await make('--trackers', '100', '--seed', 'agentex')).toBe(text);
  const ids = (world: World): string[] => world.trackers.map(({ id }) => id);
  const other = new Set(ids(await makeWorld('--seed', 'other')));
  expect(ids(JSON.parse(text) as World).filter((id) => other.has(id))).toEqual([]);
});

test('fixture writes names, statuses, times and cursors that fit together', async () => {
  const { trackers, events } = await makeWorld('--trackers', '2000');
  expect(new Set(trackers.map(({ status }) => status))).toEqual(
    new Set(['PROCESSING', 'WAITING', 'READY', 'COMPLETED', 'FAILED', null]),
  );
  expect(JSON.stringify(trackers) + JSON.stringify(events)).not.toMatch(/[{]\w+[}]|undefined/);
  expect(new Set([...trackers, ...events].map(({ id }) => id)).size).toBe(trackers.length + events.length);
  expect(new Set(trackers.map(({ agent_id, task_id }) => `${agent_id} ${task_id}`)).size).toBe(trackers.length);

  // Sequences follow the times.
  expect(events.map(({ sequence_id }) => sequence_id)).toEqual(events.map((_, index) => index + 1));
  const times = events.map(({ created_at }) => created_at);
  expect(times).toEqual(times.toSorted());

  const byId = new Map(events.map((event) => [event.id, event]));
  const wrong = trackers.filter(({ last_processed_event_id: cursor, ...tracker }) => {
    const event = cursor === null ? undefined : byId.get(cursor);
    const updated = String(tracker.updated_at);
    if (cursor === null) return tracker.status !== null || updated !== tracker.created_at;
    return (
      event?.task_id !== tracker.task_id ||
      event.agent_id !== tracker.agent_id ||
      updated < event.created_at ||
      updated > '2026-08-18T20:30:00Z' ||
      tracker.created_at > event.created_at
    );
  });
  expect(wrong).toEqual([]);
  const kinds = new Set(events.map(({ content }) => content?.['type']));
  expect(kinds).toEqual(new Set(['text', 'tool_request', 'data']));
});

test('fixture --output writes a file that serve starts with, or none', async () => {
  const folder = createTemporaryFolder({ 'there.json': '{}' });
  const file = join(folder, 'there.json');
  expect(await make('-o', file, '--trackers', '7')).toBe('');
  expect(readFileSync(file, 'utf8')).toBe(await make('--trackers', '7'));
  const { url } = await serve(['-f', file]);
  expect(await (await fetch(`${url}/tracker`)).json()).toHaveLength(7);

  mkdirSync(join(folder, 'sub'));
  expect(await run('fixture', '-o', join(folder, 'sub'))).toEqual({
    code: 2,
    out: '',
    err: `Failed to write the fixture ${JSON.stringify(join(folder, 'sub'))}: it is not a regular file. Give --output a path that can be written.\n`,
  });
});

test.each(['0', '-1', 'many'])('fixture --trackers %s is refused', async (count) => {
  expect((await run('fixture', '--trackers', count)).err).toBe(
    `error: option '--trackers <count>' argument '${count}' is invalid. Give a whole number from 1 up.\n(see --help)\n`,
  );
});
