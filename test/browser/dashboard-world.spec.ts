import { readFile } from 'node:fs/promises';
import { expect, test as plain } from '@playwright/test';
import type { WorldState } from 'agentex-tracker-mock';
import { createTrackerMock, startServer } from 'agentex-tracker-mock';
import { test } from './dashboard-page.ts';

const ID = '9c41e6d8-80d8-4983-95db-d03ae99b3c71';

test('a tracker is found, opened by keys, and changed by the API, whose refusal is shown', async ({
  dashboard: { page, open, mock },
  messages,
}) => {
  await open('#/world');
  const table = page.getByRole('table');
  await expect(table.getByRole('row')).toHaveCount(14);
  await page.keyboard.press('/');
  await page.keyboard.type('damage');
  await expect(table.getByRole('row')).toHaveCount(2);
  await expect(table).toContainText('2 of 5');
  await page.keyboard.press('Escape');
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`${ID}\\?q=damage$`));

  const form = page.getByRole('form', { name: 'Change the tracker' });
  await form.getByLabel('Status').fill('DONE');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('status')).toContainText('the API answered 200');
  const events = page.getByRole('region', { name: 'Events' });
  await events.getByRole('button', { name: 'Move here' }).first().click();
  await expect(events.getByRole('alert')).toHaveText(/^The API refused it with 400: Cannot [^{]*$/);

  await form.getByLabel('by the control API').check();
  await form.getByLabel('Cursor').fill('');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(events).toContainText('0 of 5');
  const { tracker } = await mock.session().trackers.get(ID);
  expect(tracker).toMatchObject({ status: 'DONE', last_processed_event_id: null });
  await events.getByRole('button', { name: 'Add an event' }).click();
  await expect(events).toContainText('0 of 6');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('region', { name: 'Tracker', exact: true })).toHaveCount(0);
  expect(messages.filter((message) => !message.includes('400'))).toEqual([]);
});

test('while a tracker is open, the keys open the one after and before it', async ({ dashboard: { page, open } }) => {
  await open('#/world');
  const links = page.getByRole('region', { name: 'Trackers' }).getByRole('link');
  await links.nth(1).click();
  for (const [key, place] of [
    ['j', 2],
    ['k', 1],
    ['k', 0],
  ] as const) {
    await page.keyboard.press(key);
    await expect(links.nth(place)).toHaveAttribute('aria-current', 'true');
  }
});

test('the table is sorted, and follows what clients change', async ({ dashboard: { page, open, send } }) => {
  await open('#/world');
  await page.getByRole('button', { name: 'Status' }).click();
  const status = page.locator('td[data-column="status"]').first();
  await expect(status).toHaveText('COMPLETED');
  await expect(page.getByRole('columnheader', { name: 'Status' })).toHaveAttribute('aria-sort', 'ascending');
  await page.getByRole('button', { name: 'Status' }).click();
  await expect(page).toHaveURL(/order=status&down=1/);
  await page.getByRole('button', { name: 'Status' }).click();
  await expect(status).toHaveText('PROCESSING');
  await send('PUT', `/tracker/${ID}`, { json: { status: 'BY A CLIENT' } });
  await expect(status).toHaveText('BY A CLIENT');
});

test('the table shows what another tab, or a program, changes by the control API', async ({
  dashboard: { page, open, mock },
  context,
}) => {
  await open('#/world');
  await expect(page.getByText('13 trackers')).toBeVisible();
  const other = await context.newPage();
  await other.goto(page.url());
  await other.getByRole('link').filter({ hasText: ID }).click();
  await other.getByRole('button', { name: 'Delete this tracker' }).click();
  await other.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByText('12 trackers')).toBeVisible();
  await mock.session().trackers.add({ id: 't-9', agent_id: 'a', task_id: 't' });
  await page.getByRole('button', { name: 'Refresh' }).click();
  await expect(page.getByText('13 trackers')).toBeVisible();
});

