import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * A server of `bench/servers`.
 *
 * @param packageName whose version is told; Node's own where there is none
 */
export function createNodeServer(key, title, packageName) {
  const program = fileURLToPath(new URL(`../servers/${key}.mjs`, import.meta.url));
  return {
    key,
    title,
    version: packageName === undefined ? process.version : readVersion(packageName),
    isExact: true,
    toLaunch: ({ port, worldFile, madeRepliesFile }) => ({
      command: process.execPath,
      args: [program, String(port), worldFile, ...(madeRepliesFile === undefined ? [] : [madeRepliesFile])],
    }),
  };
}

/** The version of a package that the bench has installed. */
export function readVersion(packageName) {
  return JSON.parse(readFileSync(new URL(`../node_modules/${packageName}/package.json`, import.meta.url), 'utf8'))
    .version;
}
