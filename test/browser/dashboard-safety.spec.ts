import { expect } from '@playwright/test';
import { test, TRACKER } from './dashboard-page.ts';
import { findBarriers } from './find-barriers.ts';

const TOKEN = 'a-long-enough-token';
const HOSTILE = '<img src=x onerror="document.title=1"><script>document.title=2</script>\u202Eevil\u0007';

test('what clients send is shown as text, however long it is', async ({
  dashboard: { page, open, send },
  messages,
}) => {
  const long = 'x'.repeat(1_000_000);
  await send('PUT', `/tracker/${encodeURIComponent(HOSTILE)}?q=${encodeURIComponent(HOSTILE)}`, {
    json: { status: HOSTILE, [HOSTILE]: [HOSTILE] },
    headers: { 'x-hostile': '<b>bold</b>' },
  });
  await send('PUT', TRACKER, { json: { status: [long], status_reason: HOSTILE } });
  for (const place of ['', '#/exchanges/default/1', '#/exchanges/default/2']) {
    await open(place);
    await expect(page.locator('.row, .detail h2').first()).toBeVisible();
    if (place !== '') await expect(page.getByRole('region', { name: 'Reply' })).toBeVisible();
    for (const tab of await page.getByRole('button', { name: /^(Raw|Headers)/ }).all()) await tab.click();
    expect(await page.locator('img, main script, main b').count()).toBe(0);
    await expect(page).toHaveTitle(/tracker-mock$/);
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
  }
  await open('#/exchanges/default/1');
  await expect(page.getByRole('article')).toContainText('<img src=x onerror=');
  await open(`#/${encodeURIComponent(HOSTILE)}/${encodeURIComponent(HOSTILE)}?text=${encodeURIComponent(HOSTILE)}`);
  await expect(page.getByRole('searchbox')).toHaveValue(/<img/);
  expect(messages.filter((message) => !message.includes('status of'))).toEqual([]);
});

test('the policy of the page lets no injected script, style or request run', async ({ dashboard: { page, open } }) => {
  await open();
  await expect(page.locator('.stream')).toHaveText('Live');
  const injected = await page.evaluate(`(async () => {
    const script = document.createElement('script');
    script.textContent = 'document.title = "run"';
    document.body.append(script);
    document.body.insertAdjacentHTML('beforeend', '<p id="styled" style="color: rgb(1, 2, 3)">x</p>');
    const elsewhere = await fetch('http://127.0.0.1:1/').catch((error) => error.message);
    return [document.title, getComputedStyle(document.querySelector('#styled')).color, elsewhere];
  })()`);
  expect(injected).toEqual([
    expect.stringContaining('tracker-mock'),
    expect.not.stringContaining('rgb(1, 2, 3)'),
    'Failed to fetch',
  ]);
});

test('a page on another origin cannot frame the dashboard', async ({ dashboard: { url, send }, context }) => {
  await send('GET', '/tracker');
  const other = await context.newPage();
  await other.route('http://other.example/', (route) =>
    route.fulfill({ contentType: 'text/html', body: `<iframe src="${url}/__admin/ui/"></iframe>` }),
  );
  await other.goto('http://other.example/');
  await expect(other.frameLocator('iframe').locator('.row')).toHaveCount(0);
});

test.describe('with a token', () => {
  test.use({ admin: { token: TOKEN } });

  test('the dashboard asks for it once, keeps it for the tab, and sends it to no other', async ({
    dashboard: { page, open, send },
    context,
  }) => {
    await send('GET', '/tracker');
    await open();
    const dialog = page.getByRole('dialog', { name: 'Token' });
    await expect(dialog.getByLabel('The token')).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
    await expect(page.getByText('Authorization')).toHaveCount(0);
    await page.getByRole('button', { name: 'Enter the token' }).click();
    await page.keyboard.type('wrong');
    await page.keyboard.press('Enter');
    await expect(dialog).toContainText('The mock has refused this token.');
    await dialog.getByLabel('The token').fill(TOKEN);
    await page.keyboard.press('Enter');
    await expect(page.locator('a.row')).toHaveCount(1);
    await expect(page.getByRole('button', { name: 'Enter the token' })).toHaveCount(0);
    await page.reload();
    await expect(page.locator('a.row')).toHaveCount(1);
    await expect(dialog).toHaveCount(0);
    const other = await context.newPage();
    await other.goto(page.url());
    await expect(other.getByRole('dialog', { name: 'Token' })).toBeVisible();
  });
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the exchanges have no barriers: ${colorScheme}`, async ({ dashboard: { page, open, send } }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await open();
    await expect(page.getByText('No requests yet')).toBeVisible();
    expect(await findBarriers(page)).toEqual([]);
    await send('PUT', TRACKER, { json: { status: 5, status_reason: [] }, headers: { 'x-mock-session': 'shop' } });
    await send('GET', '/trackers');
    await send('GET', '/tracker?limit=0', { headers: { prefer: 'allow-violations' } });
    await send('GET', '/tracker', { headers: { prefer: 'code=503' } });
    await expect(page.locator('a.row')).toHaveCount(4);
    await page.getByRole('button', { name: 'Violations' }).click();
    for (const place of ['shop/1', 'default/2', 'default/4']) {
      await open(`#/exchanges/${place}`);
      await expect(page.getByRole('region', { name: 'Reply' })).toBeVisible();
      expect(await findBarriers(page)).toEqual([]);
    }
    await page.getByRole('button', { name: 'Edit and replay' }).click();
    expect(await findBarriers(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.setViewportSize({ width: 360, height: 740 });
    expect(await findBarriers(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
  });
}