test('trackers and events are added, and a tracker deleted', async ({ dashboard: { page, open, mock } }) => {
  await mock.session('shop').reset();
  await open('#/world/shop');
  await page.getByRole('button', { name: 'Add tracker' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Task').fill('task-9');
  await dialog.getByLabel('Agent').fill('agent-9');
  await dialog.getByLabel('Id').fill('t/9');
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.getByRole('heading', { name: 't/9' })).toBeVisible();
  await expect(page).toHaveURL(/#\/world\/shop\/t%2F9$/);
  await page.getByRole('button', { name: 'Add event' }).click();
  await expect(dialog.getByLabel('Task')).toHaveValue('task-9');
  await dialog.getByLabel('Content').fill('5');
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(dialog.getByRole('alert')).toContainText('/content');
  await dialog.getByLabel('Content').fill('{"type": "text", "author": "user", "content": "Where is it?"}');
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.getByRole('region', { name: 'Events' })).toContainText('Where is it?');
  await page.getByRole('button', { name: 'Delete this tracker' }).click();
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByText('13 trackers')).toBeVisible();
});

test.describe('in another zone', () => {
  test.use({ timezoneId: 'Asia/Kolkata', locale: 'en-US' });

  test('the times are those of the browser, and name the zone', async ({ dashboard: { page, open, mock } }) => {
    await mock.session().clock.set({ mode: 'fixed', now: '2026-08-18T20:40:00Z' });
    await open(`#/world/default/${ID}`);
    await expect(page.getByRole('group', { name: 'Clock' })).toContainText('Aug 19, 2026, 2:10:00 AM GMT+5:30');
    await expect(page.getByRole('region', { name: 'Tracker', exact: true })).toContainText('GMT+5:30');
  });
});

test('the clock is frozen, stepped and run', async ({ dashboard: { page, open, mock } }) => {
  await open('#/world');
  const clock = page.getByRole('group', { name: 'Clock' });
  await clock.getByRole('button', { name: 'Freeze' }).click();
  await expect(clock).toContainText('is frozen');
  const before = Date.parse((await mock.session().clock.get()).now);
  await clock.getByRole('combobox').selectOption('1 hour');
  await clock.getByRole('button', { name: 'Step' }).click();
  await expect(page.getByRole('status')).toContainText('has stepped');
  expect(Date.parse((await mock.session().clock.get()).now) - before).toBe(3_600_000);
  await clock.getByRole('button', { name: 'Run' }).click();
  await expect(clock).toContainText('runs, set to another time');
  await clock.getByRole('button', { name: 'Machine’s time' }).click();
  await expect.poll(async () => (await mock.session().clock.get()).mode).toBe('real');
});

const BAD_FIXTURE = JSON.stringify({
  trackers: Array.from({ length: 5 }, (_, id) => ({ id, task_id: 't', agent_id: 'a' })),
});

test('a world is kept in a snapshot, exported, reset, restored and loaded', async ({
  dashboard: { page, open, mock },
}) => {
  const control = mock.session();
  await control.trackers.add({ id: 't-9', agent_id: 'a', task_id: 't' });
  await open('#/world');
  await expect(page.getByText('14 trackers')).toBeVisible();
  const dialog = page.getByRole('dialog');
  await page.getByRole('button', { name: 'Snapshots' }).click();
  await dialog.getByRole('textbox').fill('before');
  await dialog.getByRole('button', { name: 'Take a snapshot' }).click();
  await expect(dialog.getByRole('listitem')).toContainText('14 trackers');
  await page.keyboard.press('Escape');
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export' }).click();
  const fixture = await readFile(await (await saved).path(), 'utf8');
  const { trackers } = JSON.parse(fixture) as WorldState;
  expect(trackers).toEqual((await control.state.get()).trackers);

  await page.getByRole('button', { name: 'Reset' }).click();
  await dialog.getByRole('button', { name: 'Reset' }).click();
  await expect(page.getByText('13 trackers')).toBeVisible();
  await page.getByRole('button', { name: 'Snapshots' }).click();
  await dialog.getByRole('button', { name: 'Restore before' }).click();
  await expect(page.getByText('14 trackers')).toBeVisible();
  const file = page.locator('input[type="file"]');
  await file.setInputFiles({ name: 'bad.json', mimeType: 'application/json', buffer: Buffer.from(BAD_FIXTURE) });
  await expect(dialog.getByRole('alert')).toContainText('10 problems');
  await expect(dialog.getByRole('alert').getByRole('listitem')).toHaveCount(10);
  await page.keyboard.press('Escape');
  await file.setInputFiles({ name: 'empty.json', mimeType: 'application/json', buffer: Buffer.from('{}') });
  await expect(page.getByText('No trackers in this world')).toBeVisible();
});

