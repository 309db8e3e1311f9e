import type * as NodeModule from 'node:module';
import { expect, test, vi } from 'vitest';
import { run } from './run-main.ts';

// As if Prism were not installed, and all else were.
vi.mock('node:module', async (importOriginal) => {
  const { createRequire } = await importOriginal<typeof NodeModule>();
  return {
    createRequire: (from: string) => {
      const require = createRequire(from);
      const resolve = (name: string): string => {
        if (name.startsWith('@stoplight/')) throw new Error(`Cannot find module '${name}'`);
        return require.resolve(name);
      };
      return Object.assign((name: string): unknown => require(name), { resolve });
    },
  };
});

test.each([
  ['serve --prism', ['serve', '--port', '0', '--prism']],
  ['conformance', ['conformance']],
])('%s without Prism ends with 2, and says in one line what to install', async (_, args) => {
  expect(await run(...args)).toEqual({
    code: 2,
    out: '',
    err: 'Failed to load Prism: it is not installed. Install it: npm install --save-dev @stoplight/prism-cli@5.14.2\n',
  });
});
