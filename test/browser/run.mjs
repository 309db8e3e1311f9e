// Runs the tests that need a real browser: those beside this file, and the example. Not part of `npm test`, which needs Node alone.
// Takes the Chromium that CHROMIUM names or that the system has. Where there is none and apt-get may install one, that is done.
// Options are for the tests beside this file, and leave the example out: npm run test:browser -- -g "the name of a test".
// Plain JavaScript, so that it needs nothing but Node to say what is missing.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findChromium, findProgram } from './find-chromium.mjs';

const project = fileURLToPath(new URL('../..', import.meta.url));
function installChromium() {
  if (findProgram(['apt-get']) === undefined || process.getuid?.() !== 0) return;
  console.log('No Chromium found: installing it with apt-get.');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  spawnSync('apt-get', ['update', '-q'], { stdio: 'inherit', env });
  spawnSync('apt-get', ['install', '-q', '-y', '--no-install-recommends', 'chromium'], { stdio: 'inherit', env });
}

function findOrInstallChromium() {
  const found = findChromium();
  if (found !== undefined) return found;
  installChromium();
  return findChromium();
}

const chromium = findOrInstallChromium();
if (chromium === undefined) {
  console.error(
    'Failed to run the browser tests: there is no Chromium. Install it (on Debian: apt-get install chromium), or name one: CHROMIUM=/path/to/chrome npm run test:browser',
  );
  process.exitCode = 1;
} else {
  const cli = join(project, 'node_modules', '@playwright', 'test', 'cli.js');
  const options = process.argv.slice(2);
  for (const config of options.length === 0 ? ['test/browser', 'examples/playwright'] : ['test/browser']) {
    const args = [cli, 'test', '--config', config, '--output', join('coverage', 'browser'), '--reporter', 'list'];
    const { status } = spawnSync(process.execPath, [...args, ...options], {
      cwd: project,
      stdio: 'inherit',
      env: { ...process.env, CHROMIUM: chromium },
    });
    if (status !== 0) process.exitCode = 1;
  }
}
