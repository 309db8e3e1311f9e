import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createSmallContract, createSmallContractWorld } from '../contract/small-contract.ts';
import { createSmallWorld, DONE } from '../setup.ts';
import { createTemporaryFolder } from '../temporary-folder.ts';
import { run } from './run-main.ts';

test('check ends with 0 for the default world', async () => {
  const { code, out, err } = await run('check');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toMatch(/^The fixtures are valid: \d+ trackers, \d+ events\.\n$/);
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
    out: 'The fixtures are valid: 5 trackers, 4 events.\n',
    err: `warning ${folder}/c.json: /trackers/0/more is not a field of a tracker and is ignored\n`,
  });
});

test('check --strict ends with 1 for a misspelt member', async () => {
  const { id: _, ...rest } = DONE;
  const folder = createTemporaryFolder({
    'good.json': { trackers: [DONE] },
    'misspelt.json': { trackers: [{ ...rest, id: 'd', status_raeson: 'x' }] },
  });
  const path = join(folder, 'misspelt.json');
  expect((await run('check', '--strict', join(folder, 'good.json'))).code).toBe(0);
  expect(await run('check', '--strict', path)).toEqual({
    code: 1,
    out: '',
    err: `warning ${path}: /trackers/0/status_raeson is not a field of a tracker and is ignored; did you mean "status_reason"?\nThe fixtures have 1 warning, which --strict does not allow.\n`,
  });
});

test('check goes by another contract with --contract', async () => {
  const folder = createTemporaryFolder({
    'contract.json': createSmallContract(),
    'world.json': createSmallContractWorld(),
  });
  const { code, out } = await run('check', '--contract', join(folder, 'contract.json'), join(folder, 'world.json'));
  expect({ code, out }).toEqual({ code: 0, out: 'The fixtures are valid: 1 tracker, 0 events.\n' });
});

test('check ends with 2 where the contract cannot be served', async () => {
  const folder = createTemporaryFolder({ 'contract.json': { openapi: '3.0.0' } });
  const { code, out, err } = await run('check', '--contract', join(folder, 'contract.json'));
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toBe(
    `Failed to load the contract ${JSON.stringify(join(folder, 'contract.json'))}: #/openapi is not 3.1 ("3.0.0"). Give an OpenAPI 3.1 document: FastAPI has published 3.1 since 0.99.\n`,
  );
});
