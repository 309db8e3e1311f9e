import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import manifest from '../package.json' with { type: 'json' };
import * as entry from '../src/index.ts';
import { bundleForBrowser } from './bundle-for-browser.ts';

// The source, since dist/ holds the last build.
const ALIAS = { 'agentex-tracker-mock': fileURLToPath(new URL('../src/browser.ts', import.meta.url)) };

const names = Object.keys(entry).toSorted();

test.each(names)('a bundle for a browser that uses %s says at once what to import', async (name) => {
  const code = await bundleForBrowser(`import { ${name} } from 'agentex-tracker-mock'; console.log(${name});`, ALIAS);
  await expect(import(`data:text/javascript,${encodeURIComponent(code)}`)).rejects.toThrow(
    'Failed to load agentex-tracker-mock: its main entry needs Node and cannot run in a browser. Import createAdminClient from "agentex-tracker-mock/client" to control a mock that runs elsewhere. In a test that simulates a browser (Jest with jsdom), set the export condition "node".',
  );
});

test('the entry for browsers has the names of the main entry', async () => {
  const { metafile } = await build({
    entryPoints: [fileURLToPath(new URL('../src/browser.ts', import.meta.url))],
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
  });
  expect(Object.values(metafile.outputs)[0]?.exports.toSorted()).toEqual(names);
});

test('Node takes the main entry, a browser the one that refuses', () => {
  // The first condition that applies wins: a runner that simulates a browser in Node may have both.
  expect(Object.entries(manifest.exports['.'])).toEqual([
    ['types', './dist/index.d.ts'],
    ['node', './dist/index.js'],
    ['browser', './dist/browser.js'],
    ['default', './dist/index.js'],
  ]);
});
