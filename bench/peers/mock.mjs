import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
export const DEFAULT_WORLD = fileURLToPath(new URL('../../fixtures/default.json', import.meta.url));
export const LIBRARY = fileURLToPath(new URL('../../dist/index.js', import.meta.url));
const PROGRAM = fileURLToPath(new URL('../../dist/bin.js', import.meta.url));

/** The mock as a user starts it: every check on, one log line a request. */
export const mock = {
  key: 'mock',
  title: 'agentex-tracker-mock',
  version: JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).version,
  isExact: true,
  toLaunch: ({ port, worldFile, execArgv = [] }) => ({
    command: process.execPath,
    args: [
      ...execArgv,
      PROGRAM,
      'serve',
      '--port',
      String(port),
      ...(worldFile === undefined || worldFile === DEFAULT_WORLD ? [] : ['--fixtures', worldFile]),
    ],
  }),
};

/** @throws {Error} where `dist/` is not there */
export function checkBuild() {
  if (!existsSync(PROGRAM)) throw new Error('Failed to find dist/bin.js, which the bench measures. Run: npm ci');
}
