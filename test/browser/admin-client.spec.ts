import { expect, test as base } from '@playwright/test';
import { createTrackerMock, startServer } from 'agentex-tracker-mock';
import type { ServedPage } from './serve-page.ts';
import { servePage } from './serve-page.ts';

const TOKEN = 'a-long-secret-token';

/** Calls the mock of the page's query, and shows what came of it. */
const PROGRAM = `
  import { createAdminClient } from 'agentex-tracker-mock/client';
  const query = new URLSearchParams(location.search);
  const token = query.get('token');
  const client = createAdminClient(query.get('mock'), { session: 'page', ...(token === null ? {} : { token }) });
  try {
    await client.stub({ match: { method: 'GET' }, reply: { status: 503 } });
    await client.trackers.put('t-new', { agent_id: 'a', task_id: 't' });
    document.title = JSON.stringify(await client.stubs());
  } catch (error) {
    document.title = error.message;
  }
`;

function toAddress(app: ServedPage, mock: { readonly url: string }, token: string): string {
  return `${app.origin}/?${new URLSearchParams({ mock: mock.url, token }).toString()}`;
}

const test = base.extend<{ readonly app: ServedPage }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads from the pattern what a fixture needs
  app: async ({}, use) => {
    const app = await servePage(PROGRAM);
    await use(app);
    app.close();
  },
});

test('createAdminClient works on a page of an origin that the mock admits, with its token', async ({ page, app }) => {
  const mock = createTrackerMock();
  await using server = await startServer(mock, { port: 0, admin: { token: TOKEN, cors: app.origin } });
  await page.goto(toAddress(app, server, TOKEN));
  await expect(page).toHaveTitle(/"reply":\{"status":503\}/);
  expect(await mock.session('page').stubs()).toHaveLength(1);
  expect((await mock.session('page').state.get()).trackers.map(({ id }) => id)).toContain('t-new');
});

test('createAdminClient without the token says so on a page of an origin that the mock admits', async ({
  page,
  app,
}) => {
  await using server = await startServer(createTrackerMock(), { port: 0, admin: { token: TOKEN, cors: app.origin } });
  await page.goto(toAddress(app, server, 'wrong'));
  await expect(page).toHaveTitle(/^Failed to authorize the request to the control API: it does not carry the token/);
});

test('createAdminClient names CORS on a page of an origin that the mock does not admit', async ({ page, app }) => {
  const mock = createTrackerMock();
  await using server = await startServer(mock, { port: 0, admin: { token: TOKEN, cors: 'https://app.example' } });
  await page.goto(toAddress(app, server, TOKEN));
  await expect(page).toHaveTitle(
    `Failed to call POST ${server.url}/__admin/stubs: Failed to fetch. Check that the mock listens there, with the control API enabled. ` +
      `If it does, CORS is the reason: the origin of this page is ${app.origin}. Start the mock with --admin-token TOKEN --admin-cors ${app.origin}, and give the client the token.`,
  );
  expect(await mock.session('page').stubs()).toEqual([]);
});

test('the main entry in the bundle of a page says what to import', async ({ page }) => {
  const app = await servePage(`import { createTrackerMock } from 'agentex-tracker-mock'; createTrackerMock();`);
  const failed = page.waitForEvent('pageerror');
  await page.goto(app.origin);
  expect((await failed).message).toContain('Import createAdminClient from "agentex-tracker-mock/client"');
  app.close();
});
