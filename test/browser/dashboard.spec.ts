import { readFile } from 'node:fs/promises';
import { expect } from '@playwright/test';
import { test, TRACKER } from './dashboard-page.ts';

test('a bad PUT is there within a second, and two keys later one reads what is wrong and what the contract says', async ({
  dashboard: { page, open, send },
  messages,
}) => {
  await open();
  await expect(page.getByText('No requests yet')).toBeVisible();
  await send('PUT', TRACKER, { json: { status: 5, status_reason: 'x' } });
  const row = page.getByRole('link', { name: '422 PUT' });
  await expect(row).toContainText('body.status: Input should be a valid string');
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  const member = page.getByRole('region', { name: 'Request' }).getByRole('listitem').filter({ hasText: '"status": 5' });
  await expect(member).toContainText('Input should be a valid string');
  await expect(member).toContainText('Contract: string or null — Processing status');
  await expect(page).toHaveURL(/#\/exchanges\/default\/\w{8}-1$/);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('article')).toHaveCount(0);
  await expect(row).toBeFocused();
  expect(messages).toEqual([]);
});

test('what is read never moves: new exchanges wait until they are asked for', async ({
  dashboard: { page, open, send },
}) => {
  await send('GET', '/tracker?limit=1');
  await open();
  await page.getByRole('link', { name: 'limit=1' }).click();
  for (let count = 2; count < 5; count += 1) await send('GET', `/tracker?limit=${count}`);
  await send('GET', '/trackers');
  await expect(page.getByRole('button', { name: '4 new' })).toBeVisible();
  await expect(page.locator('a.row')).toHaveCount(1);
  // It has a place of its own, so it covers no row.
  const [row, button] = await Promise.all([
    page.locator('a.row').boundingBox(),
    page.getByRole('button', { name: '4 new' }).boundingBox(),
  ]);
  expect((button?.y ?? 0) + (button?.height ?? 0)).toBeLessThanOrEqual(row?.y ?? 0);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: '4 new' }).click();
  await expect(page.locator('a.row')).toHaveCount(5);
  await expect(page.locator('a.row').first()).toContainText('/trackers');
});

test('the list shows what the filter in the address says', async ({ dashboard: { page, open, send } }) => {
  await send('GET', '/tracker');
  await send('GET', '/trackers');
  await send('PUT', TRACKER, { json: { status: 5 }, headers: { 'x-mock-session': 'shop' } });
  await open('#/exchanges?violations=1');
  const rows = page.locator('a.row');
  await expect(rows).toHaveCount(1);
  await page.getByRole('button', { name: 'Clear', exact: true }).click();
  await expect(rows).toHaveCount(3);
  await page.getByRole('button', { name: 'Unmatched' }).click();
  await expect(rows).toContainText(['/trackers']);
  await expect(page).toHaveURL(/unmatched=1/);
  await page.getByRole('button', { name: 'Clear', exact: true }).click();
  await page.getByRole('combobox', { name: 'Sessions' }).selectOption('shop');
  await expect(rows).toContainText(['PUT']);
  await page.keyboard.press('/');
  await page.keyboard.type('nothing has this');
  await expect(page.getByText('None of 3 exchanges match the filter.')).toBeVisible();
  await page.reload();
  await expect(page.getByRole('searchbox')).toHaveValue('nothing has this');
});

test('an unmatched request is shown with the nearest operation, and why', async ({
  dashboard: { page, open, send },
}) => {
  for (const path of ['/trackers', '/nothing', '/healthz']) await send('GET', path);
  await open();
  await expect(page.getByRole('link', { name: '/healthz' })).toContainText('No operation of the contract');
  await open('#/exchanges/default/1');
  await expect(page.getByRole('region', { name: 'Verdict' })).toContainText(
    'Nearest: GET /tracker, but the path has "trackers" in place of "tracker". Send GET /tracker.',
  );
  const verdict = page.getByRole('region', { name: 'Verdict' });
  await expect(verdict).toContainText('Does not apply, since no operation matched');
  await open('#/exchanges/default/2');
  await expect(page.getByRole('region', { name: 'Verdict' })).toContainText(
    'None matched: the contract has no operation with a similar path',
  );
  await open('#/exchanges/default/3');
  await expect(verdict).toContainText('Does not apply to this request');
});

