import type { ViteUserConfig } from 'vitest/config';

const config: ViteUserConfig = {
  test: {
    include: ['test/**/*.test.ts'],
    // Tests make their own mock, so their order is nobody's business.
    sequence: { shuffle: { tests: true } },
    // No test asserts a time; this only ends one that hangs, on the slowest machine.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    unstubEnvs: true,
    coverage: {
      provider: 'v8',
      // Every file, also one that no test loads.
      include: ['src/**/*.ts'],
      reporter: ['text', 'html'],
      thresholds: { lines: 95, branches: 95 },
    },
  },
};

export default config;
