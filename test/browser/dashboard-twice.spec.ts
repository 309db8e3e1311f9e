import { expect } from '@playwright/test';
import { test, TRACKER } from './dashboard-page.ts';
import { holdReplies } from './hold-replies.ts';

// A person who presses twice, before the mock has answered.

test('Enter twice replays a request once', async ({ dashboard: { page, open, send, mock } }) => {
  await send('PUT', TRACKER, { json: { status: 'READY' } });
  await open('#/exchanges/default/1');
  await page.getByRole('button', { name: 'Edit and replay' }).click();
  const held = await holdReplies(page, 'PUT', TRACKER);
  await page.getByRole('textbox', { name: 'Path and query' }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await expect.poll(held.count).toBe(1);
  held.release();
  await expect(page.getByRole('dialog')).toContainText('The mock answered 200');
  await expect(page.getByRole('button', { name: 'Send' })).toBeEnabled();
  expect(await mock.session().requests()).toHaveLength(2);
});

test('a double click deletes a snapshot once, and steps the clock twice', async ({
  dashboard: { page, open, mock },
}) => {
  const control = mock.session();
  await control.state.snapshot('before');
  await control.clock.set({ mode: 'fixed', now: '2026-08-18T20:40:00Z' });
  await open('#/world');
  const clock = page.getByRole('group', { name: 'Clock' });
  await expect(clock).toContainText('is frozen');
  await clock.getByRole('button', { name: 'Step' }).dblclick();
  await expect.poll(async () => (await control.clock.get()).now).toBe('2026-08-18T20:40:02Z');

  await page.getByRole('button', { name: 'Snapshots' }).click();
  const dialog = page.getByRole('dialog');
  const held = await holdReplies(page, 'DELETE', '/__admin/state/snapshots/before');
  const remove = dialog.getByRole('button', { name: 'Delete before' });
  await remove.click();
  await remove.click({ force: true });
  await expect.poll(held.count).toBe(1);
  held.release();
  await expect(dialog).toContainText('This session has no snapshots.');
  await expect(dialog.getByRole('alert')).toHaveText('');
});

test('a double click turns a stub on once', async ({ dashboard: { page, open, mock } }) => {
  await mock.session().stub({ match: { operation: 'GET /tracker' }, delay: 1 });
  await open('#/stubs');
  await page.getByRole('switch').click();
  await expect(page.getByRole('switch')).not.toBeChecked();
  const held = await holdReplies(page, 'POST', '/__admin/stubs');
  await page.getByRole('switch').click();
  await page.getByRole('switch').click({ force: true });
  await expect.poll(held.count).toBe(1);
  held.release();
  await expect(page.getByRole('switch')).toBeChecked();
  expect(await mock.session().stubs()).toHaveLength(1);
});
