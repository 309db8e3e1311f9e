import type { ViteUserConfig } from 'vitest/config';

// Tests of the acceptance tests' own helpers. `run.mjs` runs them first; `npm test` does not.
const config: ViteUserConfig = {
  test: {
    include: ['*/*.test.ts'],
    expect: { requireAssertions: true },
    sequence: { shuffle: { tests: true } },
    passWithNoTests: true,
  },
};

export default config;
