import type { PlaywrightTestConfig } from '@playwright/test';

const executablePath = process.env['CHROMIUM'];

const config: PlaywrightTestConfig = {
  testDir: '.',
  // Uses the system's browser. Without this line Playwright uses its own (`npx playwright install chromium`).
  use: executablePath === undefined ? {} : { launchOptions: { executablePath } },
};

export default config;
