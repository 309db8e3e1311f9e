// Writes dist/bundle/: the command line and its imports in one file, since finding and reading 300 files takes most of a start.
// Modules that only some runs need (the control API, Prism's validator, the watcher) stay separate and are loaded on demand.
import esbuild from 'esbuild';
import { writeLicences } from './write-licences.mjs';

const folder = new URL('../dist/bundle/', import.meta.url);
const { metafile } = await esbuild.build({
  entryPoints: ['src/bin.ts'],
  outdir: 'dist/bundle',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  minifySyntax: true,
  minifyWhitespace: true,
  metafile: true,
  // Express imports these for `express.json()` and `response.type()`, which the mock does not use: half of the bundle, a tenth of a start.
  alias: { 'body-parser': './scripts/empty-module.mjs', 'mime-db': './scripts/empty-module.mjs' },
  // Loaded with require on demand, or optional.
  external: ['ajv', 'ajv-formats', 're2js', 'undici', 'yaml', '@stoplight/*'],
  // Express and other CommonJS packages require Node's modules.
  banner: {
    js: "import { createRequire as createBundleRequire } from 'node:module'; const require = createBundleRequire(import.meta.url);",
  },
  logLevel: 'warning',
});

writeLicences(metafile, new URL('LICENSES.txt', folder));
