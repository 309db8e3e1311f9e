// The kit for Playwright: a page in a real browser that works with the API, in a separate session for each test.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test as base } from 'agentex-tracker-mock/playwright';

const html = readFileSync(new URL('tracker-page.html', import.meta.url));

// Serves the page on its own origin, as your development server does. Yours is in `webServer` of the configuration instead.
const test = base.extend<object, { pageUrl: string }>({
  pageUrl: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads from the pattern what a fixture needs
    async ({}, use) => {
      const server = createServer((_request, response) => response.setHeader('content-type', 'text/html').end(html));
      await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
      await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
      server.close();
      server.closeAllConnections();
    },
    { scope: 'worker' },
  ],
});

test('the page lists the trackers and finishes one', async ({ page, pageUrl, trackerUrl, trackerSession }) => {
  const task = { agent_id: 'agent-1', task_id: 'invoice-7' };
  await trackerSession.state.set({ trackers: [{ id: 'tracker-7', ...task, created_at: '2026-08-18T20:00:00Z' }] });

  await page.goto(`${pageUrl}?api=${encodeURIComponent(trackerUrl)}`);
  await expect(page.getByRole('listitem')).toHaveText([/^invoice-7: new/]);

  await page.getByRole('button', { name: 'Finish' }).click();
  await expect(page.getByRole('listitem')).toHaveText([/^invoice-7: COMPLETED/]);
  await expect(trackerSession).toHaveReceived({
    method: 'PUT',
    path: '/tracker/tracker-7',
    body: { status: 'COMPLETED' },
  });
});

test('the page shows an error if the API is down', async ({ page, pageUrl, trackerUrl, trackerSession }) => {
  await trackerSession.stub({ match: { method: 'GET' }, reply: { status: 503 } });

  await page.goto(`${pageUrl}?api=${encodeURIComponent(trackerUrl)}`);

  await expect(page.getByRole('status')).toHaveText('The trackers are not available (503).');
});
