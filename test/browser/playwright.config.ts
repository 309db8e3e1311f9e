import type { PlaywrightTestConfig } from '@playwright/test';

const executablePath = process.env['CHROMIUM'];

const config: PlaywrightTestConfig = {
  testDir: '.',
  // A busy machine takes many times as long as a quiet one.
  timeout: 90_000,
  expect: { timeout: 15_000 },
  // A test that passes at the second try is reported as flaky, with what failed at the first.
  retries: process.env['CI'] === undefined ? 0 : 1,
  use: {
    launchOptions: {
      ...(executablePath === undefined ? {} : { executablePath }),
      // A name that an attacker's DNS server would lead to this machine once the page is there.
      args: ['--host-resolver-rules=MAP rebound.example 127.0.0.1'],
    },
  },
};

export default config;
