import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { createTemporaryFolder } from '../temporary-folder.ts';
import { run, serve } from './run-main.ts';

test('--open opens the dashboard in the browser', async () => {
  const folder = createTemporaryFolder();
  const [browser, opened] = [join(folder, 'browser.sh'), join(folder, 'opened')];
  writeFileSync(browser, `#!/bin/sh\necho "$1" > "${opened}.tmp" && mv "${opened}.tmp" "${opened}"\n`);
  chmodSync(browser, 0o755);
  vi.stubEnv('BROWSER', browser);
  const { url } = await serve(['--open']);
  await vi.waitFor(() => expect(existsSync(opened)).toBe(true), { timeout: 10_000 });
  expect(readFileSync(opened, 'utf8')).toBe(`${url}/__admin/ui/\n`);
});

test('--open says where the dashboard is if there is no browser', async () => {
  vi.stubEnv('BROWSER', '/no/such/browser');
  const { url, until } = await serve(['--open']);
  expect(await until('Open http')).toContain(
    `warning the browser was not opened: spawn /no/such/browser ENOENT. Open ${url}/__admin/ui/`,
  );
});

test('--open needs the control API', async () => {
  const { code, err } = await run('serve', '--open', '--no-admin');
  expect(code).toBe(2);
  expect(err).toContain('--no-admin');
});
