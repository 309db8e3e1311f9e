import { execSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import * as client from '../src/client/client.ts';
import * as entry from '../src/index.ts';

test('the package exports these names', () => {
  expect(Object.keys(entry).toSorted()).toEqual(['MockError', 'createApp', 'createTrackerMock', 'startServer']);
});

test('the client of the control API exports these names', () => {
  expect(Object.keys(client).toSorted()).toEqual(['MockError', 'createAdminClient']);
});

test('the package holds these files, and JavaScript with its declarations', () => {
  const output = execSync('npm pack --dry-run --json --ignore-scripts --loglevel=error', {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    encoding: 'utf8',
  });
  const [{ files }] = JSON.parse(output) as [{ files: { path: string }[] }];
  const paths = files.map((file) => file.path).toSorted();
  expect(paths.filter((path) => !path.startsWith('dist/'))).toEqual([
    'CHANGELOG.md',
    'LICENSE',
    'README.md',
    'fixtures/default.json',
    'fixtures/fixture.schema.json',
    'fixtures/sdk.json',
    'openapi.json',
    'package.json',
  ]);
  // What stands in dist/ depends on the last build; the package's smoke test compares a fresh one with src/.
  expect(paths.filter((path) => path.startsWith('dist/') && !/\.(js|d\.ts)$/.test(path))).toEqual([
    'dist/bundle/LICENSES.txt',
    'dist/embedded-schemas.cjs',
  ]);
});
