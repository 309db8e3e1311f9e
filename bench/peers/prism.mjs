import { fileURLToPath } from 'node:url';
import { readVersion } from './node-server.mjs';

/** Prism answers with examples generated from the contract. It has no state. */
export const prism = {
  key: 'prism',
  title: 'Prism mock',
  version: readVersion('@stoplight/prism-cli'),
  isExact: false,
  toLaunch: ({ port }) => ({
    command: process.execPath,
    args: [
      fileURLToPath(new URL('../node_modules/@stoplight/prism-cli/dist/index.js', import.meta.url)),
      'mock',
      '--port',
      String(port),
      fileURLToPath(new URL('../../openapi.json', import.meta.url)),
    ],
  }),
};
