import type * as NodeModule from 'node:module';
import { expect, test, vi } from 'vitest';
import { createTrackerMock } from '../../src/index.ts';
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

test('GET /agents with --rest prism says what to install if Prism is not installed, and GET /tracker is served', async () => {
  const mock = createTrackerMock({ rest: 'prism' });
  expect((await mock.fetch(new Request('http://mock.test/tracker'))).status).toBe(200);
  const response = await mock.fetch(new Request('http://mock.test/agents'));
  expect([response.status, await response.json()]).toMatchObject([
    501,
    {
      detail:
        'Failed to answer GET /agents: Prism made no reply. Failed to load Prism: it is not installed. Install it: npm install --save-dev @stoplight/prism-cli@5.14.2',
    },
  ]);
});
