import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const BUNDLE = new URL('../../dist/bundle/', import.meta.url);

function read(name: string): string {
  return readFileSync(new URL(name, BUNDLE), 'utf8');
}

/** Returns a file of the bundle and all that it imports at once. */
function listImports(name: string, found = new Set<string>()): ReadonlySet<string> {
  if (found.has(name)) return found;
  found.add(name);
  for (const [, other = ''] of read(name).matchAll(/(?:from|import)"\.\/([^"]+)"/g)) listImports(other, found);
  return found;
}

test('the bundle loads what makes the metrics only when they are served', () => {
  const files = readdirSync(BUNDLE).filter((name) => name.endsWith('.js'));
  const withMetrics = files.filter((name) => read(name).includes('node_modules/prom-client/'));
  expect(withMetrics).toHaveLength(1);
  const loaded = listImports('bin.js');
  expect(loaded.size).toBeGreaterThan(5);
  expect(withMetrics.filter((name) => loaded.has(name))).toEqual([]);
});
