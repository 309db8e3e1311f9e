import type { PlaywrightTestConfig } from '@playwright/test';

const executablePath = process.env['CHROMIUM'];

const config: PlaywrightTestConfig = {
  testDir: '.',
  use: {
    launchOptions: {
      ...(executablePath === undefined ? {} : { executablePath }),
      // A name that an attacker's DNS server would lead to this machine once the page is there.
      args: ['--host-resolver-rules=MAP rebound.example 127.0.0.1'],
    },
  },
};

export default config;
