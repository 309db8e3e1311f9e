import type { ViteUserConfig } from 'vitest/config';
import projectConfig from '../../../vitest.config.ts';

// A run of vitest with the coverage of the contract, over two workers. test/kits/coverage-reporter.test.ts starts it.
const config: ViteUserConfig = {
  ...projectConfig,
  test: {
    include: ['test/kits/coverage-runs/*.vitest.ts'],
    testTimeout: 30_000,
    maxWorkers: 2,
    reporters: ['default', ['agentex-tracker-mock/coverage-reporter', { folder: 'coverage/contract' }]],
  },
};

export default config;
