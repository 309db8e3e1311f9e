import { expect, test } from 'vitest';
import { serve } from './run-main.ts';

/** Ends a run with `--fail-on unmatched` after a request. */
async function runWith(method: string, path: string, ...args: string[]): Promise<number> {
  const { url, stop } = await serve(['--fail-on', 'unmatched', ...args]);
  await fetch(url + path, { method, headers: { accept: 'text/html' } });
  return (await stop()).code;
}

test.each([
  ['GET', '/'],
  ['HEAD', '/'],
  ['GET', '/docs'],
  ['GET', '/favicon.ico'],
  ['GET', '/healthz'],
  ['HEAD', '/readyz'],
])('%s %s does not fail a build with --fail-on unmatched', async (method, path) => {
  expect(await runWith(method, path)).toBe(0);
  expect(await runWith(method, path, '--profile', 'deployed')).toBe(0);
});

test('GET /nowhere fails it', async () => {
  expect(await runWith('GET', '/nowhere')).toBe(1);
});
