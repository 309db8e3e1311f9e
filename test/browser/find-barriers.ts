import type { Page } from '@playwright/test';
import axe from 'axe-core';

/** Returns what axe finds against WCAG 2.2 AA. */
export async function findBarriers(page: Page): Promise<readonly string[]> {
  // As a function of the page, since its policy allows no script element of others.
  await page.evaluate(axe.source);
  return page.evaluate(`axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
    .then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ': ' + html.slice(0, 200))))`);
}
