import { describe, expect, test } from 'vitest';
import { run } from '../cli/run-main.ts';
import { get, record } from './record.ts';
import { EVENTS, TRACKER } from './upstream-server.ts';

/** A route whose replies differ: the first, the second, … */
function inTurn(...replies: readonly unknown[]): () => unknown {
  let count = 0;
  return () => replies[count++];
}

describe('the recorded world', () => {
  test('has the newest state of each tracker and event', async () => {
    const old = { ...TRACKER, id: 'other', status: 'OLD' };
    const { world, folder } = await record(
      {
        'GET /tracker': [TRACKER, old],
        'GET /tracker/other': { ...old, status: 'NEW', more: 1 },
        'GET /events?task_id=task-1': EVENTS,
        'GET /events/event-2': { ...EVENTS[1], content: null },
      },
      get('/tracker', '/tracker/other', '/events?task_id=task-1', '/events/event-2'),
    );
    expect(world.trackers.map(({ id, status }) => [id, status])).toEqual([
      ['tracker-1', 'RUNNING'],
      ['other', 'NEW'],
    ]);
    expect(world.events.map(({ id, content }) => [id, content === null])).toEqual([
      ['event-1', false],
      ['event-2', true],
      ['event-3', false],
    ]);
    expect(await run('check', '--strict', folder)).toMatchObject({ code: 0 });
  });

  test('has made-up events for cursors at unknown ones: after those that the cursor has passed, otherwise before all', async () => {
    const at = (id: string, cursor: string): object => ({ ...TRACKER, id, last_processed_event_id: cursor });
    const { world, out, folder } = await record(
      {
        'GET /tracker': [at('a', 'lost-1'), at('b', 'lost-2'), at('c', 'event-2'), at('d', 'lost-1')],
        'GET /tracker/c': at('c', 'lost-3'),
        'GET /events': EVENTS,
      },
      get('/tracker', '/tracker/c', '/events'),
    );
    const { task_id, agent_id, created_at } = TRACKER;
    const madeUp = { task_id, agent_id, created_at, content: null };
    expect(world.events.slice(3)).toEqual([
      { ...madeUp, id: 'lost-1', sequence_id: 0 },
      { ...madeUp, id: 'lost-2', sequence_id: -1 },
      { ...madeUp, id: 'lost-3', sequence_id: 14 },
    ]);
    expect(out).toContain('event "lost-3" is made up, with the sequence_id 14: a cursor is at it');
    expect(await run('check', '--strict', '--events', 'strict', folder)).toMatchObject({ code: 0 });
  });

  test('has made-up members where replies have none, and says so', async () => {
    const { created_at: _, ...withoutTime } = TRACKER;
    const { world, out, folder } = await record(
      {
        'GET /tracker': [withoutTime, { ...TRACKER, id: 'b', status: 5, agent_id: null }, { id: 7 }, 'text'],
        'GET /events': [
          { id: 'a', agent_id: 'agent-1', more: true },
          { ...EVENTS[0], id: 'b', content: 'text' },
          { ...EVENTS[0], id: 'c' },
        ],
      },
      get('/tracker', '/events'),
    );
    expect(world.trackers).toEqual([
      { ...TRACKER, created_at: world.trackers[0]?.created_at },
      { ...TRACKER, id: 'b', status: null, agent_id: 'unknown-agent' },
    ]);
    expect(world.events.slice(0, 3)).toMatchObject([
      { id: 'a', sequence_id: 12, task_id: 'unknown-task', agent_id: 'agent-1' },
      { id: 'b', sequence_id: 11 },
      { id: 'c', sequence_id: 13 },
    ]);
    for (const note of [
      'tracker "tracker-1" has made-up members: created_at',
      'tracker "b" has made-up members: ',
      'event "a" has made-up members: ',
      'event "b" has made-up members: content',
      'event "c" has a made-up sequence_id: another event has 11',
    ]) {
      expect(out).toContain(note);
    }
    expect(await run('check', folder)).toMatchObject({ code: 0 });
  });
});

describe('the recorded stubs', () => {
  test('are one for each pattern of requests, with the newest reply, the most specific last', async () => {
    const { world } = await record(
      {
        'GET /agents': inTurn([1], [2]),
        'GET /agents?limit=1': [3],
        'GET /agents/a%20b': { found: true },
      },
      get('/agents?limit=1', '/agents', '/agents/a%20b', '/agents', '/tracker/tracker-1'),
    );
    const replies = world.stubs.map(({ match, reply }) => [match?.path, match?.query?.['limit'] ?? null, reply?.body]);
    expect(replies).toHaveLength(3);
    expect(replies).toEqual(
      expect.arrayContaining([
        ['/agents', null, [2]],
        ['/agents', '1', [3]],
        ['/agents/a b', null, { found: true }],
      ]),
    );
  });

  test('do not have what is no JSON, which is said', async () => {
    const { world, out, har } = await record({}, async (url) => {
      await fetch(`${url}/else`);
      await fetch(`${url}/other`, { method: 'POST', body: 'password=hidden' });
      await fetch(`${url}/other`, { method: 'POST', body: `${'['.repeat(600)}${']'.repeat(600)}` });
    });
    expect(world.stubs).toHaveLength(1);
    expect(out).toContain('replies are not in the world, since their body or that of the request is not JSON: 2');
    expect(har.log.entries.map(({ comment }) => comment)).toEqual([
      undefined,
      'the body of the request is left out: it is not JSON',
      'the body of the request is left out: it nests too deep',
    ]);
    expect(JSON.stringify(har)).not.toContain('hidden');
  });
});