test('a scenario is loaded, stepped, played at a speed, paused and removed', async ({
  dashboard: { page, open, mock },
}) => {
  await open('#/world');
  const steps = ['PACKED', 'SENT'].map((status, index) => ({
    at: `${(index + 1) * 3600}s`,
    tracker: { id: ID, status },
  }));
  const buffer = Buffer.from(JSON.stringify({ description: 'A parcel', steps }));
  await page.locator('input[type="file"]').setInputFiles({ name: 'a.json', mimeType: 'application/json', buffer });
  const bar = page.getByRole('group', { name: 'Scenario' });
  await expect(bar).toContainText('0 of 2');
  await bar.getByRole('button', { name: 'Next step' }).click();
  await expect(bar).toContainText('1 of 2');
  await expect(page.getByRole('row').nth(1)).toContainText('PACKED');
  await bar.getByRole('combobox', { name: 'Speed' }).selectOption('60×');
  expect(await mock.session().scenario.status()).toMatchObject({ state: 'paused', speed: 1 });
  await bar.getByRole('button', { name: 'Play' }).click();
  await expect(bar).toContainText('playing');
  await bar.getByRole('button', { name: 'Pause' }).click();
  await expect(bar).toContainText('paused');
  expect(await mock.session().scenario.status()).toMatchObject({ state: 'paused', speed: 60, done: 1 });
  await page.getByRole('button', { name: 'Restart' }).click();
  await expect(bar).toContainText('0 of 2');
  await page.getByRole('button', { name: 'Remove' }).click();
  await expect(bar).toHaveCount(0);
});

plain('a world of 100,000 trackers is scrolled and searched without a pause over 200 ms', async ({ page }) => {
  const trackers = Array.from({ length: 100_000 }, (_, index) => ({
    id: `tracker-${index}`,
    agent_id: `agent-${index % 50}`,
    task_id: `task-${index % 5000}`,
    status: index % 2 === 0 ? 'READY' : 'DONE',
    created_at: '2026-08-18T20:28:14Z',
  }));
  await using server = await startServer(createTrackerMock({ fixtures: { trackers } }), { port: 0 });
  await page.goto(`${server.url}/__admin/ui/#/world`);
  await expect(page.getByText('100,000 trackers')).toBeVisible();
  // A long task is one that takes the page more than 50 ms.
  await page.evaluate(`globalThis.longest = 0;
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) longest = Math.max(longest, duration);
    }).observe({ type: 'longtask' });`);
  const frame = page.getByRole('region', { name: 'Trackers' });
  const search = page.getByRole('searchbox');
  const scrollAndSearch = async (): Promise<void> => {
    await page.evaluate('longest = 0');
    for (const part of [0.1, 0.35, 0.6, 0.85, 1]) {
      await page.evaluate(`{
        const frame = document.querySelector('.table-frame');
        frame.scrollTop = frame.scrollHeight * ${part};
      }`);
      await expect(frame.getByText('Loading')).toHaveCount(0);
    }
    await expect(frame.getByRole('link', { name: 'tracker-99999' })).toBeVisible();
    expect(await frame.getByRole('row').count()).toBeLessThan(60);
    await search.fill('tracker-4242');
    await expect(page.getByText('11 trackers')).toBeVisible();
    await expect(frame.getByRole('link').first()).toHaveText('tracker-4242');
    await search.fill('');
    await expect(page.getByText('100,000 trackers')).toBeVisible();
    expect(await page.evaluate('longest')).toBeLessThan(200);
  };
  // A page that is slow is slow each time; a busy machine gets another try.
  await expect(scrollAndSearch).toPass();
});
