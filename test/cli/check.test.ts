import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createSmallContract, createSmallContractWorld } from '../contract/small-contract.ts';
import { createSmallWorld, DONE } from '../setup.ts';
import { createTemporaryFolder } from '../temporary-folder.ts';
import { run } from './run-main.ts';

test('check ends with 0 for the default world', async () => {
  const { code, out, err } = await run('check');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toMatch(/^The fixtures keep the contract: \d+ trackers, \d+ events\.\n$/);
});

test('check ends with 0 for a world that keeps the contract, and warns of what it passes over', async () => {
  const { trackers, events } = createSmallWorld();
  const folder = createTemporaryFolder({
    'a.json': { trackers },
    'b.json': { events },
    'c.json': { trackers: [{ ...DONE, id: 'd', task_id: 'd', more: 1 }] },
  });
  expect(await run('check', join(folder, 'a.json'), join(folder, 'b.json'), join(folder, 'c.json'))).toEqual({
    code: 0,
    out: 'The fixtures keep the contract: 5 trackers, 4 events.\n',
    err: `warning ${folder}/c.json: /trackers/0/more is not a field that the contract gives a tracker; it is left out\n`,
  });
});

test('check ends with 1 for a world that does not, with a line for each mistake', async () => {
  const folder = createTemporaryFolder({ 'world.json': { trackers: [{ ...DONE, status: 5 }, DONE, DONE] } });
  expect(await run('check', folder)).toEqual({
    code: 1,
    out: '',
    err: [
      'Failed to load the fixtures: 3 mistakes. Mend what is listed, or check with: tracker-mock check',
      `  ${folder}/world.json: /trackers/0/status is not as the contract says: Input should be a valid string (5)`,
      `  ${folder}/world.json: /trackers/2/id repeats the id of ${folder}/world.json /trackers/1/id ("t-done")`,
      `  ${folder}/world.json: /trackers/2 repeats the agent and task of ${folder}/world.json /trackers/1 (["agent-2","task-1"])`,
      '',
    ].join('\n'),
  });
});

test('check looks at cursors with --events strict', async () => {
  const folder = createTemporaryFolder({ 'world.json': { trackers: [DONE] } });
  expect((await run('check', folder)).code).toBe(0);
  const { code, err } = await run('check', '--events', 'strict', folder);
  expect(code).toBe(1);
  expect(err).toContain('/trackers/0/last_processed_event_id is an event that the world does not have');
});

test('check ends with 1 for a file that is not there or not JSON', async () => {
  const folder = createTemporaryFolder({ 'world.json': '{' });
  const { code, err } = await run('check', join(folder, 'none.json'), folder);
  expect(code).toBe(1);
  expect(err).toBe(
    [
      'Failed to load the fixtures: not every file can be read as JSON.',
      `  ${folder}/none.json: does not exist`,
      `  ${folder}/world.json: is not JSON at line 1, column 2: Expecting property name enclosed in double quotes`,
      '',
    ].join('\n'),
  );
});

test('check goes by another contract with --contract', async () => {
  const folder = createTemporaryFolder({
    'contract.json': createSmallContract(),
    'world.json': createSmallContractWorld(),
  });
  const { code, out } = await run('check', '--contract', join(folder, 'contract.json'), join(folder, 'world.json'));
  expect({ code, out }).toEqual({ code: 0, out: 'The fixtures keep the contract: 1 tracker, 0 events.\n' });
});

test('check ends with 2 where the contract cannot be served', async () => {
  const folder = createTemporaryFolder({ 'contract.json': { openapi: '3.0.0' } });
  const { code, out, err } = await run('check', '--contract', join(folder, 'contract.json'));
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toBe(
    `Failed to load the contract ${JSON.stringify(join(folder, 'contract.json'))}: #/openapi is not 3.1 ("3.0.0"). Give an OpenAPI 3.1 document: FastAPI has published 3.1 since 0.99.\n`,
  );
});
