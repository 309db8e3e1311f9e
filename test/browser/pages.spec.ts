import { readFileSync } from 'node:fs';
import { expect, test as base } from '@playwright/test';
import type { RunningServer } from 'agentex-tracker-mock';
import { createTrackerMock, startServer } from 'agentex-tracker-mock';

const test = base.extend<{ readonly server: RunningServer }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads from the pattern what a fixture needs
  server: async ({}, use) => {
    const server = await startServer(createTrackerMock(), { port: 0 });
    await use(server);
    await server.close();
  },
});

for (const path of ['/', '/docs', '/__session/a/']) {
  test(`GET ${path} is a page with its style, and without errors or further requests`, async ({ page, server }) => {
    const messages: string[] = [];
    page.on('console', (message) => messages.push(message.text()));
    page.on('pageerror', (error) => messages.push(error.message));
    const requested: string[] = [];
    page.on('request', (request) => requested.push(request.url()));
    await page.goto(server.url + path);
    await page.waitForLoadState('networkidle');
    expect(messages).toEqual([]);
    expect(requested.filter((url) => !url.startsWith('data:'))).toEqual([server.url + path]);
    await expect(page.locator('table').first()).toHaveCSS('border-collapse', 'collapse');
  });
}

test('the overview leads to the API, and from its contents to each operation and schema', async ({ page, server }) => {
  await page.goto(server.url);
  await expect(page.getByRole('row', { name: 'World' })).toContainText('13 trackers');
  await page.getByRole('link', { name: 'API', exact: true }).click();
  await page.getByRole('link', { name: 'PUT /tracker/{tracker_id}', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'PUT /tracker/{tracker_id}' })).toBeInViewport();
  await page.getByRole('link', { name: 'UpdateAgentTaskTrackerRequest' }).first().click();
  await expect(page.getByRole('heading', { name: 'UpdateAgentTaskTrackerRequest' })).toBeInViewport();
});

test('a browser that opens another path requests no favicon that would count as unmatched', async ({
  page,
  server,
}) => {
  await page.goto(`${server.url}/tracker`);
  const icon = await page.evaluate(async () => (await fetch('/favicon.ico')).status);
  expect(icon).toBe(204);
  const unmatched = await page.evaluate(async () => (await fetch('/__admin/requests/unmatched')).json());
  expect(unmatched).toEqual({ requests: [] });
});

test('a contract with markup in its texts is shown as text', async ({ page }) => {
  const document = JSON.parse(readFileSync(new URL('../../openapi.json', import.meta.url), 'utf8')) as {
    info: { title: string };
  };
  document.info.title = '</title><script>document.title = "run"</script><img src=x onerror="document.title = 1">';
  await using server = await startServer(createTrackerMock({ contract: { ...document } }), { port: 0 });
  for (const path of ['/', '/docs']) {
    await page.goto(server.url + path);
    expect(await page.locator('img, script').count()).toBe(0);
    await expect(page.locator('body')).toContainText(document.info.title);
  }
});
