// Writes dist/dashboard/: the page that the mock serves at /__admin/ui/. Nothing is fetched from elsewhere when it runs.
import { copyFileSync } from 'node:fs';
import esbuild from 'esbuild';
import { writeLicences } from './write-licences.mjs';

const folder = new URL('../dist/dashboard/', import.meta.url);
const { metafile } = await esbuild.build({
  entryPoints: { app: 'src/dashboard/app.tsx', worker: 'src/dashboard/worker.ts', style: 'src/dashboard/style.css' },
  outdir: 'dist/dashboard',
  bundle: true,
  format: 'esm',
  platform: 'browser',
  target: ['chrome120', 'firefox121', 'safari17'],
  tsconfig: 'src/dashboard/tsconfig.json',
  minify: true,
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
});
copyFileSync(new URL('../src/dashboard/index.html', import.meta.url), new URL('index.html', folder));
writeLicences(metafile, new URL('LICENSES.txt', folder));
