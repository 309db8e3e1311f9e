import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test as base } from '@playwright/test';
import type { RunningServer, TrackerMock } from 'agentex-tracker-mock';
import { createTrackerMock, startServer } from 'agentex-tracker-mock';

interface Fixtures {
  readonly mock: TrackerMock;
  readonly server: RunningServer;
  /** An empty page on an origin of its own, as any website is. */
  readonly otherOrigin: string;
}

const TRACKER = {
  id: 't-1',
  agent_id: 'agent-1',
  task_id: 'task-1',
  status: 'READY',
  created_at: '2026-08-01T10:00:00Z',
};

const test = base.extend<Fixtures>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads from the pattern what a fixture needs
  mock: async ({}, use) => {
    await use(createTrackerMock({ fixtures: { trackers: [TRACKER] } }));
  },
  server: async ({ mock }, use) => {
    const server = await startServer(mock, { port: 0 });
    await use(server);
    await server.close();
  },
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads from the pattern what a fixture needs
  otherOrigin: async ({}, use) => {
    const other = createServer((_request, response) =>
      response.setHeader('content-type', 'text/html').end('<title>other</title>'),
    );
    await new Promise<void>((resolve) => void other.listen(0, '127.0.0.1', resolve));
    await use(`http://127.0.0.1:${(other.address() as AddressInfo).port}`);
    other.close();
    other.closeAllConnections();
  },
});

/** Runs in the page. What its script may see of a reply: the status and the body, or that it may see nothing. */
async function request({
  url,
  init,
}: {
  url: string;
  init?: object;
}): Promise<{ status: number; text: string } | string> {
  try {
    const reply = await fetch(url, init ?? {});
    return { status: reply.status, text: await reply.text() };
  } catch (error) {
    return String(error);
  }
}

const UNSEEN = 'TypeError: Failed to fetch';

async function toStatus(mock: TrackerMock, session?: string): Promise<unknown> {
  const { trackers } = await mock.session(session).state.get();
  return trackers.map(({ status }) => status);
}

test('PUT /tracker/{tracker_id} works from a page on another origin, preflight, session header and all', async ({
  page,
  mock,
  server,
  otherOrigin,
}) => {
  await page.goto(otherOrigin);
  const headers = { 'content-type': 'application/json', authorization: 'Bearer key', 'x-mock-session': 'page' };
  const init = { method: 'PUT', headers, body: '{"status":"DONE"}', credentials: 'include' as const };

  const reply = await page.evaluate(request, { url: `${server.url}/tracker/t-1`, init });

  expect(reply).toMatchObject({ status: 200, text: expect.stringContaining('"status":"DONE"') });
  expect([await toStatus(mock, 'page'), await toStatus(mock)]).toEqual([['DONE'], ['READY']]);
});

test('PUT /tracker/{tracker_id} lets a page on another origin read a mistake', async ({
  page,
  server,
  otherOrigin,
}) => {
  await page.goto(otherOrigin);
  const init = { method: 'PUT', headers: { 'content-type': 'application/json' }, body: '{"status":5}' };
  const reply = await page.evaluate(request, { url: `${server.url}/__session/page/tracker/t-1`, init });
  expect(reply).toMatchObject({ status: 422, text: expect.stringContaining('string_type') });
});

for (const path of [
  '/__admin/state',
  '/__admin/health',
  '/__admin/openapi.json',
  '/__admin/requests/stream',
  '/__admin/ui/',
  '/__session/page/__admin/requests',
]) {
  test(`GET ${path} cannot be read by a page on another origin`, async ({ page, server, otherOrigin }) => {
    await page.goto(otherOrigin);
    expect(await page.evaluate(request, { url: `${server.url}${path}` })).toBe(UNSEEN);
    expect(await page.evaluate(request, { url: `${server.url}${path}`, init: { credentials: 'include' } })).toBe(
      UNSEEN,
    );
  });
}

for (const type of ['application/json', 'text/plain']) {
  test(`PUT /__admin/state of ${type} changes nothing from a page on another origin`, async ({
    page,
    mock,
    server,
    otherOrigin,
  }) => {
    await page.goto(otherOrigin);
    const init = { method: 'PUT', headers: { 'content-type': type }, body: '{"trackers":[]}' };
    expect(await page.evaluate(request, { url: `${server.url}/__admin/state`, init })).toBe(UNSEEN);
    expect(await toStatus(mock)).toEqual(['READY']);
  });
}

test('POST /__admin/reset changes nothing by a request that a browser sends without asking first', async ({
  page,
  mock,
  server,
  otherOrigin,
}) => {
  await mock.session().trackers.put('t-1', { ...TRACKER, status: 'MINE' });
  await page.goto(otherOrigin);
  // The page sees nothing of the reply, but the request is sent.
  await page.evaluate(request, { url: `${server.url}/__admin/reset`, init: { method: 'POST', mode: 'no-cors' } });
  await page.evaluate(`navigator.sendBeacon('${server.url}/__admin/reset')`);
  await page.setContent(`<form method="post" action="${server.url}/__admin/reset"><button>Win a prize</button></form>`);
  await page.getByRole('button').click();
  await page.waitForURL(`${server.url}/__admin/reset`);
  await expect(page.locator('body')).toContainText('admin-forbidden');
  expect(await toStatus(mock)).toEqual(['MINE']);
});

test('GET /__admin/state is refused to a page whose host name was led here', async ({ page, server }) => {
  // Such a page is of the mock's own origin for the browser: a name of the attacker's, and the mock's port.
  await page.goto(`http://rebound.example:${server.port}/healthz`);
  expect(await page.evaluate(request, { url: '/tracker' })).toMatchObject({ status: 200 });
  expect(await page.evaluate(request, { url: '/__admin/state' })).toMatchObject({ status: 403 });
  expect(await page.evaluate(request, { url: '/__admin/reset', init: { method: 'POST' } })).toMatchObject({
    status: 403,
  });
});

test('GET /__admin/state is open to a page of the mock’s own origin', async ({ page, server }) => {
  await page.goto(`${server.url}/healthz`);
  expect(await page.evaluate(request, { url: '/__admin/state' })).toMatchObject({ status: 200 });
});
