import { expect } from '@playwright/test';
import { test, TRACKER } from './dashboard-page.ts';
import { findBarriers } from './find-barriers.ts';

const PUT = 'PUT /tracker/{tracker_id}';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

test('a stub that breaks the contract is refused with its pointer; a good one applies, is turned off, on and removed', async ({
  dashboard: { page, open, send, mock },
}) => {
  await open('#/stubs');
  await page.getByRole('button', { name: 'Add stub' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox', { name: 'Operation' }).selectOption(PUT);
  const body = dialog.getByLabel('Body');
  await expect(body).toHaveValue(/"agent_id": "text"/);
  await body.fill('{"id": 5}');
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(dialog.getByRole('alert')).toContainText('/reply/body/id');
  // What was typed stays, also when the reply is not shown for a while.
  await dialog.getByLabel('Status').fill('204');
  await dialog.getByLabel('a fault').check();
  await dialog.getByLabel('a reply').check();
  await expect(body).toHaveValue('{"id": 5}');
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(dialog.getByRole('alert')).toContainText('204 has no body');
  await body.fill('');
  await dialog.getByLabel('Status').fill('422');
  await expect(body).toHaveValue(/"detail"/);
  await dialog.getByRole('textbox', { name: 'Path' }).fill(TRACKER);
  await dialog.getByLabel('How many times').fill('2');
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();

  const stub = page.getByRole('listitem').filter({ hasText: PUT });
  await expect(stub).toContainText('not applied yet');
  expect((await send('PUT', TRACKER, { json: {} })).status).toBe(422);
  await expect(stub).toContainText('applied once');
  await stub.getByRole('switch').click();
  await expect(stub.getByRole('switch')).not.toBeChecked();
  expect(await mock.session().stubs()).toEqual([]);
  // The tab keeps it over a reload, which is all that it survives.
  await page.reload();
  await expect(stub.getByRole('switch')).not.toBeChecked();
  await stub.getByRole('switch').click();
  await expect(stub.getByRole('switch')).toBeChecked();
  expect(await mock.session().stubs()).toMatchObject([
    { match: { operation: PUT, path: TRACKER }, times: 2, reply: { status: 422 } },
  ]);
  await send('PUT', TRACKER, { json: {} });
  await send('PUT', TRACKER, { json: {} });
  await expect(stub.getByRole('switch')).toHaveText('Used up');
  await stub.getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByText('No stubs in this session')).toBeVisible();
  await page.reload();
  await expect(page.getByText('No stubs in this session')).toBeVisible();
});

test('a stub is made by method and path, with a fault or a delay', async ({ dashboard: { page, open, mock } }) => {
  await mock.session('shop').reset();
  await open('#/stubs/shop');
  const dialog = page.getByRole('dialog');
  await page.getByRole('button', { name: 'Add stub' }).click();
  await dialog.getByRole('textbox', { name: 'Method' }).fill('GET');
  await dialog.getByRole('textbox', { name: 'Path' }).fill('/tracker/*');
  await dialog.getByLabel('a fault').check();
  await dialog.getByRole('combobox', { name: 'Fault' }).selectOption('contract-violation');
  await dialog.getByLabel('How it breaks the contract').selectOption('bad-date');
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(dialog).toHaveCount(0);
  await page.getByRole('button', { name: 'Add stub' }).click();
  await dialog.getByLabel('a delay alone').check();
  await dialog.getByRole('spinbutton', { name: 'Delay' }).fill('20');
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.getByRole('heading', { level: 3 })).toHaveText(['Every request', 'GET /tracker/*']);
  expect(await mock.session('shop').stubs()).toMatchObject([
    { delay: 20 },
    { match: { method: 'GET', path: '/tracker/*' }, fault: 'contract-violation', violation: 'bad-date' },
  ]);
  await page.getByRole('button', { name: 'Remove all' }).click();
  await dialog.getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByText('No stubs in this session')).toBeVisible();
});

test('coverage shows what is missing, and a request that covers it is sent', async ({
  dashboard: { page, open, send },
}) => {
  await send('GET', TRACKER);
  await open('#/coverage');
  await expect(page.getByText('by 1 request')).toBeVisible();
  await page.keyboard.press('/');
  await page.keyboard.type('put /tracker');
  await page.getByRole('link', { name: PUT }).click();
  const operation = page.getByRole('region', { name: 'Operation', exact: true });
  const status = operation.getByRole('region', { name: 'Statuses', exact: true }).getByRole('listitem');
  await expect(status.filter({ hasText: 'status 200' })).toContainText('missing');
  const requests = operation.getByRole('region', { name: 'Requests that cover more' });
  const first = requests.getByRole('listitem').first();
  await expect(first).toContainText('status 200');
  await first.getByRole('button', { name: 'Copy as curl' }).click();
  await expect(page.getByRole('status')).toContainText('copied');
  expect(await page.evaluate('navigator.clipboard.readText()')).toContain('curl -X PUT http');
  await first.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByRole('status')).toContainText('the mock answered 200');
  await expect(status.filter({ hasText: 'status 200' })).toContainText('1 ×');
  await page.keyboard.press('Escape');
  await expect(operation).toHaveCount(0);
  await open(`#/coverage/${encodeURIComponent('/components/schemas/AgentTaskTracker')}`);
  await page.reload();
  await expect(page.getByRole('link', { name: 'AgentTaskTracker' }).first()).toBeInViewport();
});

