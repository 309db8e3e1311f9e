import type { PlaywrightTestConfig } from '@playwright/test';

// What a run of Playwright with the kit ends in: some of these tests fail, as they have to. test/kits/playwright.test.ts starts the run.
// None of them needs a browser.
const config: PlaywrightTestConfig = {
  testDir: '.',
  testMatch: '*.playwright.ts',
  workers: 1,
  // Written by Playwright for each failed test; the test that starts the run gives a folder that it removes.
  outputDir: process.env['KIT_OUTPUT'] ?? '../../../coverage/playwright',
};

export default config;
