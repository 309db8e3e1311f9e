import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * Describes a server of `bench/servers`.
 *
 * @param packageName the package whose version is shown. @default the version of Node
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

/** Returns the version of a package in `bench/node_modules`. */
export function readVersion(packageName) {
  return JSON.parse(readFileSync(new URL(`../node_modules/${packageName}/package.json`, import.meta.url), 'utf8'))
    .version;
}
