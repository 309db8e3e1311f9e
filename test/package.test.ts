import { execSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import manifest from '../package.json' with { type: 'json' };
import * as client from '../src/client/client.ts';
import * as entry from '../src/index.ts';
import { readProjectFile, toProjectPath } from './docs/markdown.ts';

test('the package exports these names', () => {
  expect(Object.keys(entry).toSorted()).toEqual(['MockError', 'createApp', 'createTrackerMock', 'startServer']);
});

test('the client of the control API exports these names', () => {
  expect(Object.keys(client).toSorted()).toEqual(['MockError', 'createAdminClient']);
});

/** The files that `npm pack` puts into the package. */
function listPackedFiles(): string[] {
  const output = execSync('npm pack --dry-run --json --ignore-scripts --loglevel=error', {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    encoding: 'utf8',
  });
  const [{ files }] = JSON.parse(output) as [{ files: { path: string }[] }];
  return files.map((file) => file.path).toSorted();
}

const paths = listPackedFiles();

test('the package holds these files, and JavaScript with its declarations', () => {
  expect(paths.filter((path) => !/^(dist|docs|examples)\//.test(path))).toEqual([
    'CHANGELOG.md',
    'CONTRIBUTING.md',
    'LICENSE',
    'README.md',
    'SECURITY.md',
    'fixtures/default.json',
    'fixtures/fixture.schema.json',
    'fixtures/scenario.schema.json',
    'fixtures/scenarios/working-day.json',
    'fixtures/sdk.json',
    'openapi.json',
    'package.json',
  ]);
  // The content of dist/ depends on the last build. The package's smoke test compares a fresh build with src/.
  expect(paths.filter((path) => path.startsWith('dist/') && !/\.(js|d\.ts)$/.test(path))).toEqual([
    'dist/bundle/LICENSES.txt',
    'dist/dashboard/LICENSES.txt',
    'dist/dashboard/index.html',
    'dist/dashboard/style.css',
    'dist/embedded-contract.json',
    'dist/embedded-schemas-rest.cjs',
    'dist/embedded-schemas.cjs',
  ]);
});

test('the package holds what its README and its guides link to', () => {
  const documents = paths.filter((path) => path === 'README.md' || /^docs\/[^/]+\.md$/.test(path));
  const links = documents.flatMap((document) =>
    [...readProjectFile(document).matchAll(/\]\(([^)#\s]+)[^)]*\)/g)]
      .map(([, target = '']) => target)
      .filter((target) => !target.startsWith('https://'))
      .map((target) => join(dirname(document), target)),
  );
  expect(links.length).toBeGreaterThan(10);
  expect(links.filter((target) => !paths.includes(target))).toEqual([]);
});

test('the package exports every fixture file that it holds', () => {
  const names = paths.filter((path) => path.startsWith('fixtures/'));
  expect(names.map((name) => import.meta.resolve(`agentex-tracker-mock/${name}`))).toEqual(
    names.map((name) => pathToFileURL(toProjectPath(name)).href),
  );
});

test('an install of the package runs no script and is blocked by no peer', () => {
  const { scripts, peerDependencies, peerDependenciesMeta } = manifest;
  // npm counts `prepare` as one, though it runs it for other kinds of dependency only.
  const ofInstall = ['preinstall', 'install', 'postinstall', 'prepare'];
  expect(Object.keys(scripts).filter((name) => ofInstall.includes(name))).toEqual([]);
  expect(new Set(Object.values(peerDependencies))).toEqual(new Set(['*']));
  expect(peerDependenciesMeta).toEqual(
    Object.fromEntries(Object.keys(peerDependencies).map((name) => [name, { optional: true }])),
  );
});
