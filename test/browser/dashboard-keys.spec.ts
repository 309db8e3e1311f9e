import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';
import { test, TRACKER } from './dashboard-page.ts';

// A slow machine takes long from one frame to the next, and a fast person presses several keys in between.

/** What a program in the page needs: presses a key, and waits for what is rendered then, but not for a frame. */
const PRESS = `async (key) => {
  document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  for (let count = 0; count < 20; count += 1) await null;
}`;

/** Presses keys within one frame, and returns after the next one. */
async function pressWithinFrame(page: Page, keys: readonly string[]): Promise<void> {
  await page.evaluate(`(async () => {
    for (const key of ${JSON.stringify(keys)}) await (${PRESS})(key);
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  })()`);
}

test('the keys of a view act from the moment that it is shown', async ({ dashboard: { page, open } }) => {
  await open('#/sessions');
  await expect(page.getByText('No sessions yet')).toBeVisible();
  for (const [place, shown, key, expected] of [
    ['exchanges', '[type=search]', '/', 'document.activeElement.type === "search"'],
    ['world', '[type=search]', '/', 'document.activeElement.type === "search"'],
    ['coverage', '[type=search]', '/', 'document.activeElement.type === "search"'],
    ['sessions/default', '.side', 'Escape', 'location.hash === "#/sessions"'],
  ] as const) {
    const view = place.split('/')[0];
    const isDone = await page.evaluate(`new Promise((resolve) => {
      const observer = new MutationObserver(async () => {
        if (document.querySelector('main[aria-label=${view} i] ${shown}') === null) return;
        observer.disconnect();
        await (${PRESS})('${key}');
        resolve(${expected});
      });
      observer.observe(document.body, { childList: true, subtree: true });
      location.hash = '#/${place}';
    })`);
    expect([place, isDone]).toEqual([place, true]);
  }
});

test('j moves the focus within the frame, so that Enter can follow at once', async ({
  dashboard: { page, open, send },
}) => {
  await send('GET', TRACKER);
  await open();
  await expect(page.locator('a.row')).toBeVisible();
  const focused = await page.evaluate(`(${PRESS})('j').then(() => document.activeElement.className)`);
  expect(focused).toBe('row');
});

test('a dialog has the keys from the moment that it is shown', async ({ dashboard: { page, open } }) => {
  await open();
  await expect(page.getByText('No requests yet')).toBeVisible();
  const isModal = await page.evaluate(`(async () => {
    await (${PRESS})('?');
    return document.querySelector('dialog:modal') !== null;
  })()`);
  expect(isModal).toBe(true);
});

test('a key that follows the opening or the closing of an exchange within a frame keeps the focus where it moved it', async ({
  dashboard: { page, open, send },
}) => {
  for (let count = 1; count < 5; count += 1) await send('GET', `/tracker?limit=${count}`);
  await open();
  await page.locator('a.row', { hasText: 'limit=4' }).click();
  await expect(page.getByRole('article')).toBeFocused();
  await pressWithinFrame(page, ['j', 'Escape', 'j']);
  await expect(page.locator('a.row', { hasText: 'limit=2' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('article')).toBeFocused();
  await pressWithinFrame(page, ['j', '/']);
  await expect(page.getByRole('searchbox')).toBeFocused();
});

test('keys that follow each other within a frame move through the trackers, also after one was closed', async ({
  dashboard: { page, open },
}) => {
  await page.setViewportSize({ width: 1280, height: 400 });
  await open('#/world');
  const links = page.getByRole('region', { name: 'Trackers' }).getByRole('link');
  await links.nth(1).click();
  await expect(links.nth(1)).toHaveAttribute('aria-current', 'true');
  await pressWithinFrame(page, ['Escape', 'j']);
  await expect(links.nth(2)).toBeFocused();
  await pressWithinFrame(
    page,
    Array.from({ length: 10 }, () => 'j'),
  );
  await expect(page.locator('[data-row="12"] a')).toBeFocused();
});
