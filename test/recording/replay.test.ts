import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { proxy, serve } from '../cli/run-main.ts';
import { createTemporaryFolder } from '../temporary-folder.ts';
import { serveUpstream } from './upstream-server.ts';

const AGENTS = [
  { id: 'agent-1', name: 'first' },
  { id: 'agent-2', name: 'second' },
];

/** A client with a session of requests, some of which fail. Returns the replies without the times in them. */
async function useApi(url: string): Promise<unknown[]> {
  const replies: unknown[] = [];
  const call = async (method: string, path: string, body?: unknown): Promise<void> => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { authorization: 'Bearer real', ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = (await response.text()).replaceAll(/"updated_at":"[^"]*"/g, '"updated_at":"TIME"');
    replies.push([method, path, response.status, text === '' ? '' : JSON.parse(text)]);
  };
  await call('GET', '/agents');
  await call('GET', '/agents?limit=1');
  await call('GET', '/agents?limit=2');
  await call('GET', '/events?task_id=task-1&agent_id=agent-1');
  await call('PUT', '/tracker/tracker-1', { status: 'DONE', last_processed_event_id: 'event-2' });
  await call('GET', '/tracker/tracker-1');
  await call('GET', '/tracker?task_id=task-1');
  await call('PUT', '/tracker/tracker-1', { last_processed_event_id: 'event-1' });
  await call('PUT', '/tracker/tracker-1', { last_processed_event_id: 'unknown' });
  await call('GET', '/tracker/unknown');
  await call('GET', '/tracker?limit=0');
  await call('POST', '/messages', { task_id: 'task-1', content: 'one' });
  await call('POST', '/messages', { task_id: 'task-1', content: 'two' });
  return replies;
}

const ROUTES = {
  'GET /agents': AGENTS,
  'GET /agents?limit=1': AGENTS.slice(0, 1),
  'GET /agents?limit=2': AGENTS,
  'POST /messages': (body: string) => ({
    ...(JSON.parse(body) as object),
    id: `message-${body.length}-${body.includes('two')}`,
  }),
};

test.each(['contract', 'deployed'] as const)(
  'a recorded session is replayed offline: the same client gets the same replies (%s)',
  async (profile) => {
    const folder = join(createTemporaryFolder(), 'recorded');
    const recording = await proxy(await serveUpstream(ROUTES, { profile }), '--record', folder);
    const recorded = await useApi(recording.url);
    const { code, out } = await recording.stop();
    expect({
      code,
      recorded: out.includes(
        `recorded 1 tracker, 3 events, 5 stubs: serve them with tracker-mock -f ${folder} --profile deployed\n`,
      ),
    }).toEqual({
      code: 0,
      recorded: true,
    });
    expect(readdirSync(folder).toSorted()).toEqual(['traffic.har', 'world.json']);

    const replaying = await serve(['-f', folder, '--profile', profile, '--events', 'strict']);
    expect(await useApi(replaying.url)).toEqual(recorded);
  },
);
