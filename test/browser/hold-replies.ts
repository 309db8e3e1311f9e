import { EventEmitter, once } from 'node:events';
import type { Page } from '@playwright/test';

/** Replies that are held back: what the mock has answered when it was asked, given to the page when the test says so. */
export interface Held {
  /** How many requests were answered. */
  readonly count: () => number;
  readonly release: () => void;
}

/** Holds back the replies of the mock to the requests of the page to a path, until they are released. */
export async function holdReplies(page: Page, method: string, path: string): Promise<Held> {
  const releases = new EventEmitter();
  const released = once(releases, 'release');
  let count = 0;
  await page.route(
    (url) => url.pathname === path,
    async (route) => {
      if (route.request().method() !== method) return route.continue();
      const response = await route.fetch();
      count += 1;
      await released;
      return route.fulfill({ response });
    },
  );
  return { count: () => count, release: () => void releases.emit('release') };
}
