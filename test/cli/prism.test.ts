import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readServedContract } from '../conformance/contracts.ts';
import { createSmallWorld } from '../setup.ts';
import { createTemporaryFolder } from '../temporary-folder.ts';
import { run, serve } from './run-main.ts';

function createWorldFile(): string {
  return join(createTemporaryFolder({ 'world.json': createSmallWorld() }), 'world.json');
}

test('--prism says nothing where Prism and the mock agree', async () => {
  const { url, stop } = await serve(['--prism', '-f', createWorldFile()]);
  for (const path of ['/tracker', '/tracker/t-done', '/tracker/abc', '/tracker?limit=0', '/nowhere']) {
    await fetch(url + path);
  }
  const headers = { 'content-type': 'application/json' };
  for (const body of ['{}', '{"status":5}', '{"status":']) {
    await fetch(`${url}/tracker/t-done`, { method: 'PUT', headers, body });
  }
  const { code, out } = await stop();
  expect(code).toBe(0);
  expect(out).not.toContain('warning');
});

test('--prism says nothing where they differ for a reason that is known', async () => {
  const { url, stop } = await serve(['--prism', '-f', createWorldFile()]);
  for (const query of ['limit=1_000', 'limit=1e2', 'limit=1&limit=2']) await fetch(`${url}/tracker?${query}`);
  expect((await stop()).out).not.toContain('warning');
});

test('conformance prints a table and ends with 0', async () => {
  const folder = createTemporaryFolder({ 'openapi.json': readServedContract(), 'world.json': createSmallWorld() });
  const options = ['--contract', join(folder, 'openapi.json'), '-f', join(folder, 'world.json')];
  const { code, out, err } = await run('conformance', ...options);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toMatch(/^operation +cases +agreed +differed +broken replies$/m);
  for (const operation of ['PUT /tracker/{tracker_id}', 'GET /tracker/{tracker_id}', 'GET /tracker']) {
    expect(out).toMatch(new RegExp(`^${operation.replaceAll(/[{}]/g, String.raw`\$&`)} +\\d+`, 'm'));
  }
  expect(out).toMatch(/Every reply keeps the contract; 0 unknown differences, \d+ known ones\.\n$/);
});
