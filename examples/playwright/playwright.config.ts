import type { PlaywrightTestConfig } from '@playwright/test';

const executablePath = process.env['CHROMIUM'];

const config: PlaywrightTestConfig = {
  testDir: '.',
  // A browser of the system's. Without this line Playwright takes its own (`npx playwright install chromium`).
  use: executablePath === undefined ? {} : { launchOptions: { executablePath } },
};

export default config;
