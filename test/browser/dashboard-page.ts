import { test as base } from '@playwright/test';
import type { Page } from '@playwright/test';
import type { AppOptions, RunningServer, TrackerMock } from 'agentex-tracker-mock';
import { createTrackerMock, startServer } from 'agentex-tracker-mock';

/** A tracker of the default world. */
export const TRACKER = '/tracker/9c41e6d8-80d8-4983-95db-d03ae99b3c71';

/** A mock that is served, and its dashboard in a page. */
export interface Dashboard {
  readonly mock: TrackerMock;
  readonly url: string;
  readonly page: Page;
  /** Sends a request as a client does. */
  readonly send: (method: string, target: string, options?: Sent) => Promise<Response>;
  /** Opens a place of the dashboard: `#/stubs`. */
  readonly open: (place?: string) => Promise<void>;
}

export interface Sent {
  readonly json?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

interface Fixtures {
  readonly admin: AppOptions['admin'];
  readonly server: RunningServer & { readonly mock: TrackerMock };
  readonly dashboard: Dashboard;
  /** What the page wrote to the console, and its errors. */
  readonly messages: string[];
}

export const test: ReturnType<typeof base.extend<Fixtures>> = base.extend<Fixtures>({
  admin: [true, { option: true }],
  server: async ({ admin }, use) => {
    const mock = createTrackerMock();
    const server = await startServer(mock, { port: 0, admin: admin ?? true });
    await use({ ...server, mock });
    await server.close();
  },
  messages: async ({ page }, use) => {
    const messages: string[] = [];
    page.on('console', (message) => messages.push(message.text()));
    page.on('pageerror', (error) => messages.push(error.message));
    await use(messages);
  },
  dashboard: async ({ page, server }, use) => {
    const { mock, url } = server;
    await use({
      mock,
      url,
      page,
      send: (method, target, { json, headers } = {}) =>
        fetch(url + target, {
          method,
          headers: { ...(json === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
          ...(json === undefined ? {} : { body: JSON.stringify(json) }),
        }),
      open: async (place = '') => {
        await page.goto(`${url}/__admin/ui/${place}`);
      },
    });
  },
});