test('a long path is cut, and shown whole when it is asked for', async ({ dashboard: { page, open, send } }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  const path = `/${'segment/'.repeat(40)}end`;
  await send('GET', `${path}?last=1`);
  await open('#/exchanges/default/1');
  const title = page.getByRole('article').getByRole('heading', { level: 2 });
  await expect(title).toHaveText(`GET ${path.slice(0, 96)}…`);
  expect((await title.boundingBox())?.height).toBeLessThan(200);
  await page.getByRole('button', { name: 'Show the whole path' }).click();
  await expect(title).toHaveText(`GET ${path}?last=1`);
  await page.getByRole('button', { name: 'Show less' }).click();
  await expect(title).toHaveText(/…$/);
});

test('a violation of the query, and a missing member, are at their place', async ({
  dashboard: { page, open, send },
}) => {
  await send('GET', '/tracker?limit=0');
  await send('POST', '/agents/register', { json: { name: 'a' } });
  await open('#/exchanges/default/1');
  const query = page.getByRole('region', { name: 'Request' });
  await expect(query).toContainText('limit0Input should be greater than or equal to 1');
  await expect(query).toContainText('Contract: integer, at least 1 — Limit');
  await open('#/exchanges/default/2');
  const missing = page.getByRole('listitem').filter({ hasText: 'acp_type: missing' });
  await expect(missing.first()).toContainText('Field required');
});

test('a request is replayed, changed and replayed, and its reply stubbed', async ({
  dashboard: { page, open, send, mock },
}) => {
  await send('PUT', TRACKER, { json: { status: 5 } });
  await open('#/exchanges/default/1');
  await page.getByRole('button', { name: 'Replay', exact: true }).click();
  await expect(page.getByRole('status')).toContainText('the mock answered 422');
  await page.getByRole('button', { name: 'Edit and replay' }).click();
  await page.getByRole('textbox', { name: 'Body' }).fill('{"status": "READY"}');
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByRole('dialog')).toContainText('The mock answered 200');
  await page.getByRole('textbox', { name: 'Path and query' }).fill('tracker');
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByRole('dialog')).toContainText('The path must begin with a slash: /tracker');
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
  expect((await mock.session().requests()).map(({ reply }) => reply.status)).toEqual([422, 422, 200]);

  await page.getByRole('button', { name: 'Stub this reply' }).click();
  const dialog = page.getByRole('dialog');
  const form = dialog.getByRole('textbox');
  await form.fill('{"reply": {"status": 200, "body": {}}, "match": {"operation": "GET /tracker"}}');
  await dialog.getByRole('button', { name: 'Add the stub' }).click();
  await expect(dialog).toContainText('Failed to add the stub');
  await form.fill('{"reply": {"status": 503}, "match": {"operation": "GET /tracker"}}');
  await dialog.getByRole('button', { name: 'Add the stub' }).click();
  await expect(dialog).toHaveCount(0);
  expect((await send('GET', '/tracker')).status).toBe(503);
});

test('an exchange is saved as an archive', async ({ dashboard: { page, open, send } }) => {
  await send('GET', '/tracker?limit=1');
  await send('GET', '/tracker?limit=2');
  await open('#/exchanges/default/2');
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save as HAR' }).click();
  const har = JSON.parse(await readFile(await (await saved).path(), 'utf8')) as {
    log: { entries: { request: { url: string } }[] };
  };
  expect(har.log.entries.map(({ request }) => request.url)).toEqual([expect.stringMatching(/limit=2$/)]);
});

