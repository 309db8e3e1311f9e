import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { createSmallWorld } from '../setup.ts';
import { createTemporaryFolder } from '../temporary-folder.ts';
import { serve } from './run-main.ts';

// No difference between Prism and the mock is left unknown, so here none is known.
vi.mock('../../src/prism/known-differences.ts', () => ({ findKnownDifference: () => undefined }));

test('--prism warns where the verdicts differ, with both', async () => {
  const world = join(createTemporaryFolder({ 'world.json': createSmallWorld() }), 'world.json');
  const { url, stop } = await serve(['--prism', '-f', world]);
  await fetch(`${url}/tracker?limit=1_000`);
  await fetch(`${url}/tracker?limit=1e2`);
  const { out } = await stop();
  const warning = 'warning the verdicts on a request of GET /tracker differ: the mock finds';
  expect(out).toMatch(new RegExp(`^${warning} no mistake; Prism finds .*integer`, 'm'));
  expect(out).toContain(
    `${warning} Input should be a valid integer, unable to parse string as an integer; Prism finds no mistake\n`,
  );
});