test('coverage shows what operations share apart from their own parts', async ({ dashboard: { page, open, send } }) => {
  await send('GET', TRACKER);
  await open('#/coverage?q=tracker');
  const list = page.getByRole('region', { name: 'What the contract has' });
  // Its reply has the schema, too, but nobody has asked for it.
  await expect(list.getByRole('link', { name: PUT })).toContainText('0 of');
  await list.getByRole('link', { name: PUT }).click();
  const operation = page.getByRole('region', { name: 'Operation', exact: true });
  await expect(operation.getByRole('region', { name: 'Requests that cover more' })).toContainText(
    'ValidationError.loc',
  );
  await operation
    .getByRole('region', { name: 'Shared schemas' })
    .getByRole('link', { name: 'AgentTaskTracker' })
    .click();
  const shared = page.getByRole('region', { name: 'Shared schema', exact: true });
  await expect(shared.getByRole('region', { name: 'Members' })).toContainText('8 of 8');
  await shared.getByRole('link', { name: PUT }).click();
  await expect(operation.getByRole('heading', { name: PUT })).toBeVisible();
});

test('a session that does not exist is called so, and cannot be reset or deleted', async ({
  dashboard: { page, open },
}) => {
  await open('#/sessions/none');
  await expect(page.getByText('This session does not exist.')).toBeVisible();
  const detail = page.getByRole('region', { name: 'Session', exact: true });
  for (const name of ['Reset', 'Delete']) await expect(detail.getByRole('button', { name })).toBeDisabled();
});

test('a session is created by a request or by a button, not by looking at it', async ({
  dashboard: { page, open, send, url },
}) => {
  const listNames = async (): Promise<string[]> => {
    const { sessions } = (await (await send('GET', '/__admin/sessions')).json()) as { sessions: { name: string }[] };
    return sessions.map(({ name }) => name);
  };
  const missing = page.getByRole('heading', { name: 'The session none does not exist' });
  for (const view of ['world', 'stubs', 'world']) {
    await open('#/sessions');
    await open(`#/${view}/none`);
    await expect(missing).toBeVisible();
  }
  await open('#/sessions/none?with=never');
  await expect(page.getByRole('region', { name: 'Comparison' }).getByRole('alert')).toContainText('does not exist');
  await open('#/exchanges/none/1');
  await expect(page.getByRole('article')).toContainText('The session none does not exist');
  expect(await listNames()).toEqual([]);

  await open('#/world/none');
  await page.getByRole('button', { name: 'Create it' }).click();
  await expect(page.getByText('13 trackers')).toBeVisible();
  expect(await listNames()).toEqual(['none']);
  // The clock of a world that is shown is read again and again.
  await fetch(`${url}/__admin/sessions/none`, { method: 'DELETE' });
  await expect(missing).toBeVisible();
  expect(await listNames()).toEqual([]);
  await send('GET', TRACKER, { headers: { 'x-mock-session': 'none' } });
  await expect(page.getByText('13 trackers')).toBeVisible();
});

test('coverage of less than one percent is not called none', async ({ dashboard: { page, open, send } }) => {
  await send('GET', '/tracker');
  await open('#/coverage');
  await expect(page.getByText('< 1 %').first()).toBeVisible();
});

