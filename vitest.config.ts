import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ViteUserConfig } from 'vitest/config';

/** The file that a name of the package means, as tsconfig.json has it: the source, not the last build. */
const toSource = (path: string): string => fileURLToPath(new URL(`./src/${path}`, import.meta.url));

/** Tests that replace a module: in a worker of their own, since the replacement would be there for the next file, or come too late for it. */
const replacing = readdirSync(new URL('./test/', import.meta.url), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.test.ts'))
  .map((path) => `test/${path.replaceAll('\\', '/')}`)
  .filter((path) => readFileSync(new URL(`./${path}`, import.meta.url), 'utf8').includes('vi.mock('));

const config: ViteUserConfig = {
  resolve: {
    alias: [
      { find: /^agentex-tracker-mock$/, replacement: toSource('index.ts') },
      { find: /^agentex-tracker-mock\/client$/, replacement: toSource('client/client.ts') },
      { find: /^agentex-tracker-mock\/(coverage-reporter|playwright|vitest)$/, replacement: toSource('kits/$1.ts') },
    ],
  },
  test: {
    projects: [
      // A worker keeps the modules from one file to the next, which halves the time of a run: a test makes its own mock and shares nothing.
      {
        extends: true,
        test: {
          name: 'shared',
          include: ['test/**/*.test.ts', 'examples/*.test.ts'],
          exclude: replacing,
          isolate: false,
        },
      },
      { extends: true, test: { name: 'isolated', include: replacing } },
    ],
    // Vitest leaves one processor to itself by default: half of a machine that has two.
    maxWorkers: '100%',
    // Tests make their own mock, so their order is nobody's business.
    sequence: { shuffle: { tests: true } },
    // No test asserts a time; this only ends one that hangs, on the slowest machine.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    unstubEnvs: true,
    // What the tests report is not the job's.
    env: { GITHUB_ACTIONS: '', GITHUB_STEP_SUMMARY: '' },
    // A test without an assertion cannot fail.
    expect: { requireAssertions: true },
    coverage: {
      provider: 'v8',
      // Every file, also one that no test loads.
      include: ['src/**/*.ts'],
      // Runs in a browser, and is tested there.
      exclude: ['src/dashboard/**'],
      reporter: ['text', 'html'],
      thresholds: { lines: 95, branches: 95 },
    },
  },
};

export default config;