test('the reply to a replayed request has its violations, and leads to the new exchange', async ({
  dashboard: { page, open, send },
}) => {
  await send('PUT', TRACKER, { json: { status: 'READY' }, headers: { 'x-mock-session': 'shop' } });
  await open('#/exchanges/shop/1');
  await page.getByRole('button', { name: 'Edit and replay' }).click();
  await page.getByRole('textbox', { name: 'Body' }).fill('{"status": 5}');
  await page.getByRole('button', { name: 'Send' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('list', { name: 'Violations' })).toContainText(
    'body.status Input should be a valid string',
  );
  await expect(dialog.getByRole('listitem').filter({ hasText: '"type": "string_type",' })).toBeVisible();
  const link = dialog.getByRole('link', { name: 'Open the new exchange' });
  // The stream says which start of the mock it is. Until then the address does without.
  await expect(link).toHaveAttribute('href', /\w{8}-2$/);
  await link.click();
  await expect(page).toHaveURL(/#\/exchanges\/shop\/\w{8}-2$/);
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole('region', { name: 'Verdict' })).toContainText('Input should be a valid string');
});

test('an exchange that the journal has dropped says so', async ({ dashboard: { page, open } }) => {
  await open('#/exchanges/default/7');
  await expect(page.getByRole('alert')).toContainText('not found');
});

test('what was opened stays when the journal is emptied, and a row that leads to nothing is marked', async ({
  dashboard: { page, open, send, mock },
}) => {
  await send('GET', '/tracker?limit=1');
  await send('GET', '/tracker?limit=2');
  await open();
  await page.locator('a.row', { hasText: 'limit=1' }).click();
  await expect(page.getByRole('region', { name: 'Reply' })).toBeVisible();
  await mock.session().clearRequests();
  await page.keyboard.press('k');
  await expect(page.getByRole('alert')).toContainText('not found');
  await expect(page.locator('a.row[data-gone=true]')).toContainText('limit=2');
  await page.keyboard.press('j');
  await expect(page.getByRole('region', { name: 'Reply' })).toBeVisible();
  await expect(page.locator('a.row[data-gone=true]')).toHaveCount(1);
});

test('j and k go on from the exchange that is open, also after a link and after the back button', async ({
  dashboard: { page, open, send },
}) => {
  for (let count = 1; count < 6; count += 1) await send('GET', `/tracker?limit=${count}`);
  await open('#/exchanges/default/2');
  const opened = page.locator('a.row[aria-current]');
  await expect(opened).toContainText('limit=2');
  await page.keyboard.press('j');
  await expect(opened).toContainText('limit=1');
  await page.locator('a.row', { hasText: 'limit=5' }).click();
  await page.locator('a.row', { hasText: 'limit=3' }).click();
  await page.goBack();
  await expect(opened).toContainText('limit=5');
  await expect(page.locator('a.row[data-current=true]')).toHaveCount(1);
  await page.keyboard.press('j');
  await expect(opened).toContainText('limit=4');
});

test('an address with a session that cannot be, or a view that is not there, says so', async ({
  dashboard: { page, open, send },
  messages,
}) => {
  await open('#/exchanges/a%20b/1');
  await expect(page.getByRole('alert')).toContainText('a b');
  await send('GET', '/tracker?limit=1');
  await open('#/nosuch?text=limit');
  await expect(page.getByRole('status')).toContainText('There is no view "nosuch".');
  await expect(page).toHaveURL(/#\/exchanges\?text=limit$/);
  await page.getByRole('link', { name: 'World' }).click();
  await page.getByRole('link', { name: 'Exchanges' }).click();
  await expect(page).toHaveURL(/#\/exchanges\?text=limit$/);
  expect(messages).toEqual([]);
});

test('hidden characters of a client are shown as escapes, and the pretty body is JSON', async ({
  dashboard: { page, open, send },
}) => {
  const json = {
    status: '\u202eRTL\u0000\u001b[31m\u200b',
    list: [{ 'a\u2066': 'x'.repeat(1500) }, []],
    status_reason: null,
  };
  await send('PUT', `${TRACKER}?${encodeURIComponent('\u202eq')}=${encodeURIComponent('\u202eabc')}`, { json });
  await open('#/exchanges/default/1');
  const body = page.getByRole('region', { name: 'Request' });
  await expect(body.locator('.json')).toContainText(String.raw`"status": "\u202eRTL\u0000\u001b[31m\u200b",`);
  await expect(body.locator('.pairs')).toContainText(String.raw`\u202eabc`);
  await expect(page.getByRole('region', { name: 'Verdict' })).toContainText(
    String.raw`unknown query parameter "\u202eq"; expected none`,
  );
  await expect(body.locator('.json')).not.toContainText('x'.repeat(1100));
  await body.getByRole('button', { name: /^Show all/ }).click();
  await expect(body.getByRole('button', { name: 'Show less' })).toBeVisible();
  const text = await body.locator('.json').innerText();
  expect(JSON.parse(text.replace('Show less', ''))).toEqual(json);
});

test('text that is not JSON is wrong at a character, and not in a member', async ({
  dashboard: { page, open, url },
}) => {
  await fetch(`${url}${TRACKER}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: '{"status": tru}',
  });
  await open();
  await expect(page.locator('a.row')).toContainText('body, at character 11: JSON decode error');
});

test('a long path keeps its end in sight, and is told whole', async ({ dashboard: { page, open, send } }) => {
  await page.setViewportSize({ width: 1280, height: 800 });
  await send('PUT', TRACKER, { json: { status: 5 } });
  await open();
  const target = page.locator('a.row .target');
  await expect(target).toHaveAttribute('title', TRACKER);
  const isWhole =
    'Array.from(document.querySelectorAll(".target > *")).every((part) => part.scrollWidth <= part.clientWidth)';
  expect(await page.evaluate(isWhole)).toBe(true);
  await open('#/exchanges/default/1');
  await expect(page.getByRole('article')).toBeVisible();
  expect(await page.evaluate(isWhole.replace('.target > *', '.target .end'))).toBe(true);
});

test('keys: help, filter, and arrows left to scrolling', async ({ dashboard: { page, open, send } }) => {
  for (let count = 1; count < 60; count += 1) await send('GET', `/tracker?limit=${count}`);
  await open();
  await expect(page.locator('a.row').first()).toBeVisible();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toContainText('Next exchange');
  await expect(page.locator('dialog kbd')).toHaveText(['/', 'j', 'k', 'Enter', 'Esc', '?']);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  for (let count = 0; count < 40; count += 1) await page.keyboard.press('j');
  await expect(page.locator('a.row:focus')).toContainText('limit=20');
  await page.keyboard.press('k');
  await expect(page.locator('a.row:focus')).toContainText('limit=21');
});

test('the stub of an exchange leads to that stub in its own session, and says if it is not there', async ({
  dashboard: { page, open, send, mock },
}) => {
  const shop = mock.session('shop');
  const { id } = await shop.stub({ match: { operation: 'GET /tracker' }, reply: { status: 503 } });
  await shop.stub({ match: { operation: 'GET /agents' }, delay: 1 });
  await send('GET', '/tracker', { headers: { 'x-mock-session': 'shop' } });
  await open('#/exchanges/shop/1');
  await page.getByRole('link', { name: `Stub ${id}` }).click();
  await expect(page).toHaveURL(new RegExp(`#/stubs/shop/${id}$`));
  await expect(page.locator('.stub[aria-current]')).toContainText('GET /tracker');
  await shop.removeStub(id);
  await page.reload();
  const missing = (name: string): string => `Stub ${name} is not in this session. It may have been removed.`;
  await expect(page.getByText(missing(id))).toBeVisible();
  await expect(page.locator('.stub[aria-current]')).toHaveCount(0);
  await open('#/stubs/shop/77');
  await expect(page.getByText(missing('77'))).toBeVisible();
});

test('the contract is said to be kept only where it was checked', async ({ dashboard: { page, open, send, mock } }) => {
  const session = mock.session();
  const match = { operation: 'GET /tracker' } as const;
  await session.stub({
    match: { ...match, query: { a: '1' } },
    reply: { status: 200, body: { x: 1 } },
    allowViolations: true,
  });
  await session.stub({ match: { ...match, query: { a: '2' } }, reply: { status: 503 } });
  await session.stub({ match: { ...match, query: { a: '3' } }, fault: 'contract-violation' });
  const cases = [
    ['/tracker?a=1', '', 'Not checked: stubbed', 'Not checked, since the reply was stubbed'],
    ['/tracker?a=2', '', 'Not checked: stubbed', 'Not checked, since the reply was stubbed'],
    ['/tracker?a=3', '', 'Changed by a stub or a Prefer header', 'Broken on purpose by the stub'],
    [
      '/tracker?a=4',
      'fault=contract-violation; violation=bad-date',
      'Changed by',
      'Broken on purpose by the Prefer header',
    ],
    ['/tracker?a=5', 'code=503', 'Not checked: stubbed', 'Not checked, since the Prefer header asked for the status'],
    ['/tracker?a=6', 'delay=1', 'Changed by a stub or a Prefer header', 'Kept'],
    ['/tracker?a=7', 'fault=empty-response', 'No reply', 'Not checked, since there was no reply'],
    ['/?a=8', '', 'No operation of the contract', 'Does not apply to this request'],
    ['/tracker?a=9', '', '✓ Keeps the contract', 'Kept'],
  ] as const;
  for (const [target, prefer] of cases) {
    await send('GET', target, { headers: prefer === '' ? {} : { prefer } }).catch(() => {});
  }
  await open();
  await expect(page.locator('a.row')).toHaveCount(cases.length);
  for (const [index, [target, , short, long]] of cases.entries()) {
    await expect(page.locator('a.row', { hasText: target })).toContainText(short);
    await open(`#/exchanges/default/${index + 1}`);
    await expect(page.getByRole('region', { name: 'Verdict' })).toContainText(`Contract${long}`);
  }
});
