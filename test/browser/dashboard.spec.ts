import { execFile } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';
import type { StubInput } from 'agentex-tracker-mock';
import { test, TRACKER } from './dashboard-page.ts';

const runFile = promisify(execFile);
const project = fileURLToPath(new URL('../..', import.meta.url));

/** Presses a button that copies, and returns what was copied. */
async function copyAs(page: Page, name: string): Promise<string> {
  await page.getByRole('button', { name }).click();
  await expect(page.getByRole('status')).toContainText('copied');
  return page.evaluate('navigator.clipboard.readText()');
}

/** Runs tests as vitest runs those of a project that has installed the package. Returns its report. */
async function runTests(texts: readonly string[]): Promise<string> {
  const folder = `${project}/coverage/copied-test`;
  mkdirSync(folder, { recursive: true });
  for (const [index, text] of texts.entries()) writeFileSync(`${folder}/copied-${index}.test.ts`, text);
  const config = "export default { resolve: { alias: { 'agentex-tracker-mock': '../../dist/index.js' } } };";
  writeFileSync(`${folder}/vitest.config.mjs`, config.replace('../../', `${project}/`));
  const vitest = `${project}/node_modules/vitest/vitest.mjs`;
  const { stdout } = await runFile(process.execPath, [vitest, 'run', '--no-isolate', '--root', folder]);
  rmSync(folder, { recursive: true });
  return stdout;
}

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

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
  const member = page.getByRole('region', { name: 'Request' }).getByRole('listitem').filter({ hasText: 'status: 5' });
  await expect(member).toContainText('Input should be a valid string');
  await expect(member).toContainText('Contract: string or null — Processing status');
  await expect(page).toHaveURL(/#\/exchanges\/default\/\w{8}-1$/);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('article')).toHaveCount(0);
  await expect(row).toBeFocused();
  expect(messages).toEqual([]);
});

