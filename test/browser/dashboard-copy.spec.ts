import { execFile } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';
import type { StubInput } from 'agentex-tracker-mock';
import { test, TRACKER } from './dashboard-page.ts';

const runFile = promisify(execFile);
const project = fileURLToPath(new URL('../..', import.meta.url));

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

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

test('a copied curl sends the very bytes: control characters, empty headers, and headers outside ASCII', async ({
  dashboard: { page, open, url, mock },
}) => {
  const body = '\0{"a\'b\\\\%s": "\u00001é\u2028"}';
  const headers = {
    'content-type': 'application/json',
    'x-empty': '',
    'x-name': 'caf\u00e9',
    'upgrade-insecure-requests': '1',
  };
  await fetch(`${url}${TRACKER}`, { method: 'PUT', headers, body });
  await open('#/exchanges/default/1');
  await runFile('bash', ['-c', (await copyAs(page, 'Copy as curl')).replace('| curl', '| curl --silent')]);
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
  await session.removeAllStubs();
  await open('#/exchanges/default/1');
  await session.stub(JSON.parse(await copyAs(page, 'Copy as stub')) as StubInput);
  const reply = await send('GET', '/a*b?page=2&token=abc');
  expect([reply.status, await reply.json()]).toEqual([202, { x: 1 }]);
  expect(Object.fromEntries(reply.headers)).toMatchObject(headers);
  expect((await send('GET', '/a*b?page=3')).status).toBe(404);
});

test('a page becomes a stub that sends the page, and a test of it passes', async ({
  dashboard: { page, open, send, mock },
}) => {
  const get = (): Promise<Response> => send('GET', '/', { headers: { accept: 'text/html' } });
  const html = await (await get()).text();
  await open('#/exchanges/default/1');
  await page.getByRole('button', { name: 'Stub this reply' }).click();
  await page.getByRole('button', { name: 'Add the stub' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'added' })).toBeVisible();
  expect(await (await get()).text()).toBe(html);
  expect((await mock.session().stubs())[0]?.reply?.body).toBe(html);
  await open('#/exchanges/default/2');
  expect(await runTests([await copyAs(page, 'Copy as test')])).toContain('1 passed');
});
