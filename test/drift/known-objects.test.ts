import { expect, test } from 'vitest';
import { DRIFT_OBJECTS } from '../../src/budgets.ts';
import type { Operation } from '../../src/contract/operation.ts';
import { createKnownObjects } from '../../src/drift/known-objects.ts';
import { loadEmbeddedContract } from '../../src/node/embedded-contract.ts';

const { operations } = loadEmbeddedContract();

function find(path: string): Operation {
  const operation = operations.find((one) => one.method === 'GET' && one.path === path);
  if (operation === undefined) throw new Error(`There is no GET ${path}`);
  return operation;
}

test('a path takes the ids of the collection that it is in, and the names', () => {
  const known = createKnownObjects();
  known.add(find('/agents'), [
    { id: 'a-1', name: 'first' },
    { id: 'a-2', name: 'second' },
    { id: 'a-1', name: 'first' },
  ]);
  known.add(find('/agent_api_keys'), { items: [{ id: 5, name: '' }, 'text', null] });
  expect(known.list(find('/agents/{agent_id}'))).toEqual([{ agent_id: 'a-1' }, { agent_id: 'a-2' }]);
  expect(known.list(find('/agents/name/{agent_name}'))).toEqual([{ agent_name: 'first' }, { agent_name: 'second' }]);
  expect(known.list(find('/agent_api_keys/{id}'))).toEqual([{ id: '5' }]);
  expect(known.list(find('/agent_api_keys/name/{name}'))).toEqual([]);
  expect(known.list(find('/agents'))).toEqual([{}]);
});

test('required parameters take the values of one object if it has all, and of several otherwise', () => {
  const known = createKnownObjects();
  known.add(find('/agents'), [{ id: 'a-1', agent_id: 'a-1' }]);
  known.add(find('/tasks'), [{ id: 't-1', task_id: 't-1' }]);
  expect(known.list(find('/events'))).toEqual([{ task_id: 't-1', agent_id: 'a-1' }]);
  known.add(find('/tracker'), [{ id: 'x', task_id: 't-2', agent_id: 'a-2' }]);
  expect(known.list(find('/events'))).toEqual([{ task_id: 't-2', agent_id: 'a-2' }]);
  expect(known.listOf(find('/tracker'), 'task_id')).toEqual(['t-1', 't-2']);
});

test('a limited number of objects is kept for each operation', () => {
  const known = createKnownObjects();
  const objects = Array.from({ length: DRIFT_OBJECTS + 10 }, (_, index) => ({ id: `t-${index}` }));
  known.add(find('/tracker'), objects);
  expect(known.list(find('/tracker/{tracker_id}'))).toHaveLength(DRIFT_OBJECTS);
  expect([...known.cut]).toEqual(['/tracker']);
});

test('objects that are deep in a body are not looked for', () => {
  const known = createKnownObjects();
  known.add(find('/tracker'), { a: { b: { c: { d: { id: 't-1' } } } } });
  expect(known.list(find('/tracker/{tracker_id}'))).toEqual([]);
});
