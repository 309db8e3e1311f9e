import type { PlaywrightTestConfig } from '@playwright/test';

// Playwright finds a reporter of a package only in node_modules, so its file is named here.
// A run of Playwright with the coverage of the contract, over two workers. test/kits/coverage-reporter.test.ts starts it, and gives the options.
const config: PlaywrightTestConfig = {
  testDir: '.',
  testMatch: '*.playwright.ts',
  workers: 2,
  outputDir: process.env['KIT_OUTPUT'] ?? '../../../coverage/playwright',
  reporter: [['line'], ['../../../dist/kits/coverage-reporter.js', JSON.parse(process.env['KIT_COVERAGE'] ?? '{}')]],
};

export default config;
