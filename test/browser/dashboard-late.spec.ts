import { expect } from '@playwright/test';
import { test, TRACKER } from './dashboard-page.ts';
import { holdReplies } from './hold-replies.ts';

// A slow mock, or a fast person: replies come in another order than their requests, and after something else was begun.

const ID = TRACKER.slice('/tracker/'.length);

test('a change while the table is loaded for the first time is shown', async ({ dashboard: { page, open, mock } }) => {
  const held = await holdReplies(page, 'GET', '/__admin/trackers');
  await open('#/world');
  await expect.poll(held.count).toBe(1);
  await mock.session().trackers.add({ id: 't-9', agent_id: 'a', task_id: 't' });
  await page.getByRole('button', { name: 'Refresh' }).click();
  held.release();
  await expect(page.getByText('14 trackers')).toBeVisible();
});

test('a change that is done after the search was changed is shown', async ({ dashboard: { page, open } }) => {
  await open('#/world');
  await expect(page.getByText('13 trackers')).toBeVisible();
  await page.route(
    (url) => url.pathname === '/__admin/state',
    async (route) => {
      await expect(page.getByText('1 tracker', { exact: true })).toBeVisible();
      await route.continue();
    },
  );
  const tracker = { id: 't-9', agent_id: 'damage', task_id: 't', created_at: '2026-08-18T20:28:14Z' };
  const buffer = Buffer.from(JSON.stringify({ trackers: [tracker] }));
  await page.locator('input[type="file"]').setInputFiles({ name: 'a.json', mimeType: 'application/json', buffer });
  await page.getByRole('searchbox').fill('damage');
  await expect(page.getByRole('link', { name: 't-9' })).toBeVisible();
});

test('what is typed into the form of an event is not overwritten by the tracker that is open', async ({
  dashboard: { page, open },
}) => {
  await open(`#/world/default/${ID}`);
  await expect(page.getByRole('region', { name: 'Events' })).toBeVisible();
  const held = await holdReplies(page, 'GET', `/__admin/trackers/${ID}`);
  await page.getByRole('button', { name: 'Add event' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Task').fill('typed');
  held.release();
  await expect(dialog.getByLabel('Agent')).not.toHaveValue('');
  await expect(dialog.getByLabel('Task')).toHaveValue('typed');
});

test('a form that was closed before it was done does not close the next one', async ({ dashboard: { page, open } }) => {
  await open('#/world');
  await expect(page.getByText('13 trackers')).toBeVisible();
  await page.getByRole('button', { name: 'Add tracker' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Task').fill('t');
  await dialog.getByLabel('Agent').fill('a');
  const held = await holdReplies(page, 'POST', '/__admin/trackers');
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await expect.poll(held.count).toBe(1);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Add event' }).click();
  held.release();
  await expect(page.getByText('14 trackers')).toBeVisible();
  await expect(page.getByRole('dialog', { name: 'Add an event' })).toBeVisible();
});

test('a stub that cannot be turned off does not take one with it that was turned off meanwhile', async ({
  dashboard: { page, open, mock },
}) => {
  const stay = await mock.session().stub({ match: { operation: 'GET /tracker' }, delay: 1 });
  await mock.session().stub({ match: { operation: 'GET /agents' }, delay: 2 });
  await open('#/stubs');
  await page.route(
    (url) => url.pathname === `/__admin/stubs/${stay.id}`,
    async (route) => {
      await expect(page.getByRole('switch', { name: 'Off: GET /agents' })).toBeVisible();
      await expect.poll(async () => (await mock.session().stubs()).length).toBe(1);
      await route.abort();
    },
  );
  await page.getByRole('switch', { name: 'On: GET /tracker' }).click();
  await page.getByRole('switch', { name: 'On: GET /agents' }).click();
  await expect(page.getByRole('switch', { name: 'On: GET /tracker' })).toBeVisible();
  await expect(page.getByRole('switch', { name: 'Off: GET /agents' })).toBeVisible();
});

test('a list of sessions from before one was deleted is not shown after it', async ({
  dashboard: { page, open, mock },
}) => {
  await mock.session('shop').reset();
  await open('#/sessions/shop');
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  const held = await holdReplies(page, 'GET', '/__admin/sessions');
  // It lists the sessions when it gets the focus.
  await page.evaluate("document.querySelector('.side select').dispatchEvent(new FocusEvent('focus'))");
  await expect.poll(held.count).toBe(1);
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByRole('status')).toContainText('is deleted');
  held.release();
  await expect(page.getByRole('link', { name: 'shop' })).toHaveCount(0);
  await expect(page.getByText('No sessions yet')).toBeVisible();
});

test('coverage that an exchange has made out of date while it was measured is called so', async ({
  dashboard: { page, open, send },
}) => {
  const held = await holdReplies(page, 'GET', '/__admin/coverage');
  await open('#/coverage');
  await expect.poll(held.count).toBe(1);
  await send('GET', TRACKER);
  const button = page.getByRole('button', { name: 'Measure again' });
  await expect(button).toHaveClass('primary');
  held.release();
  await expect(page.getByText('by 0 requests')).toBeVisible();
  await expect(button).toHaveClass('primary');
  await button.click();
  await expect(page.getByText('by 1 request')).toBeVisible();
  await expect(button).not.toHaveClass('primary');
});
