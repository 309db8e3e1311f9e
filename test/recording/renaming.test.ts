import { expect, test } from 'vitest';
import { createIdentifiers } from '../../src/recording/identifiers.ts';
import { createRenaming } from '../../src/recording/renaming.ts';

const NOTHING = { trackers: new Map(), events: new Map() };

test('an invented id says what it is the id of, and is never the real id of something else', () => {
  const identifiers = createIdentifiers();
  identifiers.learn([
    { id: 'x', agent_id: 'agent-1' },
    { parent_agent_ids: ['x', 'y', '', 5] },
    { id: 'z', raid: 'no' },
  ]);
  identifiers.learnPath('/tasks/t%20t/name/n', '/tasks/{task_id}/name/{task_name}');
  identifiers.learnPath('/tasks', '/tasks/{task_id}');
  expect(identifiers.rename({ ids: ['x', 'agent-1', 'y', 'z', 't t'], other: ['raid', 'n', 'no', 5, null] })).toEqual({
    ids: ['agent-2', 'agent-3', 'agent-4', 'id-1', 'task-1'],
    other: ['raid', 'n', 'no', 5, null],
  });
  expect(identifiers.renamePath('/tasks/t%20t/x-of-long-name')).toBe('/tasks/task-1/x-of-long-name');
});

test('a redirect leads to the renamed address', () => {
  const seen = {
    time: '',
    ms: 1,
    source: 'upstream',
    session: 'default',
    method: 'GET',
    path: '/agents/long-agent-id/',
    query: [],
    operation: 'GET /agents/{agent_id}',
    request: {},
    reply: { status: 307, headers: { location: 'http://api.test/agents/long-agent-id?from=long-agent-id' } },
    notes: ['request path.agent_id: long-agent-id'],
  } as const;
  expect(createRenaming([seen], NOTHING).exchange(seen)).toMatchObject({
    path: '/agents/agent-1/',
    reply: { headers: { location: 'http://api.test/agents/agent-1?from=agent-1' } },
    notes: ['request path.agent_id: agent-1'],
  });
});