test('the copied curl reproduces the request, and the copied test passes as it stands', async ({
  dashboard: { page, open, send, mock },
}) => {
  await send('PUT', TRACKER, {
    json: { status: "it's \u0007 5", status_reason: [] },
    headers: { 'x-mock-session': 'shop' },
  });
  await open('#/exchanges/shop/1');
  const copy = (name: string): Promise<string> => copyAs(page, name);
  await runFile('bash', ['-c', `${await copy('Copy as curl')} --silent`]);
  const [first, second] = await mock.session('shop').requests();
  expect(second).toMatchObject({
    path: first?.path,
    reply: { body: first?.reply.body },
    request: { body: first?.request.body },
    violations: first?.violations,
  });

  const stub: unknown = JSON.parse(await copy('Copy as stub'));
  expect(stub).toMatchObject({ match: { operation: 'PUT /tracker/{tracker_id}' }, reply: { status: 422 } });

  expect(await runTests([await copy('Copy as test')])).toContain('1 passed');
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

test('an exchange that the journal has dropped says so', async ({ dashboard: { page, open } }) => {
  await open('#/exchanges/default/7');
  await expect(page.getByRole('alert')).toContainText('not found');
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

test('the stub of an exchange leads to that stub in its own session, and says if it was removed', async ({
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
  await expect(page.getByText(`Stub ${id} was removed`)).toBeVisible();
  await expect(page.locator('.stub[aria-current]')).toHaveCount(0);
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

test('a copied curl sends the very bytes: control characters, empty headers, and headers outside ASCII', async ({
  dashboard: { page, open, url, mock },
}) => {
  const body = '\0{"a\'b\\\\%s": "\0' + '1é\u2028"}';
  const headers = {
    'content-type': 'application/json',
    'x-empty': '',
    'x-name': 'caf\u00e9',
    'upgrade-insecure-requests': '1',
  };
  await fetch(`${url}${TRACKER}`, { method: 'PUT', headers, body });
  await open('#/exchanges/default/1');
  await runFile('bash', ['-c', `${(await copyAs(page, 'Copy as curl')).replace('| curl', '| curl --silent')}`]);
  const [first, second] = (await mock.session().requests()).map(({ request }) => request);
  expect(second?.body).toBe(body);
  expect(second?.headers).toMatchObject({ 'x-empty': '', 'x-name': first?.headers['x-name'] });
  expect(second?.headers).not.toHaveProperty('upgrade-insecure-requests');
});

test('a body that the journal does not have exactly is not replayed, tested or stubbed, and the page says why', async ({
  dashboard: { page, open, url, send },
}) => {
  const put = async (body: string | Uint8Array<ArrayBuffer>): Promise<unknown> =>
    fetch(`${url}${TRACKER}`, { method: 'PUT', headers: { 'content-type': 'application/json' }, body });
  await put(JSON.stringify({ status: 'x'.repeat(70_000) }));
  await put(new Uint8Array([0x7b, 0xff, 0x7d]));
  await put('\uFEFF{}');
  await send('GET', '/tracker?token=abc', { headers: { authorization: 'Bearer x' } });
  const cases = [
    ['1', 'The body of the request is longer than the 64 KiB that the journal keeps'],
    ['2', 'The body of the request is not UTF-8 text without a byte order mark'],
    ['3', 'The body of the request is not UTF-8 text without a byte order mark'],
  ] as const;
  for (const [id, text] of cases) {
    await open(`#/exchanges/default/${id}`);
    await expect(page.getByText(text)).toBeVisible();
    for (const name of ['Replay', 'Copy as test']) {
      await expect(page.getByRole('button', { name, exact: true })).toBeDisabled();
    }
    await expect(page.getByRole('button', { name: 'Copy as curl' })).toBeEnabled();
  }
  await open('#/exchanges/default/1');
  await expect(page.getByText('The body of the reply is longer')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Stub this reply' })).toBeDisabled();
  await page.getByRole('button', { name: 'Raw' }).first().click();
  await expect(page.getByRole('region', { name: 'Request' })).toContainText('the rest of it was not kept');
  await open('#/exchanges/default/4');
  await expect(page.getByText('Masked: authorization, token.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Replay', exact: true })).toBeEnabled();
});

test('copied tests pass, also of allowed violations, broken replies and trackers that were changed since', async ({
  dashboard: { page, open, send, mock },
}) => {
  const session = mock.session();
  const { trackers } = await session.state.get();
  const [read = '', gone = '', moved = ''] = trackers.map(({ id }) => `/tracker/${id}`);

  await send('GET', '/tracker?limit=0', { headers: { prefer: 'allow-violations' } });
  const stub = await session.stub({ match: { operation: 'GET /tracker' }, fault: 'contract-violation' });
  await send('GET', '/tracker?limit=2');
  await session.removeStub(stub.id);
  await send('GET', read);
  await send('PUT', gone, { json: { status: 'DONE' } });
  await send('GET', '/tracker/new');
  await send('PUT', moved, { json: { last_processed_event_id: 'a-1' } });
  await send('PUT', moved, { json: { last_processed_event_id: 'a-2' } });
  await send('PUT', moved, { json: { last_processed_event_id: 'a-1' } });
  const texts: string[] = [];
  const copy = async (id: number): Promise<void> => {
    await open(`#/exchanges/default/${id}`);
    texts.push(await copyAs(page, 'Copy as test'));
  };
  await copy(8);
  await session.trackers.delete(read.slice(9));
  await session.trackers.delete(gone.slice(9));
  const names = { task_id: 'task', agent_id: 'agent' };
  await session.trackers.put(moved.slice(9), { ...names, last_processed_event_id: null });
  await session.trackers.put('new', names);
  for (let id = 1; id < 8; id += 1) await copy(id);
  expect(await runTests(texts)).toContain('8 passed');
  await open('#/exchanges/default/8');
  await page.getByRole('button', { name: 'Copy as test' }).click();
  await expect(page.getByRole('status')).toContainText('the tracker has changed since');
});

test('a copied stub answers the same request alone, with its headers', async ({
  dashboard: { page, open, send, mock },
}) => {
  const session = mock.session();
  const headers = { 'content-type': 'application/vnd.test+json', 'x-page': '2' };
  await session.stub({
    match: { path: '/a*b' },
    allowViolations: true,
    reply: { status: 202, headers, body: { x: 1 } },
  });
  await send('GET', '/a*b?page=2&token=abc');
  await send('GET', '/', { headers: { accept: 'text/html' } });
  await session.removeAllStubs();
  await open('#/exchanges/default/1');
  await session.stub(JSON.parse(await copyAs(page, 'Copy as stub')) as StubInput);
  const reply = await send('GET', '/a*b?page=2&token=abc');
  expect([reply.status, await reply.json()]).toEqual([202, { x: 1 }]);
  expect(Object.fromEntries(reply.headers)).toMatchObject(headers);
  expect((await send('GET', '/a*b?page=3')).status).toBe(404);
  await open('#/exchanges/default/2');
  await expect(page.getByText('The body of the reply is not JSON, as that of a stub must be')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Copy as stub' })).toBeDisabled();
});
