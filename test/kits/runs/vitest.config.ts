import type { ViteUserConfig } from 'vitest/config';
import projectConfig from '../../../vitest.config.ts';

// What a run of vitest with the kit ends in: some of these tests fail, as they have to. test/kits/vitest.test.ts starts the run.
const config: ViteUserConfig = {
  ...projectConfig,
  test: { include: ['test/kits/runs/*.vitest.ts'], testTimeout: 30_000 },
};

export default config;
