import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const toFile = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const manifest = JSON.parse(readFileSync(toFile('package.json'), 'utf8'));

export const PROJECT = toFile('');
export const DEFAULT_WORLD = toFile('fixtures/default.json');
/** The module that users import and the program that they start. */
export const LIBRARY = toFile(manifest.exports['.'].default);
const PROGRAM = toFile(manifest.bin[manifest.name]);
/** The unbundled program, so that a profile shows the names of its modules. */
const PLAIN_PROGRAM = toFile('dist/bin.js');

/** The mock as a user starts it: every check on, one log line per request. */
export const mock = {
  key: 'mock',
  title: manifest.name,
  version: manifest.version,
  isExact: true,
  toLaunch: ({ port, worldFile, isPlain = false }) => ({
    command: process.execPath,
    args: [isPlain ? PLAIN_PROGRAM : PROGRAM, 'serve', '--port', String(port), ...toFixtures(worldFile)],
  }),
};

/** The mock in front of a server, every check on. */
export const mockProxy = {
  ...mock,
  toLaunch: ({ port, target }) => ({
    command: process.execPath,
    args: [PROGRAM, 'proxy', target, '--port', String(port)],
  }),
};

function toFixtures(worldFile) {
  return worldFile === undefined || worldFile === DEFAULT_WORLD ? [] : ['--fixtures', worldFile];
}

/** @throws {Error} if `dist/` does not exist */
export function checkBuild() {
  if (!existsSync(PROGRAM)) throw new Error(`Failed to find ${PROGRAM}, which the benchmark measures. Run: npm ci`);
}
