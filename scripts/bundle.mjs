// Writes dist/bundle/: the command line in one file with what it imports, since finding and reading 300 files is most of a start.
// What only some runs need (the control API, Prism's judge, the watcher) stays apart and is loaded when it is used.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import esbuild from 'esbuild';

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
  // Express loads them at once, for `express.json()` and `response.type()`. They would be half of the bundle and a tenth of a start.
  alias: { 'body-parser': './scripts/left-out.mjs', 'mime-db': './scripts/left-out.mjs' },
  // Loaded with require where they are needed, or optional.
  external: ['ajv', 'ajv-formats', 're2js', 'yaml', '@stoplight/*'],
  // Express and its like are CommonJS and ask for Node's own modules.
  banner: {
    js: "import { createRequire as createBundleRequire } from 'node:module'; const require = createBundleRequire(import.meta.url);",
  },
  logLevel: 'warning',
});

// The licences of the bundled packages ask to go with every copy.
const packages = new Set(
  Object.keys(metafile.inputs).flatMap((path) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []),
);
const licences = [...packages].toSorted().map((path) => {
  const { name, version, license } = JSON.parse(readFileSync(`${path}/package.json`, 'utf8'));
  const file = readdirSync(path).find((entry) => /^licen[cs]e/i.test(entry));
  return `${name} ${version} (${license})\n\n${file === undefined ? '' : readFileSync(`${path}/${file}`, 'utf8').trim()}\n`;
});
writeFileSync(new URL('LICENSES.txt', folder), licences.join(`\n${'-'.repeat(80)}\n\n`));