test('sessions are opened, compared, reset and deleted', async ({ dashboard: { page, open, send, mock } }) => {
  const shop = mock.session('shop');
  await send('GET', '/tracker');
  await send('PUT', TRACKER, { json: { status: 'DONE' }, headers: { 'x-mock-session': 'shop' } });
  await shop.trackers.add({ id: 't-9', agent_id: 'a', task_id: 't' });
  await shop.trackers.delete('38b7f02a-df07-4589-9d74-ce4144924e13');
  await shop.events.add({ id: 'e-9', task_id: 't', agent_id: 'a' });
  for (const { session, status } of [
    { session: shop, status: 500 },
    { session: shop, status: 503 },
    { session: shop, status: 503 },
    { session: mock.session(), status: 503 },
  ]) {
    await session.stub({ match: { operation: PUT }, reply: { status }, allowViolations: true });
  }
  await open('#/sessions');
  await page.getByRole('link', { name: 'default' }).click();
  await page.getByRole('combobox', { name: 'The session to compare with' }).selectOption('shop');
  const comparison = page.getByRole('region', { name: 'Comparison' });
  await expect(comparison).toContainText('statusPROCESSING → DONE');
  await expect(comparison.getByRole('heading', { level: 4 })).toHaveText([
    '1 tracker changed',
    '1 tracker only in shop',
    '1 tracker only in default',
    '1 event only in shop',
    '2 stubs only in shop',
  ]);
  await expect(comparison).toContainText(/In both the same: 11 trackers, \d+ events and 1 stub\./);
  await expect(page).toHaveURL(/#\/sessions\/default\?with=shop$/);
  await comparison.getByRole('link', { name: 't-9' }).click();
  await expect(page.getByRole('heading', { name: 't-9' })).toBeVisible();

  await open('#/sessions/shop?with=default');
  const dialog = page.getByRole('dialog');
  await page.getByRole('button', { name: 'Reset' }).click();
  await dialog.getByRole('button', { name: 'Reset' }).click();
  await expect(page.getByRole('status')).toContainText('is reset');
  expect((await shop.state.get()).trackers).toHaveLength(13);
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByRole('link', { name: 'shop' })).toHaveCount(0);
  const field = page.getByRole('textbox', { name: 'The name of a new session' });
  for (const name of ['', 'a b <x>', '..', 'x'.repeat(65)]) {
    await field.fill(name);
    await page.keyboard.press('Enter');
    await expect(page.locator('input:invalid')).toBeFocused();
    await expect(page).toHaveURL(/#\/sessions$/);
  }
  await field.fill('fresh');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/#\/world\/fresh$/);
  await expect(page.getByText('13 trackers')).toBeVisible();
});

const HOSTILE = '<img src=x onerror="document.title=1"><script>document.title=2</script>\u202Eevil\u0007';

test('what clients send is shown as text in every view', async ({ dashboard: { page, open, mock }, messages }) => {
  const control = mock.session();
  const texts = { agent_id: HOSTILE, task_id: HOSTILE, status: HOSTILE, status_reason: 'x'.repeat(1_000_000) };
  await control.trackers.add({ id: HOSTILE, ...texts });
  await control.trackers.add({ id: 'long', agent_id: 'a', task_id: 't', status: 'y'.repeat(1_000_000) });
  const content = { type: 'text', author: 'user', content: HOSTILE };
  await control.events.add({ id: `${HOSTILE}2`, task_id: HOSTILE, agent_id: HOSTILE, content });
  await control.stub({
    match: { path: `/${HOSTILE}`, headers: { a: HOSTILE } },
    reply: { status: 503 },
    allowViolations: true,
  });
  await mock.session('other').reset();
  const hostile = encodeURIComponent(HOSTILE);
  for (const [place, name] of [
    ['world', 'Trackers'],
    [`world/default/${hostile}`, 'Events'],
    ['stubs', 'Stubs'],
    [`coverage/${hostile}?q=${hostile}`, 'Operation'],
    ['sessions/other?with=default', 'Comparison'],
  ] as const) {
    await open('#/sessions');
    await open(`#/${place}`);
    await expect(page.getByRole('region', { name, exact: true }).first()).toBeVisible();
    if (!place.startsWith('coverage')) await expect(page.locator('main')).toContainText('<img src=x');
    expect(await page.locator('img, main script').count()).toBe(0);
    await expect(page).toHaveTitle(/tracker-mock$/);
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
  }
  await open(`#/world/${hostile}`);
  await expect(page.getByRole('alert').first()).toContainText('session');
  expect(messages.filter((message) => !message.includes('status of'))).toEqual([]);
});

const VIEWS = [
  [`world/default/${TRACKER.slice('/tracker/'.length)}`, 'Events', 'Add event'],
  ['world', 'Trackers', 'Snapshots'],
  ['stubs', 'Stubs', 'Add stub'],
  [`coverage/${encodeURIComponent(PUT)}`, 'Requests that cover more', undefined],
  [`coverage/${encodeURIComponent('/components/schemas/AgentTaskTracker')}`, 'Shared schema', undefined],
  ['sessions/default?with=shop', 'Comparison', 'Delete all'],
] as const;

for (const colorScheme of ['light', 'dark'] as const) {
  for (const [place, name, button] of VIEWS) {
    test(`the view has no barriers: ${place}, ${colorScheme}`, async ({ dashboard: { page, open, send, mock } }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await send('PUT', TRACKER, { json: { status: 'DONE' }, headers: { 'x-mock-session': 'shop' } });
      await mock.session().stub({ match: { operation: PUT }, times: 3, reply: { status: 503 } });
      await page.setViewportSize({ width: 1280, height: 800 });
      await open(`#/${place}`);
      await expect(page.getByRole('region', { name, exact: true })).toBeVisible();
      await expect(page.locator('main').getByText('…')).toHaveCount(0);
      expect(await findBarriers(page)).toEqual([]);
      if (button !== undefined) {
        await page.getByRole('button', { name: button }).click();
        await expect(page.getByRole('dialog')).toBeVisible();
        expect(await findBarriers(page)).toEqual([]);
        await page.keyboard.press('Escape');
      }
      await page.setViewportSize({ width: 360, height: 740 });
      expect(await findBarriers(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    });
  }
}
